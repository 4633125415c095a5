package s6j.formats.timer;

/** Spans of time as people write them: {@code 90s}, {@code 1h 30min}. */
final class TimeLength {
  /** No span. */
  static final long NONE = -1;

  /** Longer than a hundred years is no span. */
  private static final long LONGEST = 36_525L * 86_400_000;

  private static final String[] UNITS = {"ms", "s", "m", "min", "h", "d", "w"};
  private static final long[] MILLIS = {
    1, 1000, 60_000, 60_000, 3_600_000, 86_400_000, 604_800_000
  };

  private TimeLength() {}

  /** Milliseconds, or {@link #NONE}. Each number has a unit behind it. */
  static long millis(String text) {
    long sum = 0;
    int at = 0;
    while (at < text.length()) {
      int digits = at;
      while (digits < text.length() && isDigit(text.charAt(digits))) digits++;
      int unit = digits;
      while (unit < text.length() && FieldText.isBlank(text.charAt(unit))) unit++;
      int end = unit;
      while (end < text.length() && isLetter(text.charAt(end))) end++;
      long millis = of(text.substring(unit, end));
      long number = longNumber(text, at, digits);
      if (number < 0 || millis < 0 || number > LONGEST / millis) return NONE;
      sum += number * millis;
      at = end;
      while (at < text.length() && FieldText.isBlank(text.charAt(at))) at++;
    }
    return text.isEmpty() || sum > LONGEST ? NONE : sum;
  }

  private static long of(String unit) {
    for (int i = 0; i < UNITS.length; i++) if (UNITS[i].equals(unit)) return MILLIS[i];
    return NONE;
  }

  private static long longNumber(String text, int from, int to) {
    if (from == to || to - from > 15) return NONE;
    long value = 0;
    for (int i = from; i < to; i++) value = 10 * value + text.charAt(i) - '0';
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }
}
