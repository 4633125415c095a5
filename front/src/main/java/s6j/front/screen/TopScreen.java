package s6j.front.screen;

import java.util.ArrayList;
import java.util.List;
import s6j.front.ask.ServiceState;
import s6j.front.ask.StatusCommand;

/** What {@code s6j top} shows: the services around the selected one, below them its log. */
final class TopScreen {
  private static final String HELP = "up/down: choose   q: leave";

  private final List<ServiceState> services;
  private final int width;
  private final int height;

  TopScreen(List<ServiceState> services, int width, int height) {
    this.services = services;
    this.width = Math.max(20, width);
    this.height = Math.max(6, height);
  }

  /** Rows for the log below the table. */
  int logRows() {
    return height - tableRows() - 3;
  }

  private int tableRows() {
    return Math.max(1, Math.min(services.size(), (height - 3) * 2 / 3));
  }

  /** Exactly {@code height} lines of at most {@code width} characters. */
  List<String> lines(int selected, List<String> log) {
    List<String> table = StatusCommand.table(services).lines();
    List<String> lines = new ArrayList<>();
    lines.add(cut("  " + table.get(0)));
    int first = Math.max(0, Math.min(selected - tableRows() / 2, services.size() - tableRows()));
    for (int i = first; i < first + tableRows() && i < services.size(); i++)
      lines.add(cut((i == selected ? "> " : "  ") + table.get(i + 1)));
    lines.add(cut(heading(selected)));
    for (String line : log.subList(Math.max(0, log.size() - logRows()), log.size()))
      lines.add(cut(line));
    while (lines.size() < height - 1) lines.add("");
    lines.add(cut(HELP));
    return lines;
  }

  private String heading(int selected) {
    String name = services.isEmpty() ? "" : " log of " + services.get(selected).name() + " ";
    return "--" + name + "-".repeat(Math.max(0, width - name.length() - 2));
  }

  /** Control characters of a log must not reach the terminal. */
  private String cut(String line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < line.length() && text.length() < width; i++) {
      char c = line.charAt(i);
      text.append(c == '\t' ? ' ' : Character.isISOControl(c) ? '?' : c);
    }
    return text.toString();
  }
}
