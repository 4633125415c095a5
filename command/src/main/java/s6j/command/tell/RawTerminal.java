package s6j.command.tell;

import s6j.cli.Output;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** The terminal at descriptors 0 and 1, whose keys come one by one and are not shown. */
final class RawTerminal {
  /** The local flags are the fourth word of a terminal's settings. */
  private static final int LOCAL_FLAGS = 12;

  /** ISIG, ICANON and ECHO, all in the first byte of a machine that has it first. */
  private static final int SIGNALS_LINES_ECHO = 1 | 2 | 8;

  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  /** xterm's control sequences: the other screen, without a cursor; and back. */
  private static final String BEGIN = "\u001b[?1049h\u001b[?25l";

  private static final String END = "\u001b[?25h\u001b[?1049l";
  private static final String FIRST_LINE = "\u001b[H";
  private static final String REST_OF_LINE = "\u001b[K";
  private static final String NEXT_LINE = "\r\n";

  private final Posix posix;
  private final Output out;
  private final byte[] before = new byte[Posix.TERMINAL_SETTINGS];
  private final byte[] raw = new byte[Posix.TERMINAL_SETTINGS];

  RawTerminal(Posix posix) {
    this.posix = posix;
    out = new Output(posix, 1, 16384);
  }

  /** Whether it is there and has a cursor that can be moved. */
  boolean isThere(Environment environment) {
    byte[] kind = environment.get("TERM");
    return kind != null
        && !CString.is(kind, "dumb")
        && posix.isTerminal(0)
        && posix.terminalSettings(0, before) >= 0
        && posix.isTerminal(1);
  }

  /** 0 or the negated errno. */
  int begin() {
    System.arraycopy(before, 0, raw, 0, raw.length);
    raw[LOCAL_FLAGS] &= ~SIGNALS_LINES_ECHO;
    int answer = posix.setTerminalSettings(0, raw);
    if (answer >= 0) out.text(BEGIN).flush();
    return answer;
  }

  void end() {
    out.text(END).flush();
    posix.setTerminalSettings(0, before);
  }

  int columns() {
    int columns = posix.terminalColumns(1);
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  int rows() {
    int rows = posix.terminalRows(1);
    return rows > 0 ? rows : USUAL_ROWS;
  }

  /** Shows the lines of a text, each of which ends: 0 or the negated errno. */
  int show(byte[] text, int length) {
    out.text(FIRST_LINE);
    int from = 0;
    while (from < length) {
      int end = posix.indexOf(text, from, length, '\n');
      int to = end < 0 ? length : end;
      if (from > 0) out.text(NEXT_LINE);
      out.bytes(text, from, to - from).text(REST_OF_LINE);
      from = to + 1;
    }
    return out.flush();
  }
}
