package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import s6j.front.importer.ImportReport;
import s6j.front.importer.SourceText;
import s6j.front.importer.Span;

/** Files of lines NAME=VALUE, as {@code .env} beside a Procfile or a compose file. */
final class EnvFile {
  private static final Pattern LINE =
      Pattern.compile("[ \\t]*(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \\t]*=[ \\t]*(.*)");

  private EnvFile() {}

  /** The variables of {@code .env} in a directory, none if there is no such file. */
  static Map<String, String> beside(Path directory, ImportReport report) throws IOException {
    Path file = directory.resolve(".env");
    return Files.exists(file) ? read(file, report) : new LinkedHashMap<>();
  }

  static Map<String, String> read(Path file, ImportReport report) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    SourceText text = SourceText.read(file, report).orElse(null);
    if (text == null) return variables;
    for (Span line : text.lines()) {
      if (line.text.isBlank() || line.text.strip().startsWith("#")) continue;
      Matcher parts = LINE.matcher(line.text);
      if (parts.matches()) variables.put(parts.group(1), value(parts.group(2).strip()));
      else report.left(line.place(), "no line NAME=VALUE: " + line, "");
    }
    if (!variables.isEmpty())
      report.changed(
          text.place(0), "the variables are in the definitions; the file is not read again");
    return variables;
  }

  /** Single quotes hold anything, double ones know backslashes; a comment needs a blank before. */
  private static String value(String text) {
    if (text.isEmpty()) return "";
    char quote = text.charAt(0);
    int end = quote == '"' || quote == '\'' ? closing(text, quote) : -1;
    if (end < 0) return text.replaceFirst("[ \\t]+#.*", "");
    String inner = text.substring(1, end);
    return quote == '\'' ? inner : unescaped(inner);
  }

  private static int closing(String text, char quote) {
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) == quote) return i;
      if (quote == '"' && text.charAt(i) == '\\') i++;
    }
    return -1;
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        c = text.charAt(++i);
        plain.append(c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c);
      } else plain.append(c);
    }
    return plain.toString();
  }
}
