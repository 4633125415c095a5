package s6j.rc.change;

import s6j.cli.Output;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * The block at the end of a terminal that shows the progress of a change. Between two looks the
 * cursor stands on an empty line above it, so that whatever services and messages print goes there
 * and pushes the block down; no line of it is erased.
 */
public final class ProgressScreen {
  private static final int STDERR = 2;
  private static final int LEAST_COLUMNS = 20;
  private static final int USUAL_COLUMNS = 80;
  private static final byte[] TERM = CString.of("TERM=");
  private static final byte[] DUMB = CString.of("TERM=dumb");
  private static final String ERASE_BELOW = "\u001b[J";
  private static final String UP_BEGIN = "\u001b[";

  /** A change that is over by then shows nothing. */
  private static final long FIRST = 300_000_000;

  private static final long PERIOD = 200_000_000;

  private final Posix posix;
  private final Output out;
  private boolean drawn;
  private long began;
  private long next;
  private ProgressBlock block;

  public ProgressScreen(Posix posix) {
    this.posix = posix;
    out = new Output(posix, STDERR, 4096);
  }

  /** Whether standard error is a terminal that knows how to move its cursor. */
  public static boolean isPossible(Posix posix) {
    if (!posix.isTerminal(STDERR)) return false;
    byte[] terminal = null;
    for (byte[] variable : posix.environment())
      if (CString.startsWith(variable, TERM)) terminal = variable;
    return terminal != null && terminal.length > TERM.length && !CString.equal(terminal, DUMB);
  }

  void begin(ProgressBlock shown) {
    block = shown;
    began = posix.monotonicNanos();
    next = began + FIRST;
  }

  ProgressBlock block() {
    return block;
  }

  /** When to look again, on the monotonic clock. */
  long deadline() {
    return next;
  }

  /** Draws, if it is time to. */
  void look() {
    long now = posix.monotonicNanos();
    if (now < next) return;
    next = now + PERIOD;
    int columns = posix.terminalColumns(STDERR);
    int width = columns > 0 ? Math.max(LEAST_COLUMNS, columns) : USUAL_COLUMNS;
    draw(block.lines(began, now, width - 1));
  }

  private void draw(NameList lines) {
    out.text(ERASE_BELOW);
    for (int i = 0; i < lines.count(); i++) out.text("\n").bytes(lines.get(i));
    out.text("\r").text(UP_BEGIN).number(lines.count()).text("A");
    out.flush();
    drawn = true;
  }

  /** Takes the block away, before a message and at the end. */
  void erase() {
    if (!drawn) return;
    out.text(ERASE_BELOW).flush();
    drawn = false;
  }
}
