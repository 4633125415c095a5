package s6j.log.loop;

import s6j.log.script.Directive;
import s6j.log.script.LogScript;
import s6j.posix.LineCopy;
import s6j.posix.Posix;

/**
 * The bytes read, and the lines in them (docs/specification/s6.md, E.3): a line ends at a newline
 * or a NUL, and is split where it gets longer than the limit. A line that the buffer cannot hold is
 * handed out in pieces.
 */
public final class LineSplitter {
  /** Within this many bytes a loop finds a newline faster than a call does. */
  private static final int NEAR = 32;

  private final Posix posix;
  public final byte[] buffer;
  private final long limit;

  /** Else it is a byte like others. */
  private final boolean nulEndsLine;

  /** The bytes not handed out yet are those from {@link #start} to {@link #end}. */
  private int start;

  private int end;

  /** No line ends between {@link #start} and here. */
  private int scanned;

  /** Whether there may be a NUL in the buffer. */
  private boolean holdsNul;

  /** Bytes of the present line that were handed out before. */
  private long handedOut;

  private boolean finished;
  private final LineCopy copy = new LineCopy();

  // The piece that next() answered: bytes from..to, at the first or last of its line.
  public int from;
  public int to;
  public boolean first;
  public boolean last;

  /** Splits lines of over {@code limit} bytes, 0 for none. */
  public LineSplitter(Posix posix, int capacity, long limit) {
    this(posix, capacity, limit, true);
  }

  public LineSplitter(Posix posix, int capacity, long limit, boolean nulEndsLine) {
    this.nulEndsLine = nulEndsLine;
    this.posix = posix;
    this.buffer = new byte[capacity];
    this.limit = limit;
  }

  /** Makes room and reads from {@code fd}, at most {@code most} bytes; what read answered. */
  public int read(int fd, int most) {
    compact();
    int room = buffer.length - end;
    int count = posix.read(fd, buffer, end, room < most ? room : most);
    if (count > 0) {
      if (nulEndsLine && posix.indexOf(buffer, end, end + count, 0) >= 0) holdsNul = true;
      end += count;
    }
    return count;
  }

  /** Replaces each of the last {@code count} bytes read by what {@code table} has in its place. */
  void translate(byte[] table, int count) {
    for (int i = end - count; i < end; i++) buffer[i] = table[buffer[i] & 0xff];
  }

  /** Declares the bytes left over to be the last line. */
  public void finish() {
    finished = true;
  }

  /** Takes back {@link #finish}, for bytes of another file. */
  public void goOn() {
    finished = false;
  }

  /** Whether the last byte read ended a line. */
  public boolean endsInMidLine() {
    return end == start ? handedOut > 0 : !endsLine(buffer[end - 1]);
  }

  /** Bytes of the unfinished line, if nothing but that is left. */
  long partialLength() {
    return handedOut + (end - start);
  }

  /** Advances to the next piece of a line; false if more must be read first. */
  public boolean next() {
    int window = window();
    int place = find(scanned, window);
    if (place >= 0) return handOut(place, place + 1, true);
    if (limit > 0 && window - start > limit - handedOut) return split();
    scanned = window;
    if (end - start == buffer.length) return handOut(end, end, false);
    if (finished && partialLength() > 0) return handOut(end, end, true);
    return false;
  }

  /**
   * The end of the whole lines in the buffer, none of them over the limit and none with a NUL, or
   * -1 if it takes {@link #next} to tell. They start at {@link #start()}.
   */
  int endOfPlainLines() {
    if (holdsNul || handedOut > 0) return -1;
    int stop = end;
    while (stop > scanned && buffer[stop - 1] != '\n') stop--;
    if (stop == scanned || !withinLimit(start, stop)) return -1;
    return stop;
  }

  int start() {
    return start;
  }

  /**
   * Copies lines that the script selects, each behind the head of its only action, as long as they
   * are plain and there is room. Where it stops, {@link #next} has to judge.
   */
  void copyLines(LogScript script, Directive action) {
    if (holdsNul || handedOut > 0) return;
    int line = start;
    int candidate = line - 1;
    while (line < end) {
      if (candidate < line) candidate = script.nextCandidate(buffer, line, end);
      int alike = candidate < line ? line : startOfLine(line, candidate);
      int next =
          alike > line ? takeAlike(script, action, line, alike) : takeOne(script, action, line);
      if (next == line) break;
      line = next;
    }
    start = line;
    if (scanned < line) scanned = line;
  }

