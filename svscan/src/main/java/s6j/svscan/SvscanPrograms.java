package s6j.svscan;

import s6j.cli.Program;

/** The programs of the svscan family. */
public final class SvscanPrograms {
  private SvscanPrograms() {}

  public static Program[] all() {
    return new Program[] {
      SvscanMain.declaration(),
      SvscanMain.runsvdir(),
      Svscanctl.declaration(),
      Svscanboot.declaration()
    };
  }
}
