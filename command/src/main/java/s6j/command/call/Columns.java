package s6j.command.call;

import s6j.cli.Output;
import s6j.formats.ByteSink;
import s6j.formats.files.NameList;

/** Rows of cells, each column as wide as its widest cell, two blanks between them. */
public final class Columns {
  private static final int ROOM = 120;

  private final int columns;
  private final NameList cells = new NameList();

  public Columns(int columns) {
    this.columns = columns;
  }

  /** Adds the next cell of a row. */
  public Columns add(byte[] cell) {
    cells.add(cell);
    return this;
  }

  /** The rows, without blanks at their ends. */
  public NameList lines() {
    int[] widths = new int[columns];
    for (int i = 0; i < cells.count(); i++)
      widths[i % columns] = Math.max(widths[i % columns], cells.get(i).length);
    NameList lines = new NameList();
    for (int row = 0; row + columns <= cells.count(); row += columns) lines.add(line(row, widths));
    return lines;
  }

  public void print(Output out) {
    NameList lines = lines();
    for (int i = 0; i < lines.count(); i++) out.bytes(lines.get(i), 0, lines.get(i).length).line();
  }

  private byte[] line(int row, int[] widths) {
    int last = columns - 1;
    while (last > 0 && cells.get(row + last).length == 0) last--;
    ByteSink line = new ByteSink(ROOM);
    for (int i = 0; i <= last; i++) {
      byte[] cell = cells.get(row + i);
      line.put(cell);
      for (int j = cell.length; i < last && j < widths[i] + 2; j++) line.put(' ');
    }
    return line.copy();
  }
}
