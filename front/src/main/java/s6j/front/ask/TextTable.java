package s6j.front.ask;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells, each column as wide as its widest cell. */
public final class TextTable {
  private final List<String[]> rows = new ArrayList<>();

  TextTable(String... heads) {
    rows.add(heads);
  }

  void add(String... cells) {
    rows.add(cells);
  }

  public List<String> lines() {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows)
      for (int i = 0; i < row.length; i++) widths[i] = Math.max(widths[i], row[i].length());
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(String[] row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++)
      line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
    return line.toString().stripTrailing();
  }

  /** Seconds as people say them. */
  static String age(long seconds) {
    if (seconds < 0) return "-";
    if (seconds < 120) return seconds + "s";
    if (seconds < 7200) return seconds / 60 + "m";
    return seconds < 172800 ? seconds / 3600 + "h" : seconds / 86400 + "d";
  }
}
