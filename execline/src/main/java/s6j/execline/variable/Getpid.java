package s6j.execline.variable;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Chomping;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** getpid: the number of this process in a variable. */
public final class Getpid {
  private static final Option PARENT = Option.flag('P', "the parent's number");
  private static final Option OWN = Option.flag('p', "its own number (default)");

  private Getpid() {}

  public static Program declaration() {
    return new Program(
            "getpid",
            null,
            "[ -E | -e ] [ -P | -p ] variable prog...",
            "sets a variable to the process's number",
            Getpid::run)
        .options(Chomping.IMPORTS, Chomping.EXPORTS, PARENT, OWN);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    if (!Call.isName(line.operand(0))) return call.wrong("invalid variable name");
    byte[] pid = Decimal.string(line.chose(PARENT, OWN) ? posix.getppid() : posix.getpid());
    boolean imports = line.chose(Chomping.IMPORTS, Chomping.EXPORTS);
    return call.becomesWith(line.operand(0), pid, line.operands(1), imports);
  }
}
