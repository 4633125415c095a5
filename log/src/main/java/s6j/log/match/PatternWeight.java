package s6j.log.match;

import s6j.posix.CString;

/**
 * How big the C library makes an expression that is left to it: it writes repetitions out, and its
 * time grows with the square of that, so that one directive could keep a logger from starting.
 */
public final class PatternWeight {
  private static final long MOST = 1000;

  private final byte[] text;

  /** What the groups around the present place weigh so far. */
  private final long[] sums;

  private int depth;

  /** What the last character, bracket or group weighs. */
  private long last;

  private PatternWeight(byte[] pattern) {
    text = CString.slice(pattern, 0, CString.length(pattern));
    sums = new long[text.length + 1];
  }

  public static boolean isTooMuch(byte[] pattern) {
    return new PatternWeight(pattern).sum() > MOST;
  }

  private long sum() {
    for (int at = 0; at < text.length && sums[depth] <= MOST; at = weigh(at) + 1) {}
    while (depth > 0) close();
    return sums[0];
  }

  /** Weighs what begins at a place; its last byte. */
  private int weigh(int at) {
    switch (text[at]) {
      case '(' -> sums[++depth] = 0;
      case ')' -> close();
      case '{' -> {
        return repeat(at + 1);
      }
      default -> {
        last = 1;
        sums[depth]++;
        return text[at] == '\\' ? at + 1 : text[at] == '[' ? endOfBracket(at) : at;
      }
    }
    return at;
  }

  private void close() {
    if (depth == 0) return;
    last = sums[depth--];
    sums[depth] += last;
  }

  private int endOfBracket(int at) {
    int end = at + 2;
    while (end < text.length && text[end] != ']') end++;
    return end;
  }

  /** Multiplies what is repeated by the biggest number in the braces. */
  private int repeat(int from) {
    long most = 1;
    long number = 0;
    int at = from;
    for (; at < text.length && text[at] != '}'; at++) {
      boolean digit = text[at] >= '0' && text[at] <= '9' && number <= MOST;
      number = digit ? number * 10 + text[at] - '0' : 0;
      if (number > most) most = number;
    }
    sums[depth] += last * (most - 1);
    last *= most;
    return at;
  }
}
