package s6j.portable.text;

import s6j.posix.Posix;

/** Standard input, line by line; the last may lack what ends it. */
final class Lines {
  private static final int STDIN = 0;
  private static final int PIECE = 65536;

  /** What is to be done before a read that may wait. */
  interface Waiting {
    /** Whether to go on. */
    boolean mayRead();
  }

  private final Posix posix;
  private final byte separator;
  private final Waiting waiting;
  private byte[] buffer = new byte[PIECE];
  private int filled;

  /** Where the next line begins, and up to where no separator was found. */
  private int begin;

  private int searched;
  private boolean isAtEnd;
  private int from;
  private int to;
  private int error;

  Lines(Posix posix, int separator, Waiting waiting) {
    this.posix = posix;
    this.separator = (byte) separator;
    this.waiting = waiting;
  }

  /** Goes to the next line; false at the end, and if it cannot be read. */
  boolean next() {
    int end = posix.indexOf(buffer, searched, filled, separator);
    while (end < 0 && !isAtEnd) {
      searched = filled;
      fill();
      end = posix.indexOf(buffer, searched, filled, separator);
    }
    if (error < 0 || end < 0 && begin == filled) return false;
    from = begin;
    to = end < 0 ? filled : end;
    begin = end < 0 ? filled : end + 1;
    searched = begin;
    return true;
  }

  /** Holds the line from {@link #from} up to {@link #to}, without its end, until the next one. */
  byte[] bytes() {
    return buffer;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Why it could not be read, as a negated errno; 0 at a mere end. */
  int error() {
    return error;
  }

  private void fill() {
    if (begin > 0) shift();
    else if (filled == buffer.length) grow();
    if (!waiting.mayRead()) {
      isAtEnd = true;
      filled = begin;
      return;
    }
    int count = posix.read(STDIN, buffer, filled, buffer.length - filled);
    isAtEnd = count <= 0;
    if (count < 0) error = count;
    else filled += count;
  }

  private void shift() {
    System.arraycopy(buffer, begin, buffer, 0, filled - begin);
    filled -= begin;
    searched -= begin;
    begin = 0;
  }

  private void grow() {
    byte[] larger = new byte[2 * filled];
    System.arraycopy(buffer, 0, larger, 0, filled);
    buffer = larger;
  }
}
