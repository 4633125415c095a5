package s6j.confine;

import s6j.cli.Program;
import s6j.confine.tree.TreeMain;
import s6j.confine.wall.Confine;

/** The programs of the room. */
public final class ConfinePrograms {
  private ConfinePrograms() {}

  /** What stays beside a service, in an image of its own, as there may be many of it. */
  public static Program[] ofTree() {
    return new Program[] {TreeMain.declaration()};
  }

  /** What becomes a service. */
  public static Program[] ofConfine() {
    return new Program[] {Confine.declaration()};
  }
}
