package s6j.execline.substitution;

import org.jspecify.annotations.Nullable;
import s6j.execline.call.Words;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * Makes words of a value: runs of delimiters shortened to their first byte, one delimiter at the
 * end dropped, then cut at each delimiter; or, where nothing delimits, a list of netstrings.
 */
public final class Transformation {
  public static final byte[] BLANKS = CString.of(" \n\r\t");

  public byte[] delimiters = BLANKS;
  public boolean crunches;
  public boolean chomps;
  public boolean splits;

  /** The words; null if the netstrings are not well-formed. */
  public byte @Nullable [][] words(byte[] value) {
    byte[] text = crunches ? crunched(value) : value;
    int length = text.length;
    boolean chomped = chomps && length > 0 && isDelimiter(text[length - 1]);
    if (chomped) length--;
    if (!splits) return new byte[][] {CString.slice(text, 0, length)};
    return CString.length(delimiters) == 0
        ? netstrings(text, length)
        : split(text, length, chomps && !chomped);
  }

  private boolean isDelimiter(byte b) {
    for (byte delimiter : delimiters) if (b == delimiter) return true;
    return false;
  }

  private byte[] crunched(byte[] value) {
    ByteSink kept = new ByteSink(value.length);
    boolean behind = false;
    for (byte b : value) {
      boolean delimits = isDelimiter(b);
      if (!delimits || !behind) kept.put(b);
      behind = delimits;
    }
    return kept.copy();
  }

  private byte[][] split(byte[] text, int length, boolean dropsTail) {
    Words words = new Words();
    int from = 0;
    for (int i = 0; i < length; i++) {
      if (!isDelimiter(text[i])) continue;
      words.add(CString.slice(text, from, i));
      from = i + 1;
    }
    if (from < length && !dropsTail) words.add(CString.slice(text, from, length));
    return words.array();
  }

  private static byte @Nullable [][] netstrings(byte[] text, int length) {
    Words words = new Words();
    for (int at = 0; at < length; ) {
      int colon = at;
      long size = 0;
      while (colon < length && text[colon] >= '0' && text[colon] <= '9' && size < length)
        size = size * 10 + text[colon++] - '0';
      int from = colon + 1;
      boolean isGood = colon > at && colon < length && text[colon] == ':';
      if (!isGood || size >= length - from || text[from + (int) size] != ',') return null;
      words.add(CString.slice(text, from, from + (int) size));
      at = from + (int) size + 1;
    }
    return words.array();
  }

  /** Adds a word as a netstring. */
  public static void netstring(byte[] word, ByteSink into) {
    into.put(Decimal.string(word.length)).put(':').put(word).put(',');
  }
}
