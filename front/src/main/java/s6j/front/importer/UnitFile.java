package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;

/**
 * A unit file line by line (systemd.syntax page): sections, assignments, comments, lines that go on
 * after a backslash.
 */
final class UnitFile {
  /** KEY=VALUE below [section]. */
  record Assignment(String section, Span key, Span value) {}

  final List<Assignment> assignments = new ArrayList<>();
  private final ImportReport report;
  private String section = "";

  private UnitFile(ImportReport report) {
    this.report = report;
  }

  static List<Assignment> read(SourceText text, ImportReport report) {
    UnitFile file = new UnitFile(report);
    file.read(text.lines());
    return file.assignments;
  }

  private void read(List<Span> lines) {
    for (int i = 0; i < lines.size(); i++) {
      Span line = lines.get(i);
      if (isComment(line) || line.strip().isEmpty()) continue;
      while (line.text.endsWith("\\") && i + 1 < lines.size()) {
        i++;
        if (!isComment(lines.get(i)))
          line = line.sub(0, line.text.length() - 1).join(' ', lines.get(i));
      }
      readLine(line.strip());
    }
  }

  private static boolean isComment(Span line) {
    Span text = line.strip();
    return text.text.startsWith("#") || text.text.startsWith(";");
  }

  private void readLine(Span line) {
    if (line.text.startsWith("[")) {
      if (line.text.endsWith("]")) section = line.text.substring(1, line.text.length() - 1);
      else report.broken(line.place(), "a section that does not end in ]: " + line);
      return;
    }
    int equals = line.text.indexOf('=');
    if (equals <= 0) report.broken(line.place(), "neither KEY=VALUE nor [SECTION]: " + line);
    else if (section.isEmpty()) report.broken(line.place(), "before any [SECTION]: " + line);
    else
      assignments.add(
          new Assignment(section, line.sub(0, equals).strip(), line.sub(equals + 1).strip()));
  }
}
