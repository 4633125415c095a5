package s6j.command.tell;

import s6j.cli.Output;
import s6j.cli.ScreenLine;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Posix;

/** One screen of {@code s6 top}: the services around the chosen one, below them its log. */
final class TopScreen {
  private static final int LEAST_COLUMNS = 20;
  private static final int LEAST_ROWS = 6;

  /** The heads of the table, the line above the log, the one with the keys. */
  private static final int OTHER_ROWS = 3;

  private static final byte[] KEYS = CString.of("up/down: choose   q: leave");

  private final int columns;
  private final int rows;
  private final NameList lines = new NameList();

  TopScreen(int columns, int rows) {
    this.columns = Math.max(LEAST_COLUMNS, columns);
    this.rows = Math.max(LEAST_ROWS, rows);
  }

  /** Composes it; {@code chosen} counts from 0. */
  void compose(Posix posix, KnownServices known, int chosen) {
    NameList table = ServiceOverview.table(known, false).lines();
    int services = table.count() - 1;
    int shown = Math.max(1, Math.min(services, (rows - OTHER_ROWS) * 2 / 3));
    int first = Math.max(0, Math.min(chosen - shown / 2, services - shown));
    add("  ", table.get(0));
    for (int i = first; i < first + shown && i < services; i++)
      add(i == chosen ? "> " : "  ", table.get(i + 1));
    if (services == 0) add("  ", CString.of("(no services)"));
    KnownService service = services == 0 ? null : ServiceOverview.shown(known, chosen);
    addHeading(service == null ? new byte[0] : service.report.name);
    int left = rows - 1 - lines.count();
    if (service != null) {
      NameList log = new LogTail(posix).of(known, service, left, columns);
      for (int i = 0; i < log.count(); i++) lines.add(log.get(i));
    }
    while (lines.count() < rows - 1) lines.add(new byte[0]);
    add("", KEYS);
  }

  private void add(String before, byte[] line) {
    byte[] whole = CString.concat(CString.of(before), line);
    lines.add(ScreenLine.fit(whole, 0, whole.length, columns));
  }

  private void addHeading(byte[] name) {
    byte[] heading = CString.of("--");
    if (name.length > 0)
      heading = CString.concat(heading, CString.concat(CString.of(" log of "), name));
    if (name.length > 0) heading = CString.concat(heading, CString.of(" "));
    while (heading.length < columns) heading = CString.concat(heading, CString.of("-"));
    lines.add(ScreenLine.fit(heading, 0, heading.length, columns));
  }

  /** Prints exactly as many lines as there are rows. */
  void print(Output out) {
    for (int i = 0; i < lines.count(); i++) out.bytes(lines.get(i), 0, lines.get(i).length).line();
  }
}
