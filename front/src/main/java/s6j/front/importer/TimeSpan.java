package s6j.front.importer;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as on the systemd.time page: {@code 1min 30s}, and seconds without a unit. */
final class TimeSpan {
  static final long FOREVER = Long.MAX_VALUE;
  static final long NONE = -1;
  private static final long LONGEST = 0xFFFFFFFFL;
  private static final Pattern PART =
      Pattern.compile("\\s*([0-9]{1,12}(?:\\.[0-9]{1,6})?)\\s*([a-zA-Zµ]*)");
  private static final Map<String, Double> UNITS =
      Map.ofEntries(
          Map.entry("us", 0.001),
          Map.entry("usec", 0.001),
          Map.entry("µs", 0.001),
          Map.entry("ms", 1.0),
          Map.entry("msec", 1.0),
          Map.entry("", 1e3),
          Map.entry("s", 1e3),
          Map.entry("sec", 1e3),
          Map.entry("second", 1e3),
          Map.entry("seconds", 1e3),
          Map.entry("m", 6e4),
          Map.entry("min", 6e4),
          Map.entry("minute", 6e4),
          Map.entry("minutes", 6e4),
          Map.entry("h", 3.6e6),
          Map.entry("hr", 3.6e6),
          Map.entry("hour", 3.6e6),
          Map.entry("hours", 3.6e6),
          Map.entry("d", 8.64e7),
          Map.entry("day", 8.64e7),
          Map.entry("days", 8.64e7),
          Map.entry("w", 6.048e8),
          Map.entry("week", 6.048e8),
          Map.entry("weeks", 6.048e8),
          Map.entry("M", 2.62975e9),
          Map.entry("month", 2.62975e9),
          Map.entry("months", 2.62975e9),
          Map.entry("y", 3.15576e10),
          Map.entry("year", 3.15576e10),
          Map.entry("years", 3.15576e10));

  private TimeSpan() {}

  /** Milliseconds, {@link #FOREVER}, or {@link #NONE} if it is no time. */
  static long millis(String text) {
    String stripped = text.strip();
    if (stripped.equals("infinity")) return FOREVER;
    if (stripped.isEmpty()) return NONE;
    Matcher part = PART.matcher(stripped);
    double sum = 0;
    int at = 0;
    while (at < stripped.length()) {
      if (!part.find(at) || part.start() != at || !UNITS.containsKey(part.group(2))) return NONE;
      sum += Double.parseDouble(part.group(1)) * UNITS.get(part.group(2));
      at = part.end();
    }
    long millis = BigDecimal.valueOf(sum).setScale(0, RoundingMode.CEILING).longValue();
    return millis > LONGEST ? FOREVER : millis;
  }
}
