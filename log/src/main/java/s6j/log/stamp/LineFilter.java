package s6j.log.stamp;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Output;
import s6j.posix.Posix;

/**
 * A program that changes the beginning of each line of its standard input and copies the rest. It
 * holds no more of a line than that beginning.
 */
public abstract class LineFilter {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int CHUNK = 8192;
  private final Posix posix;
  private final Messages messages;
  private final byte[] chunk = new byte[CHUNK];
  private final byte[] head;
  private final boolean nulEndsLine;
  private final boolean endsLastLine;
  private final byte[] one = new byte[1];
  private int held;
  private boolean inLine;
  private boolean begun;
  public final Output out;

  /**
   * @param longestHead how much of a line {@link #begin} wants to see
   * @param nulEndsLine whether a NUL ends a line as a newline does
   * @param endsLastLine whether an unterminated last line gets a newline
   */
  public LineFilter(
      Posix posix, Messages messages, int longestHead, boolean nulEndsLine, boolean endsLastLine) {
    this.posix = posix;
    this.messages = messages;
    this.head = new byte[longestHead];
    this.nulEndsLine = nulEndsLine;
    this.endsLastLine = endsLastLine;
    this.out = new Output(posix, STDOUT, CHUNK);
  }

  /**
   * Writes the changed beginning of a line.
   *
   * @param length bytes of the line in {@code start}: all it has, or as many as were wanted
   * @param followed whether a byte, be it the newline, follows them
   */
  public abstract void begin(byte[] start, int length, boolean followed);

  /** Copies to the end of file; the exit code. */
  public int run() {
    int count = posix.read(STDIN, chunk, 0, CHUNK);
    for (; count > 0; count = posix.read(STDIN, chunk, 0, CHUNK)) {
      for (int i = 0; i < count; i++) take(chunk[i]);
      int error = out.flush();
      if (error < 0)
        return messages.fatal().unableTo("write to stdout").exit(ExitCode.SYSTEM, error);
    }
    if (count < 0) return messages.fatal().unableTo("read from stdin").exit(ExitCode.SYSTEM, count);
    if (inLine) endLastLine();
    int error = out.flush();
    return error < 0
        ? messages.fatal().unableTo("write to stdout").exit(ExitCode.SYSTEM, error)
        : 0;
  }

  private void take(byte b) {
    boolean ends = b == '\n' || nulEndsLine && b == 0;
    if (!begun && (ends || held == head.length)) beginLine(true);
    if (ends) {
      out.line();
      held = 0;
      inLine = false;
      begun = false;
      return;
    }
    inLine = true;
    if (begun) copy(b);
    else head[held++] = b;
  }

  private void copy(byte b) {
    one[0] = b;
    out.bytes(one, 0, 1);
  }

  private void beginLine(boolean followed) {
    begin(head, held, followed);
    begun = true;
  }

  private void endLastLine() {
    if (!begun) beginLine(endsLastLine);
    if (endsLastLine) out.line();
  }
}
