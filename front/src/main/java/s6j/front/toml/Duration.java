package s6j.front.toml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as people write them. */
final class Duration {
  /** What a file of milliseconds can hold. */
  static final long LONGEST = 0xFFFFFFFFL;

  private static final Pattern FORM = Pattern.compile("(\\d{1,10}) ?(ms|s|m|min|h|d)?");

  private Duration() {}

  /** Milliseconds, or -1 if it is no time. */
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) return -1;
    long millis = Long.parseLong(matcher.group(1)) * unit(matcher.group(2));
    return millis <= LONGEST ? millis : -1;
  }

  private static long unit(@Nullable String unit) {
    if (unit == null) return 1;
    return switch (unit) {
      case "s" -> 1000;
      case "m", "min" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 1;
    };
  }
}
