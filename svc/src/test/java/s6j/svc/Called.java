package s6j.svc;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Calls programs of the room as a shell would. */
public final class Called {
  private Called() {}

  /** The exit code of {@code words[0]} with the other words as arguments. */
  public static int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(SvcPrograms.all(), CString.baseName(arguments[0]));
    return program.main.run(posix, program, arguments);
  }

  /** Makes all programs of the room executable in the fake's /usr/bin. */
  public static FakePosix install(FakePosix posix) {
    for (Program program : SvcPrograms.all())
      posix.program("/usr/bin/" + program.name, Called::runChild);
    return posix;
  }

  private static void runChild(FakePosix child) {
    byte[][] arguments = child.arguments();
    Program program = Family.find(SvcPrograms.all(), CString.baseName(arguments[0]));
    child.exit(program.main.run(child, program, arguments));
  }
}