  /** Where the line begins that holds {@code place}, {@code end} if no byte does. */
  private int startOfLine(int from, int place) {
    if (place >= end) return end;
    int begin = place;
    while (begin > from && buffer[begin - 1] != '\n') begin--;
    return begin;
  }

  /** Takes lines that no pattern can match; the place behind the last one taken. */
  private int takeAlike(LogScript script, Directive action, int line, int stop) {
    if (script.selectsOthers()) return copy(action, line, stop);
    int whole = buffer[stop - 1] == '\n' ? stop : startOfLine(line, stop - 1);
    return withinLimit(line, whole) ? whole : line;
  }

  private int copy(Directive action, int line, int stop) {
    copy.source = buffer;
    copy.from = line;
    copy.to = stop;
    copy.longest = limit > 0 && limit < buffer.length ? (int) limit : buffer.length;
    copy.head = action.head;
    copy.headLength = action.headLength;
    action.outlet.addLines(posix, copy);
    return copy.from;
  }

  /** Takes the next line if it is selected; its end, or its begin if it takes {@link #next}. */
  private int takeOne(LogScript script, Directive action, int line) {
    int stop = farthest(line, action.outlet.room() - action.headLength);
    if (stop <= line) return line;
    int place = find(line, stop);
    if (place < 0) return line;
    if (script.isSelected(buffer, line, place))
      action.outlet.addLine(action.head, action.headLength, buffer, line, place + 1);
    return place + 1;
  }

  /** The end of the window in which a line from {@code line} must have its newline. */
  private int farthest(int line, int room) {
    int most = limit > 0 && limit < room ? (int) limit + 1 : room;
    return most < end - line ? line + most : end;
  }

  /** Takes the lines up to {@code place} as handed out. */
  void skipTo(int place) {
    start = place;
    scanned = end;
    if (limit > 0 && end - start > limit) scanned = start;
  }

  /** Jumps from line end to line end, as far as a line may reach. */
  private boolean withinLimit(int from, int stop) {
    if (limit == 0) return true;
    int line = from;
    while (stop - line > limit + 1) {
      int place = (int) (line + limit);
      while (place >= line && buffer[place] != '\n') place--;
      if (place < line) return false;
      line = place + 1;
    }
    return true;
  }

  /** Where the search for the line's end ends: one byte behind the limit. */
  private int window() {
    long farthest = limit == 0 ? end : start + limit - handedOut + 1;
    return farthest < end ? (int) farthest : end;
  }

  private boolean split() {
    int place = (int) (start + limit - handedOut);
    return handOut(place, place, true);
  }

  private boolean handOut(int endOfPiece, int next, boolean endsLine) {
    from = start;
    to = endOfPiece;
    first = handedOut == 0;
    last = endsLine;
    handedOut = endsLine ? 0 : handedOut + (endOfPiece - start);
    start = next;
    scanned = next;
    return true;
  }

  private int find(int at, int window) {
    if (holdsNul) return findEither(at, window);
    int near = window - at > NEAR ? at + NEAR : window;
    byte[] bytes = buffer;
    for (int i = at; i < near; i++) if (bytes[i] == '\n') return i;
    return near < window ? posix.indexOf(bytes, near, window, '\n') : -1;
  }

  private int findEither(int at, int window) {
    for (int i = at; i < window; i++) if (endsLine(buffer[i])) return i;
    return -1;
  }

  private boolean endsLine(byte b) {
    return b == '\n' || b == 0 && nulEndsLine;
  }

  public static boolean isLineEnd(byte b) {
    return b == '\n' || b == 0;
  }

  /** Gives back the memory of the buffer behind what is in it, and behind {@code kept} bytes. */
  void forget(int kept) {
    posix.forget(buffer, end > kept ? end : kept, buffer.length);
  }

  private void compact() {
    if (scanned == end) holdsNul = false;
    if (start == 0) return;
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    scanned -= start;
    start = 0;
  }
}
