package s6j.cli;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Posix;

/** The programs of one image, told apart by the name they are called by. */
public final class Family {
  private Family() {}

  /** Runs the program that {@code arguments[0]} names; its exit code, 127 for an unknown name. */
  public static int run(Posix posix, Program[] programs, byte[][] arguments) {
    byte[] name = arguments.length == 0 ? CString.of("s6j") : CString.baseName(arguments[0]);
    Program program = find(programs, name);
    if (program == null)
      return new Messages(posix, name).fatal().text("unknown program").exit(ExitCode.NOT_FOUND);
    if (arguments.length == 2 && !program.hasNoHelp) {
      if (CString.is(arguments[1], "--help")) return Help.print(posix, program);
      if (CString.is(arguments[1], "--version")) return Version.print(posix, program);
    }
    return program.main.run(posix, program, arguments);
  }

  /** The programs of two families, for an image that has both. */
  public static Program[] joined(Program[] one, Program[] other) {
    Program[] both = new Program[one.length + other.length];
    System.arraycopy(one, 0, both, 0, one.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  /** The program of this name, long or short; null if there is none. */
  public static @Nullable Program find(Program[] programs, byte[] name) {
    for (Program program : programs) if (program.isCalled(name)) return program;
    return null;
  }
}
