package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.Program;
import s6j.formats.talk.SupervisorHost;

/** The programs of the svscan family. */
public final class SvscanPrograms {
  private SvscanPrograms() {}

  /** Those of the small image, which leaves hosted mode to another. */
  public static Program[] all() {
    return hosting(null);
  }

  /** The same, with supervisors to live in the scanner's process. */
  public static Program[] hosting(SupervisorHost.@Nullable Maker maker) {
    return new Program[] {
      SvscanMain.declaration(maker),
      SvscanMain.runsvdir(maker),
      Svscanctl.declaration(),
      Svscanboot.declaration()
    };
  }
}
