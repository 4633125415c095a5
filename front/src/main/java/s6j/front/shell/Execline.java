package s6j.front.shell;

import java.util.List;
import java.util.stream.Collectors;

/** Spells words for the lexer of execline, which only knows double quotes. */
public final class Execline {
  private static final String PLAIN = "[A-Za-z0-9_./:=@%+,-]+";

  private Execline() {}

  static String quote(String word) {
    if (word.matches(PLAIN)) return word;
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  public static String line(List<String> words) {
    return words.stream().map(Execline::quote).collect(Collectors.joining(" "));
  }
}
