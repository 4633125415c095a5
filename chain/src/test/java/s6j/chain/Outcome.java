package s6j.chain;

import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** What a call of a program came to. */
final class Outcome {
  private static final int EXECUTED = -1;

  private final FakePosix posix;
  private final int code;
  private final FakePosix.Executed executed;

  private Outcome(FakePosix posix, int code, FakePosix.Executed executed) {
    this.posix = posix;
    this.code = code;
    this.executed = executed;
  }

  /** Calls a program by its name with these words. */
  static Outcome of(FakePosix posix, Program program, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of(program.name);
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    try {
      return new Outcome(posix, program.main.run(posix, program, arguments), null);
    } catch (FakePosix.Executed next) {
      return new Outcome(posix, EXECUTED, next);
    }
  }

  /** A process with the program {@code /bin/prog}. */
  static FakePosix process() {
    return new FakePosix().program("/bin/prog", child -> child.exit(0));
  }

  /** {@code exec FILE ARGUMENTS}, or {@code exit N}. */
  String line() {
    return executed != null ? "exec " + executed.line() : "exit " + code;
  }

  String errors() {
    return posix.errors();
  }

  /** A variable as the next program sees it, null if it is not set. */
  String variable(String name) {
    for (byte[] variable : executed.environment) {
      String text = CString.text(variable);
      if (text.startsWith(name + "=")) return text.substring(name.length() + 1);
    }
    return null;
  }

  String firstWord() {
    return CString.text(executed.arguments[0]);
  }
}
