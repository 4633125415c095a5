package s6j.portable.text;

import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * A regular expression of the C library. For that a NUL ends a text; so another byte stands for the
 * NULs of a line, one that the expression cannot tell from a NUL.
 */
final class LineRegex implements LineTest {
  private static final byte DELETE = 127;

  private final Posix posix;
  private final int regex;
  private final byte standIn;
  private byte[] copy = new byte[256];

  /** {@code regex} is the compiled pattern. */
  LineRegex(Posix posix, int regex, byte[] pattern) {
    this.posix = posix;
    this.regex = regex;
    standIn = standIn(pattern);
  }

  @Override
  public boolean matches(byte[] bytes, int from, int to) {
    int nul = posix.indexOf(bytes, from, to, 0);
    if (nul < 0) return posix.matchesRegex(regex, bytes, from, to - from);
    int length = to - from;
    if (copy.length < length) copy = new byte[2 * length];
    System.arraycopy(bytes, from, copy, 0, length);
    for (int i = nul - from; i < length; i++) if (copy[i] == 0) copy[i] = standIn;
    return posix.matchesRegex(regex, copy, 0, length);
  }

  /**
   * A control character, as NUL is one, that the expression does not name. No range of it holds the
   * highest if all its bytes are below, or the lowest if all are above; else it is the first that
   * is not there.
   */
  static byte standIn(byte[] pattern) {
    boolean hasHigh = false;
    boolean[] named = new boolean[DELETE];
    for (int i = 0; i < CString.length(pattern); i++) {
      int c = pattern[i] & 0xff;
      if (c >= DELETE) hasHigh = true;
      else named[c] = true;
    }
    if (!hasHigh) return DELETE;
    for (byte c = 1; c < ' '; c++) if (!named[c] && c != '\t' && c != '\n') return c;
    return 1;
  }
}
