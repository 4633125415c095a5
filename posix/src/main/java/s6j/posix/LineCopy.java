package s6j.posix;

/**
 * Whole lines on their way from one array to another, each behind a head: {@link Posix#copyLines}
 * moves {@link #from} and {@link #at} on. A line is not copied unless its newline is there, it is
 * no longer than {@link #longest}, and head and line fit: whoever called looks at what is left.
 */
public final class LineCopy {
  public byte[] head = {};
  public int headLength;
  public byte[] source = {};

  /** Where the next line begins. */
  public int from;

  /** Where the lines end. */
  public int to;

  /** The most bytes of a line, its newline not counted. */
  public int longest;

  public byte[] target = {};

  /** Where the next head goes. */
  public int at;

  /** In Java; the native build has a loop of its own. */
  void run() {
    while (true) {
      int end = newline();
      if (end < 0) return;
      System.arraycopy(head, 0, target, at, headLength);
      System.arraycopy(source, from, target, at + headLength, end - from);
      at += headLength + end - from;
      from = end;
    }
  }

  /** The place behind the next line, or -1 if that is not to be copied. */
  private int newline() {
    int room = target.length - at - headLength;
    int most = longest < room ? longest + 1 : room;
    int stop = most < to - from ? from + most : to;
    for (int i = from; i < stop; i++) if (source[i] == '\n') return i + 1;
    return -1;
  }
}
