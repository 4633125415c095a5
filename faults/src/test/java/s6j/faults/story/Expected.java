package s6j.faults.story;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that a story expects: {@code ...} is any text within a line, {@code {name}} one word, the
 * same wherever it is named, {@code {!name}} another than that.
 */
final class Expected {
  private static final Pattern SPECIAL = Pattern.compile("\\.\\.\\.|\\{(!?)([a-z]+)\\}");

  /** What was found for each name so far. */
  private final Map<String, String> words = new HashMap<>();

  /** Whether it is what was said; names that are new are known from then on. */
  boolean isSaid(List<String> expected, String said) {
    List<String> lines = said.lines().toList();
    if (lines.size() != expected.size()) return false;
    Map<String, String> found = new HashMap<>(words);
    for (int i = 0; i < lines.size(); i++)
      if (!isSaid(expected.get(i), lines.get(i), found)) return false;
    words.putAll(found);
    return true;
  }

  private static boolean isSaid(String expected, String said, Map<String, String> words) {
    StringBuilder pattern = new StringBuilder();
    List<String> names = new java.util.ArrayList<>();
    Matcher special = SPECIAL.matcher(expected);
    int from = 0;
    for (; special.find(); from = special.end()) {
      pattern.append(Pattern.quote(expected.substring(from, special.start())));
      if (special.group(2) == null) pattern.append(".*");
      else {
        pattern.append("(\\S+)");
        names.add(special.group(1) + special.group(2));
      }
    }
    pattern.append(Pattern.quote(expected.substring(from)));
    Matcher line = Pattern.compile(pattern.toString()).matcher(said);
    if (!line.matches()) return false;
    for (int i = 0; i < names.size(); i++)
      if (!isWord(names.get(i), line.group(i + 1), words)) return false;
    return true;
  }

  private static boolean isWord(String name, String said, Map<String, String> words) {
    if (name.startsWith("!")) return !said.equals(words.get(name.substring(1)));
    return said.equals(words.computeIfAbsent(name, unknown -> said));
  }
}
