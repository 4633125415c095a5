package s6j.command.call;

import s6j.cli.Output;
import s6j.formats.ByteSink;
import s6j.posix.CString;

/** Lines whose parts have a slash between them, as programs of s6-rc print states. */
public final class SlashedLines {
  private final byte[] text;
  private int from;
  private int to = -1;

  public SlashedLines(ByteSink text) {
    this.text = text.copy();
  }

  /** Goes to the next line; false behind the last. */
  public boolean next() {
    from = to + 1;
    if (from >= text.length) return false;
    to = from;
    while (to < text.length && text[to] != '\n') to++;
    return true;
  }

  /** Back to before the first line. */
  public SlashedLines again() {
    to = -1;
    return this;
  }

  public byte[] line() {
    return CString.slice(text, from, to);
  }

  /** A part of the present line; empty if it has not so many. */
  public byte[] part(int place) {
    int start = from;
    for (int i = 0; i < place && start < to; i++) start = end(start) + 1;
    return start >= to ? new byte[0] : CString.slice(text, start, end(start));
  }

  private int end(int start) {
    int end = start;
    while (end < to && text[end] != '/') end++;
    return end;
  }

  private int parts() {
    int most = 1;
    for (again(); next(); ) {
      int slashes = 0;
      for (int i = from; i < to; i++) if (text[i] == '/') slashes++;
      most = Math.max(most, slashes + 1);
    }
    return most;
  }

  /** Prints all in columns. */
  public void print(Output out) {
    int parts = parts();
    Columns columns = new Columns(parts);
    for (again(); next(); ) for (int i = 0; i < parts; i++) columns.add(part(i));
    columns.print(out);
  }
}
