package s6j.front.migrate;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as Go writes them, {@code 1m30s} or {@code 300ms}, in milliseconds. */
final class ContainerTime {
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(us|ms|s|m|h)");
  private static final long MOST = 0xFFFFFFFFL;

  private ContainerTime() {}

  /** Empty if it is no time. */
  static Optional<Long> millis(String text) {
    Matcher part = PART.matcher(text);
    double millis = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      millis +=
          Double.parseDouble(part.group(1))
              * switch (part.group(2)) {
                case "us" -> 0.001;
                case "ms" -> 1;
                case "s" -> 1000;
                case "m" -> 60_000;
                default -> 3_600_000;
              };
    }
    boolean isTime = end > 0 && end == text.length();
    return isTime ? Optional.of(Math.min(Math.round(millis), MOST)) : Optional.empty();
  }
}
