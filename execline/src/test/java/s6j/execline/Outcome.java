package s6j.execline;

import java.util.Arrays;
import java.util.stream.Collectors;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** What a call of a program of execline came to. */
public final class Outcome {
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
  public static Outcome of(FakePosix posix, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    Program program = Family.find(ExeclinePrograms.all(), arguments[0]);
    try {
      return new Outcome(posix, program.main.run(posix, program, arguments), null);
    } catch (FakePosix.Executed next) {
      return new Outcome(posix, EXECUTED, next);
    }
  }

  /** A process with {@code /bin/prog}, {@code /bin/good}, {@code /bin/bad} (exit 3) and a PATH. */
  public static FakePosix process(String... variables) {
    FakePosix posix =
        new FakePosix()
            .program("/bin/prog", child -> child.exit(0))
            .program("/bin/importas", child -> child.exit(0))
            .program("/bin/multisubstitute", child -> child.exit(0))
            .program("/bin/good", child -> child.exit(0))
            .program("/bin/bad", child -> child.exit(3));
    String[] all = Arrays.copyOf(variables, variables.length + 1);
    all[variables.length] = "PATH=/bin";
    return posix.setEnvironment(all);
  }

  /** {@code exec ARGUMENTS}, words between bars, or {@code exit N}. */
  public String line() {
    if (executed == null) return "exit " + code;
    return "exec "
        + Arrays.stream(executed.arguments).map(CString::text).collect(Collectors.joining("|"));
  }

  public String errors() {
    return posix.errors();
  }

  /** A variable as the next program sees it, null if it is not set. */
  public String variable(String name) {
    for (byte[] variable : executed.environment) {
      String text = CString.text(variable);
      if (text.startsWith(name + "=")) return text.substring(name.length() + 1);
    }
    return null;
  }

  /** All variables but PATH, in order of their names. */
  public String variables() {
    return Arrays.stream(executed.environment)
        .map(CString::text)
        .filter(variable -> !variable.startsWith("PATH="))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
