package s6j.front.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of supervisord: sections of options, as Python's configparser reads them.
 */
final class IniFile {
  /** An option with its value; lines of the value are parted by newlines. */
  record Option(Span key, Span value) {}

  /** The name is that between the brackets; options by their names in small letters. */
  public record Section(Span name, Map<String, Option> options) {}

  private final List<Section> sections = new ArrayList<>();
  private final ImportReport report;
  private @Nullable Section section;
  private @Nullable String option;
  private int indent;

  private IniFile(ImportReport report) {
    this.report = report;
  }

  static List<Section> read(SourceText text, ImportReport report) {
    IniFile file = new IniFile(report);
    text.lines().forEach(file::readLine);
    return file.sections;
  }

  private void readLine(Span line) {
    Span text = line.strip();
    if (text.isEmpty() || "#;".indexOf(text.text.charAt(0)) >= 0) return;
    text = withoutComment(text);
    int depth = line.text.length() - line.text.stripLeading().length();
    if (option != null && depth > indent) {
      Option begun = section.options.get(option);
      section.options.put(option, new Option(begun.key, begun.value.join('\n', text)));
    } else if (text.text.startsWith("[")) readHeader(text);
    else readOption(text, depth);
  }

  private static Span withoutComment(Span text) {
    for (int i = 1; i < text.text.length(); i++)
      if (";#".indexOf(text.text.charAt(i)) >= 0 && Span.isBlank(text.text.charAt(i - 1)))
        return text.sub(0, i).strip();
    return text;
  }

  private void readHeader(Span text) {
    int end = text.text.indexOf(']');
    option = null;
    if (end < 0) report.broken(text.place(), "a section that does not end in ]: " + text);
    Span name = end < 0 ? text.sub(1) : text.sub(1, end);
    section = new Section(name, new LinkedHashMap<>());
    sections.add(section);
  }

  private void readOption(Span text, int depth) {
    int end = 0;
    while (end < text.text.length() && "=:".indexOf(text.text.charAt(end)) < 0) end++;
    if (section == null) report.broken(text.place(), "before any [section]: " + text);
    else if (end == 0 || end == text.text.length())
      report.broken(text.place(), "not key = value: " + text);
    else {
      Span key = text.sub(0, end).strip();
      option = key.text.toLowerCase(Locale.ROOT);
      indent = depth;
      section.options.put(option, new Option(key, text.sub(end + 1).strip()));
    }
  }
}
