package s6j.command.call;

import s6j.cli.Output;
import s6j.formats.files.NameList;

/** Rows of cells, each column as wide as its widest cell, two blanks between them. */
public final class Columns {
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

  public void print(Output out) {
    int[] widths = new int[columns];
    for (int i = 0; i < cells.count(); i++)
      widths[i % columns] = Math.max(widths[i % columns], cells.get(i).length);
    for (int row = 0; row + columns <= cells.count(); row += columns) {
      print(out, row, widths);
      out.line();
    }
  }

  /** Without blanks at the end of the line. */
  private void print(Output out, int row, int[] widths) {
    int last = columns - 1;
    while (last > 0 && cells.get(row + last).length == 0) last--;
    for (int i = 0; i <= last; i++) {
      byte[] cell = cells.get(row + i);
      out.bytes(cell, 0, cell.length);
      for (int j = cell.length; i < last && j < widths[i] + 2; j++) out.text(" ");
    }
  }
}
