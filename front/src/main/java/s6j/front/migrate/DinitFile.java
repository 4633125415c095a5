package s6j.front.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import s6j.front.importer.ImportReport;
import s6j.front.importer.SourceText;
import s6j.front.importer.Span;
import s6j.front.toml.Place;

/** A service description of dinit: lines {@code key = value} or {@code key: value}. */
final class DinitFile {
  private static final Pattern LINE =
      Pattern.compile("[ \\t]*([a-z-]+(?:\\.d)?)[ \\t]*(\\+?=|:)[ \\t]*(.*?)[ \\t]*");
  private static final Pattern DESCRIBING =
      Pattern.compile("(?m)^[ \\t]*(type|command)[ \\t]*[=:]");

  final SourceText text;
  private final Map<String, List<Span>> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  DinitFile(SourceText text, ImportReport report) {
    this.text = text;
    for (Span line : text.lines()) {
      String stripped = line.text.strip();
      if (stripped.isEmpty() || stripped.startsWith("#")) continue;
      if (stripped.startsWith("@")) {
        report.left(line.place(), stripped, "its lines, here");
        continue;
      }
      Matcher parts = LINE.matcher(line.text.substring(0, comment(line.text)));
      if (!parts.matches()) report.broken(line.place(), "no line KEY = VALUE: " + line);
      else {
        List<Span> all = values.computeIfAbsent(parts.group(1), key -> new ArrayList<>());
        boolean isOne = parts.group(2).equals("=") && !isList(parts.group(1));
        if (isOne) all.clear();
        all.add(line.sub(parts.start(3), parts.end(3)));
      }
    }
  }

  /** Where one begins: at a # behind a blank, outside of quotes. */
  private static int comment(String line) {
    boolean isQuoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') i++;
      else if (c == '"') isQuoted = !isQuoted;
      else if (c == '#' && !isQuoted && i > 0 && Character.isWhitespace(line.charAt(i - 1)))
        return i;
    }
    return line.length();
  }

  private static boolean isList(String key) {
    return key.startsWith("depends-")
        || key.startsWith("waits-for")
        || key.endsWith("options")
        || key.equals("before")
        || key.equals("after");
  }

  /** Files that others refer to, of variables for one, lie beside descriptions. */
  static boolean isDescription(SourceText text) {
    return DESCRIBING.matcher(text.text).find();
  }

  List<Span> all(String key) {
    asked.add(key);
    return values.getOrDefault(key, List.of());
  }

  Optional<Span> one(String key) {
    List<Span> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  String word(String key, String otherwise) {
    return one(key).map(span -> span.text).orElse(otherwise);
  }

  boolean isTrue(String key, boolean otherwise) {
    String word = word(key, otherwise ? "yes" : "no");
    return word.equals("yes") || word.equals("true");
  }

  Place place(String key) {
    return one(key).map(Span::place).orElse(text.place(0));
  }

  /** What nobody asked for. */
  Map<String, Span> rest() {
    Map<String, Span> rest = new LinkedHashMap<>();
    values.forEach(
        (key, all) -> {
          if (!asked.contains(key)) rest.put(key, all.get(0));
        });
    return rest;
  }
}
