package s6j.front.shell;

import java.util.List;
import java.util.stream.Collectors;

/** Spells words for /bin/sh. */
public final class Sh {
  private static final String PLAIN = "[A-Za-z0-9_./:@%+,-]+";

  private Sh() {}

  public static String quote(String word) {
    return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  public static String line(List<String> words) {
    return words.stream().map(Sh::quote).collect(Collectors.joining(" "));
  }
}
