package s6j.machine.end;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Decimal;

/** What those who are logged in are told of a shutdown. */
final class WallText {
  private static final int ROOM = 128;
  private static final long[] SIZES = {60, 60, 24};
  private static final String[] UNITS = {" seconds", " minutes ", " hours ", " days "};

  private WallText() {}

  /** That it comes in so many seconds, which wrap round as they do in the order. */
  static byte[] ofDelay(long seconds) {
    ByteSink text = new ByteSink(ROOM).put("\n\n*** WARNING ***\nThe system is going down ");
    if (seconds == 0) text.put("NOW");
    else parts(seconds, text);
    return text.put("!\n\n").copy();
  }

  static byte[] of(byte[] message) {
    return new ByteSink(ROOM).put(message, 0, CString.length(message)).put('\n').copy();
  }

  private static void parts(long seconds, ByteSink text) {
    long[] counts = new long[UNITS.length];
    long rest = seconds;
    for (int i = 0; i < SIZES.length; i++) {
      counts[i] = Long.remainderUnsigned(rest, SIZES[i]);
      rest = Long.divideUnsigned(rest, SIZES[i]);
    }
    counts[SIZES.length] = rest;
    for (int i = UNITS.length - 1; i >= 0; i--)
      if (counts[i] != 0) text.put(Decimal.string(counts[i])).put(UNITS[i]);
  }
}
