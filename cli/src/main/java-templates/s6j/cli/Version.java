package s6j.cli;

import s6j.posix.Posix;

/** The version of this suite, which the build puts in, and those of the packages it is like. */
public final class Version {
  /** As in the build's pom. */
  public static final String OF_SUITE = "${project.version}";

  /** The version of s6-frontend whose commands, files and texts s6 has. */
  public static final String OF_FRONTEND = "0.1.0.0";

  private static final String LIKE =
      "s6 2.15.1.0, s6-rc 0.7.0.0, execline 2.9.9.2, s6-portable-utils 2.3.1.2,"
          + " s6-linux-init 1.2.0.2, s6-frontend "
          + OF_FRONTEND;

  private static final int STDOUT = 1;

  private Version() {}

  /** What {@code --version} says of a program. */
  static int print(Posix posix, Program program) {
    Output out = new Output(posix, STDOUT, 4096);
    out.text(program.name).text(" (s6j) ").text(OF_SUITE).line();
    out.text("like ").text(LIKE).line();
    return out.flush() < 0 ? ExitCode.SYSTEM : 0;
  }
}
