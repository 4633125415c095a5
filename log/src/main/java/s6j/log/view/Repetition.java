package s6j.log.view;

import s6j.log.loop.LineSplitter;
import s6j.log.stamp.LineTime;
import s6j.posix.Posix;

/**
 * The lines with which a file begins although the file before it ends with them: s6-log writes
 * those whose write starts a rotation with a processor to the new current again, stamps included.
 * Only stamps make that certain, and only where the logger gives each line one of its own.
 */
final class Repetition {
  private static final int CAPACITY = 1 << 20;
  private static final int SEEK_SET = 0;
  private static final int NO_FILE = -1;

  private final Posix posix;

  /** The file before the present one, and the end of its bytes; the end is read when needed. */
  private int former = NO_FILE;

  private byte[] tail = {};
  private int length;

  /** Where in {@link #tail} the next repeated line is; its length when there is none any more. */
  private int place;

  private boolean atStart;
  private boolean inRepeatedLine;
  private long latest = LineTime.NONE;
  private boolean sharedStamps;

  Repetition(Posix posix) {
    this.posix = posix;
  }

  /** A new file begins; {@code fileBefore} is kept open to be compared with. */
  void begin(int fileBefore) {
    if (former != NO_FILE) posix.close(former);
    former = fileBefore;
    place = 0;
    length = 0;
    atStart = true;
  }

  /** Whether a piece of a line was seen before; {@code stamp} is {@link LineTime#NONE} or it. */
  boolean repeats(LineSplitter piece, long stamp) {
    if (piece.first) inRepeatedLine = isRepeated(piece, stamp);
    return inRepeatedLine;
  }

  private boolean isRepeated(LineSplitter line, long stamp) {
    boolean repeated = !sharedStamps && line.last && stamp != LineTime.NONE && stamp <= latest;
    if (repeated) repeated = atStart ? findsFirst(line) : isNext(line);
    if (!repeated) learn(stamp);
    atStart = false;
    if (!repeated) place = length;
    return repeated;
  }

  private void learn(long stamp) {
    if (stamp == LineTime.NONE) return;
    if (stamp == latest) sharedStamps = true;
    latest = stamp;
  }

  private boolean findsFirst(LineSplitter line) {
    readTail();
    for (place = 0; place < length; place = endOfLine(place)) if (isNext(line)) return true;
    return false;
  }

  /** Compares a line with the next one of the tail, and goes on if they are the same. */
  private boolean isNext(LineSplitter line) {
    int size = line.to - line.from;
    if (length - place <= size || tail[place + size] != '\n') return false;
    for (int i = 0; i < size; i++) if (tail[place + i] != line.buffer[line.from + i]) return false;
    place += size + 1;
    return true;
  }

  private int endOfLine(int from) {
    int found = posix.indexOf(tail, from, length, '\n');
    return found < 0 ? length : found + 1;
  }

  private void readTail() {
    length = 0;
    if (former == NO_FILE) return;
    if (tail.length == 0) tail = new byte[CAPACITY];
    long size = posix.seek(former, 0, 2);
    long start = size > CAPACITY ? size - CAPACITY : 0;
    posix.seek(former, start, SEEK_SET);
    int count = posix.read(former, tail, 0, CAPACITY);
    while (count > 0) {
      length += count;
      count = length < CAPACITY ? posix.read(former, tail, length, CAPACITY - length) : 0;
    }
  }
}
