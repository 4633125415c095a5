package s6j.execline.control;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** exit: ends with a code. */
public final class Exit {
  private static final int BYTE = 255;

  private Exit() {}

  public static Program declaration() {
    return new Program("exit", null, "[ exitcode ]", "ends with an exit code", Exit::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    if (arguments.length < 2) return 0;
    long code = Decimal.parse(arguments[1]);
    return code < 0 ? new Call(posix, program, arguments).usage() : (int) code & BYTE;
  }
}
