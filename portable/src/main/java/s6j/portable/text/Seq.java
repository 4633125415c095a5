package s6j.portable.text;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-seq: numbers in a row. */
public final class Seq {
  private static final Option ALIGNED = Option.flag('w', "numbers of one width, zeros in front");
  private static final Option SEPARATOR =
      Option.value('s', "separator", "this behind each number instead of a newline; '' for a NUL");
  private static final byte[] NEWLINE = {'\n'};
  private static final byte[] NUL = {0};

  /** So many numbers are collected before it is seen whether they can be written. */
  private static final int PIECE = 512;

  private static final int MOST = 3;

  private Seq() {}

  public static Program declaration() {
    return new Program(
            "s6-seq", null, "[ -w ] [ -s separator ] limits", "writes numbers in a row", Seq::run)
        .options(ALIGNED, SEPARATOR);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    int count = line.operandCount();
    if (count > MOST) return call.usage();
    long[] limits = new long[count];
    for (int i = 0; i < count; i++) {
      limits[i] = Decimal.parse(line.operand(i));
      if (limits[i] < 0) return call.usage();
    }
    long first = count > 1 ? limits[0] : 1;
    long step = count == MOST ? limits[1] : 1;
    byte[] separator = line.bytes(SEPARATOR, NEWLINE);
    if (separator.length == 0) separator = NUL;
    return write(call, first, step, limits[count - 1], separator, line.has(ALIGNED));
  }

  /** Without a step it is one number for ever, as long as somebody takes it. */
  private static int write(
      ToolCall call, long first, long step, long last, byte[] separator, boolean isAligned) {
    Output out = call.output();
    int width = isAligned && first <= last ? digits(ending(first, step, last)) : 0;
    int collected = 0;
    for (long number = first; number <= last; number += step) {
      for (int digits = digits(number); digits < width; digits++) out.text("0");
      out.number(number).bytes(separator, 0, separator.length);
      if (++collected % PIECE == 0 && out.flush() < 0) break;
    }
    return out.finish(call.messages, 0);
  }

  /** The last number that is written. */
  static long ending(long first, long step, long last) {
    return step == 0 ? first : first + step * ((last - first) / step);
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) digits++;
    return digits;
  }
}
