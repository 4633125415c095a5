package s6j.execline.place;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.formats.ByteSink;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** posix-umask: what new files do not allow, as POSIX says. */
public final class PosixUmask {
  private static final int BAD_MODE = 1;
  private static final int ALL = 0777;
  private static final String WHO = "ugo";
  private static final String PERMISSIONS = "rwx";
  private static final Option SYMBOLIC = Option.flag('S', "print the mask in letters");

  private PosixUmask() {}

  public static Program declaration() {
    return new Program(
            "posix-umask",
            null,
            "[ -S ] [ mask ] [ prog... ]",
            "sets or prints the mask of new files",
            PosixUmask::run)
        .options(SYMBOLIC);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0) return print(call, line.has(SYMBOLIC));
    long mask = Decimal.parseOctal(line.operand(0));
    if (mask < 0) {
      int old = posix.umask(0);
      int allowed = new ModeString(line.operand(0)).apply(~old & ALL);
      if (allowed < 0) return call.messages.fatal().text("invalid mode string").exit(BAD_MODE);
      mask = ~allowed;
    }
    posix.umask((int) mask & ALL);
    return call.becomes(line.operands(1));
  }

  private static int print(Call call, boolean symbolic) {
    int mask = call.posix.umask(0);
    ByteSink text = new ByteSink(32);
    for (int shift = 9; shift >= 0 && !symbolic; shift -= 3) text.put('0' + (mask >> shift & 7));
    for (int i = 0; i < 3 && symbolic; i++) {
      text.put(WHO.charAt(i)).put('=');
      for (int k = 0; k < 3; k++)
        if ((mask >> 6 - 3 * i & 4 >> k) == 0) text.put(PERMISSIONS.charAt(k));
      if (i < 2) text.put(',');
    }
    int error = Bytes.writeAll(call.posix, 1, text.put('\n').copy());
    return error < 0 ? call.unable("write to stdout", error) : 0;
  }
}
