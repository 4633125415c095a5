package s6j.front.migrate;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import s6j.front.importer.ImportReport;
import s6j.front.toml.Place;

/**
 * Variables in the texts of compose files: {@code $NAME}, <code>${NAME}</code> with {@code :-},
 * {@code -}, {@code :+}, {@code +}, {@code :?} or {@code ?} and a text, and {@code $$} for a
 * dollar.
 */
final class DollarText {
  private static final Pattern PLACE =
      Pattern.compile(
          "\\$(?:(\\$)|([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)(?:(:?[-+?])([^{}]*))?\\})");

  private final Map<String, String> variables;
  private final ImportReport report;

  /** What is not set stays as it is written, for a shell to replace. */
  private final boolean isForShell;

  DollarText(Map<String, String> variables, boolean isForShell, ImportReport report) {
    this.variables = variables;
    this.isForShell = isForShell;
    this.report = report;
  }

  String in(String text, Place place) {
    StringBuilder done = new StringBuilder();
    Matcher found = PLACE.matcher(text);
    while (found.find())
      found.appendReplacement(done, Matcher.quoteReplacement(replacement(found, place)));
    return found.appendTail(done).toString();
  }

  private String replacement(Matcher found, Place place) {
    if (found.group(1) != null) return "$";
    String name = found.group(2) != null ? found.group(2) : found.group(3);
    String value = variables.get(name);
    if (found.group(4) != null) return operated(name, value, found.group(4), found.group(5), place);
    if (value != null) return value;
    if (isForShell) return found.group();
    report.left(place, "the variable " + name + " is not set: nothing stands in its place", ".env");
    return "";
  }

  private String operated(
      String name, @Nullable String value, String operator, String word, Place place) {
    boolean isThere = value != null && !(operator.startsWith(":") && value.isEmpty());
    char kind = operator.charAt(operator.length() - 1);
    if (kind == '+') return isThere ? word : "";
    if (isThere) return value;
    if (kind == '?') report.broken(place, "the variable " + name + " must be set: " + word, ".env");
    return kind == '-' ? word : "";
  }
}
