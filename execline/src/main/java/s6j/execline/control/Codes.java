package s6j.execline.control;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** Lists of exit codes on command lines. */
public final class Codes {
  private static final int MOST = 256;
  private static final int HIGHEST = 65535;

  private Codes() {}

  /** The number that a word begins with, as far as 16 bits hold it; -1 if there is none. */
  static int number(byte[] word, int from) {
    int behind = behindNumber(word, from);
    return behind == from ? -1 : value(word, from, behind);
  }

  private static int value(byte[] word, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) value = value * 10 + word[i] - '0';
    return value;
  }

  private static int behindNumber(byte[] word, int from) {
    int to = from;
    int length = CString.length(word);
    for (int value = 0; to < length && word[to] >= '0' && word[to] <= '9'; to++) {
      value = value * 10 + word[to] - '0';
      if (value > HIGHEST) break;
    }
    return to;
  }

  /** The codes of a list, up to what is none; null if there is none at all. */
  public static int @Nullable [] list(byte[] word) {
    int[] found = new int[MOST];
    int count = 0;
    int at = 0;
    while (count < MOST) {
      int behind = behindNumber(word, at);
      if (behind == at) break;
      found[count++] = value(word, at, behind);
      at = behind;
      while (at < CString.length(word) && isSeparator(word[at])) at++;
    }
    if (count == 0) return null;
    int[] codes = new int[count];
    System.arraycopy(found, 0, codes, 0, count);
    return codes;
  }

  private static boolean isSeparator(byte b) {
    return b == ',' || b == ':' || b == ';' || b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  public static boolean has(int[] codes, int code) {
    for (int one : codes) if (one == code) return true;
    return false;
  }
}
