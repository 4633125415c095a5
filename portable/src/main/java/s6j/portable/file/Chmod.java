package s6j.portable.file;

import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-chmod: the mode of a file. */
public final class Chmod {
  private static final int MODE = 07777;

  private Chmod() {}

  public static Program declaration() {
    return new Program("s6-chmod", null, "mode file", "changes the mode of a file", Chmod::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    long mode = arguments.length < 3 ? Decimal.INVALID : Decimal.parseOctal(arguments[1]);
    if (mode < 0) return call.usage();
    int error = posix.chmod(Posix.CWD, arguments[2], (int) mode & MODE);
    return error < 0 ? call.unable("change mode of ", arguments[2], error) : 0;
  }
}
