package s6j.log.ship;

import s6j.formats.ByteSink;
import s6j.posix.Decimal;

/**
 * What a line is known by, however often it is sent: the origin, which is a random number of the
 * place file, the number of the log file, where the line begins in it, and a hash of the line.
 */
final class LineId {
  /** Bytes of the longest. */
  static final int MOST = 16 + 1 + 20 + 1 + 20 + 1 + 8;

  private static final String HEX = "0123456789abcdef";

  private LineId() {}

  static void put(ByteSink out, long origin, long file, long offset, long hash, byte[] digits) {
    hexadecimal(out, origin, 64);
    out.put('-').put(digits, 0, Decimal.format(file, digits, 0));
    out.put('-').put(digits, 0, Decimal.format(offset, digits, 0));
    hexadecimal(out.put('-'), hash, 32);
  }

  static void hexadecimal(ByteSink out, long value, int bits) {
    for (int shift = bits - 4; shift >= 0; shift -= 4)
      out.put(HEX.charAt((int) (value >>> (shift & 63)) & 15));
  }
}
