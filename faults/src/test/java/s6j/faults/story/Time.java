package s6j.faults.story;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as stories write them: {@code 250ms}, {@code 2s}. */
public final class Time {
  private static final Pattern TIME = Pattern.compile("(\\d{1,6})(ms|s)");

  private Time() {}

  static boolean isTime(String text) {
    return TIME.matcher(text).matches();
  }

  public static long millis(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) throw new IllegalArgumentException(text);
    return Long.parseLong(time.group(1)) * (time.group(2).equals("s") ? 1000 : 1);
  }
}
