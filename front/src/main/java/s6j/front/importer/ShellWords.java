package s6j.front.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a command as Python's shlex does, and so supervisord: quotes, backslashes, no variables.
 */
public final class ShellWords {
  private ShellWords() {}

  /** Each word without its quotes, every character with its place. */
  public static List<Span> of(Span value, ImportReport report) {
    List<Span> words = new ArrayList<>();
    int at = 0;
    while (at < value.text.length()) {
      if (Span.isBlank(value.text.charAt(at))) at++;
      else at = word(value, at, words, report);
    }
    return words;
  }

  private static int word(Span value, int from, List<Span> words, ImportReport report) {
    int[] kept = new int[value.text.length()];
    int count = 0;
    int at = from;
    char quote = 0;
    int quotedAt = from;
    while (at < value.text.length()) {
      char c = value.text.charAt(at);
      if (quote == 0 && Span.isBlank(c)) break;
      boolean isEscape = c == '\\' && at + 1 < value.text.length() && quote != '\'';
      if (isEscape && (quote == 0 || "\"\\".indexOf(value.text.charAt(at + 1)) >= 0)) {
        kept[count++] = at + 1;
        at++;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        quotedAt = at;
      } else if (c == quote) quote = 0;
      else if (c == '\\' && quote == 0) report.broken(value.place(at), "a backslash at the end");
      else kept[count++] = at;
      at++;
    }
    if (quote != 0) report.broken(value.place(quotedAt), "a quote that does not end");
    words.add(value.picked(Arrays.copyOf(kept, count), at));
    return at;
  }
}
