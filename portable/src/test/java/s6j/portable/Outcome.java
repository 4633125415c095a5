package s6j.portable;

import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What a call of a program came to: its exit code, or what it became. */
public final class Outcome {
  private Outcome() {}

  /** Runs a program by its name: {@code exit N}, or {@code exec} and the line. */
  public static String of(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(PortablePrograms.all(), arguments[0]);
    if (program == null) program = PortablePrograms.privileged()[0];
    try {
      return "exit " + program.main.run(posix, program, arguments);
    } catch (FakePosix.Executed next) {
      return "exec " + next.line();
    }
  }

  /** A process that reads this text. */
  public static FakePosix reading(String text) {
    FakePosix posix = new FakePosix().file("/tmp/input", text);
    int fd = posix.open(Posix.CWD, CString.of("/tmp/input"), OpenFlags.O_RDONLY, 0);
    posix.dup2(fd, 0);
    posix.close(fd);
    return posix;
  }
}
