package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import s6j.front.toml.Nearest;

/** Replaces {@code %(name)s} in values of supervisord; variables of the environment stay such. */
final class Interpolation {
  private static final String NUMBER = "process_num";
  private static final String ENVIRONMENT = "ENV_";
  private static final Pattern FORM = Pattern.compile("%\\(([^)]*)\\)(0?[0-9]{0,2})([sd])");

  private static final Pattern KNOWN = Pattern.compile("%\\(ENV_([^)]*)\\)s");

  private Set<String> split = Set.of();
  private final TreeMap<String, String> names = new TreeMap<>();
  private final TreeMap<String, String> variables = new TreeMap<>();
  private final ImportReport report;

  /** {@code names} have values; process_num, if it has one, a number. */
  Interpolation(Map<String, String> names, Map<String, String> variables, ImportReport report) {
    this.names.putAll(names);
    this.variables.putAll(variables);
    this.report = report;
  }

  /** How process_num is written in a value, as in {@code 02}. */
  static List<String> formats(String value) {
    List<String> formats = new ArrayList<>();
    Matcher matcher = FORM.matcher(value);
    while (matcher.find())
      if (matcher.group(1).equals(NUMBER))
        formats.add(matcher.group(3).equals("s") ? "" : matcher.group(2));
    return formats;
  }

  /** As Python writes a number. */
  static String formatted(int number, String format) {
    String text = String.valueOf(number);
    boolean hasZeros = format.startsWith("0");
    String digits = hasZeros ? format.substring(1) : format;
    int width = digits.isEmpty() ? 0 : Integer.parseInt(digits);
    return (hasZeros ? "0" : " ").repeat(Math.max(0, width - text.length())) + text;
  }

  CommandWord word(Span value) {
    return word(value, Set.of());
  }

  /** Variables whose values are known are part of the text. */
  Span replaced(Span value) {
    Span text = value;
    Matcher matcher = KNOWN.matcher(text.text);
    int from = 0;
    while (matcher.find(from)) {
      String known = variables.get(matcher.group(1));
      from = matcher.end();
      if (known == null) continue;
      String shown = known.replace("%", "%%");
      from = matcher.start() + shown.length();
      text = text.replaced(matcher.start(), matcher.end(), shown);
      matcher = KNOWN.matcher(text.text);
    }
    return text;
  }

  /** Variables of the command that stand outside of quotes, and so may be several words. */
  static Set<String> unquoted(String command) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = KNOWN.matcher(command);
    while (matcher.find()) if (!isQuoted(command, matcher.start())) names.add(matcher.group(1));
    return names;
  }

  private static boolean isQuoted(String command, int end) {
    char quote = 0;
    for (int i = 0; i < end; i++) {
      char c = command.charAt(i);
      if (c == '\\' && quote != '\'') i++;
      else if (quote == 0 && (c == '"' || c == '\'')) quote = c;
      else if (c == quote) quote = 0;
    }
    return quote != 0;
  }

  /** {@code words}: variables that may be several. */
  CommandWord word(Span value, Set<String> words) {
    split = words;
    CommandWord word = new CommandWord();
    int at = 0;
    while (at < value.text.length()) {
      int percent = value.text.indexOf('%', at);
      if (percent < 0) break;
      word.text(value.text.substring(at, percent));
      at = piece(word, value, percent);
    }
    return word.text(value.text.substring(Math.min(at, value.text.length())));
  }

  /** The text, empty and reported if it depends on the environment of supervisord. */
  Optional<String> text(Span value) {
    Optional<String> text = word(value).literal();
    if (text.isEmpty())
      report.left(value.place(), "a value from the environment: " + value, "write what it is");
    return text;
  }

  private int piece(CommandWord word, Span value, int percent) {
    if (value.text.startsWith("%%", percent)) {
      word.text("%");
      return percent + 2;
    }
    Matcher matcher = FORM.matcher(value.text);
    if (!matcher.find(percent) || matcher.start() != percent) {
      report.broken(value.place(percent), "a % that is neither %% nor %(name)s: " + value);
      return percent + 1;
    }
    replace(word, matcher, value, percent);
    return matcher.end();
  }

  private void addVariable(CommandWord word, String name) {
    String known = variables.get(name);
    if (known != null) word.text(known);
    else if (split.contains(name)) word.split(name);
    else word.variable(name);
  }

  private void replace(CommandWord word, Matcher matcher, Span value, int percent) {
    String name = matcher.group(1);
    String known = names.get(name);
    if (name.startsWith(ENVIRONMENT) && name.substring(4).matches("[A-Za-z_][A-Za-z0-9_]*"))
      addVariable(word, name.substring(4));
    else if (name.equals("host_node_name"))
      report.left(value.place(percent), "the name of the host", "write it, or use $(uname -n)");
    else if (known == null) {
      TreeSet<String> all = new TreeSet<>(names.keySet());
      all.addAll(List.of("ENV_NAME", "host_node_name"));
      String near = Nearest.hint(name, all);
      report.broken(
          value.place(percent),
          "no such expansion: " + name,
          near.isEmpty() ? String.join(", ", all) : near);
    } else if (known.matches("[0-9]{1,9}")) {
      String format = matcher.group(3).equals("d") ? matcher.group(2) : "";
      word.text(formatted(Integer.parseInt(known), format));
    } else word.text(known);
  }
}
