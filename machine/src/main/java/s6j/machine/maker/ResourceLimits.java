package s6j.machine.maker;

import org.jspecify.annotations.Nullable;
import s6j.formats.ByteSink;

/**
 * Limits as the maker is given them: a letter with a number or {@code =} each, and between them
 * commas, semicolons or blanks, as many as there are.
 */
final class ResourceLimits {
  private static final String LETTERS = "acdflmoprst";
  private static final String BETWEEN = ",; ";
  private static final String SYNTAX = "syntax error in resource limit string";
  private static final String RANGE = "resource limit out of range";

  /** 2^64 - 1, in digits. */
  private static final String MOST = "18446744073709551615";

  private static final int MOST_DIGITS = 20;

  private ByteSink options = new ByteSink(0);
  private byte[] text;
  private int at;

  /** Null, or what is wrong. An earlier string is forgotten. */
  @Nullable String parse(byte[] limits) {
    text = limits;
    at = 0;
    options = new ByteSink(64);
    while (peek() != 0) {
      if (isOneOf(BETWEEN, peek())) {
        at++;
        continue;
      }
      String fault = limit();
      if (fault != null) return fault;
    }
    return null;
  }

  /** The options of s6-softlimit, a blank behind each; empty for none. */
  byte[] options() {
    return options.copy();
  }

  private @Nullable String limit() {
    if (!isOneOf(LETTERS, peek())) return SYNTAX;
    options.put('-').put(text[at++]);
    if (peek() == '=') {
      options.put('=');
      at++;
    } else {
      int from = at;
      while (peek() >= '0' && peek() <= '9') at++;
      if (at == from || peek() != 0 && !isOneOf(BETWEEN, peek())) return SYNTAX;
      if (isTooBig(from)) return RANGE;
      options.put(text, from, at - from);
    }
    options.put(' ');
    return peek() == 0 || isOneOf(BETWEEN, peek()) ? null : SYNTAX;
  }

  private boolean isTooBig(int from) {
    int digits = at - from;
    if (digits != MOST_DIGITS) return digits > MOST_DIGITS;
    for (int i = 0; i < digits; i++) {
      int difference = text[from + i] - MOST.charAt(i);
      if (difference != 0) return difference > 0;
    }
    return false;
  }

  private int peek() {
    return at < text.length ? text[at] : 0;
  }

  private static boolean isOneOf(String characters, int c) {
    return c > 0 && characters.indexOf(c) >= 0;
  }
}
