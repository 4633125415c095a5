package s6j.supervise;

import s6j.cli.Program;

/** The programs of the supervisor's family. */
public final class SupervisePrograms {
  private SupervisePrograms() {}

  public static Program[] all() {
    return new Program[] {SuperviseMain.declaration()};
  }
}
