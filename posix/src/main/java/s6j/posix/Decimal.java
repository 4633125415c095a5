package s6j.posix;

/** Unsigned numbers as text (spec 0.5): digits only, no sign, no blank, at most 32 bits. */
public final class Decimal {
  /** The answer for what is no number. */
  public static final long INVALID = -1;

  private static final long MOST = 0xffffffffL;

  private Decimal() {}

  /** The value of a string that is a number as a whole, 0..2^32-1, or {@link #INVALID}. */
  public static long parse(byte[] string) {
    return parse(string, 0, CString.length(string), 10);
  }

  /** The same in base 8, for modes. */
  public static long parseOctal(byte[] string) {
    return parse(string, 0, CString.length(string), 8);
  }

  /** The value of bytes {@code from} (inclusive) to {@code to} (exclusive). */
  public static long parse(byte[] string, int from, int to, int base) {
    if (from >= to) return INVALID;
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = string[i] - '0';
      if (digit < 0 || digit >= base) return INVALID;
      value = value * base + digit;
      if (value > MOST) return INVALID;
    }
    return value;
  }

  /** Writes a number from 0 at {@code at}; the place behind it. */
  public static int format(long value, byte[] into, int at) {
    int digits = 1;
    for (long rest = value / 10; rest > 0; rest /= 10) digits++;
    long rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }

  /** A new string of the number. */
  public static byte[] string(long value) {
    byte[] digits = new byte[20];
    return CString.slice(digits, 0, format(value, digits, 0));
  }
}
