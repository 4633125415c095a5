package s6j.log.view;

import s6j.cli.Messages;
import s6j.log.directory.LogTrail;
import s6j.log.loop.LineSplitter;
import s6j.log.stamp.LineTime;
import s6j.posix.Posix;

/**
 * The lines of one log directory in order: archives, previous, current, and what is written while
 * it is read.
 */
final class LogSource {
  private static final int CAPACITY = 65536;

  private final LogTrail trail;
  private final byte[] service;
  private final int rank;
  private final LineSplitter splitter;
  private final LineTime lineTime;
  private final Repetition repetition;

  private boolean hasLine;
  private long time = Long.MIN_VALUE;

  /** {@code rank} tells which of two lines of the same time is shown first. */
  LogSource(
      Posix posix, Messages messages, byte[] path, byte[] service, LineTime lineTime, int rank) {
    this.rank = rank;
    this.service = service;
    this.lineTime = lineTime;
    this.splitter = new LineSplitter(posix, CAPACITY, 0);
    this.repetition = new Repetition(posix);
    this.trail = new LogTrail(posix, messages, path);
  }

  /** 0, or the negated errno of opening the directory. */
  int error() {
    return trail.error();
  }

  void close() {
    repetition.begin(LogTrail.NO_FILE);
    trail.close();
  }

  byte[] service() {
    return service;
  }

  /** Whether something could not be shown; it was said what. */
  boolean isIncomplete() {
    return trail.isIncomplete();
  }

  /** Nanoseconds since 1970 of the present line; of an unstamped one that before it. */
  long time() {
    return time;
  }

  /** Whether the present line is to be shown before that of another. */
  boolean precedes(LogSource other) {
    return time < other.time || time == other.time && rank < other.rank;
  }

  byte[] buffer() {
    return splitter.buffer;
  }

  int from() {
    return splitter.from;
  }

  int to() {
    return splitter.to;
  }

  /** Passes over archives that were finished before a moment. */
  void skipTo(long moment) {
    trail.skipTo(moment);
  }

  /** Whether the present piece begins its line: one over 64 KB comes in several. */
  boolean isFirst() {
    return splitter.first;
  }

  boolean isLast() {
    return splitter.last;
  }

  /** Whether there is a present line, or piece of one; reads on if not. */
  boolean hasLine(boolean follows) {
    while (!hasLine) {
      if (splitter.next()) {
        takeLine();
      } else if (!readMore(follows)) {
        return false;
      }
    }
    return true;
  }

  private void takeLine() {
    long stamp = LineTime.NONE;
    if (splitter.first) stamp = lineTime.of(splitter.buffer, splitter.from, splitter.to);
    hasLine = !repetition.repeats(splitter, stamp);
    if (stamp != LineTime.NONE) time = stamp;
  }

  /** Takes the present line as shown. */
  void advance() {
    hasLine = false;
  }

  /** Reads more of the file, or begins with the next one; false if there is nothing now. */
  private boolean readMore(boolean follows) {
    if (trail.file() == LogTrail.NO_FILE) return trail.openNext();
    if (readPiece()) return true;
    if (trail.readsCurrent() && !trail.isRotated()) return endOfCurrent(follows);
    if (trail.readsCurrent() && readPiece()) return true;
    return leaveFile();
  }

  private boolean readPiece() {
    int count = splitter.read(trail.file(), CAPACITY);
    if (count < 0) trail.cannotRead(count);
    return count > 0;
  }

  /** An unfinished line is shown when nobody waits for its end. */
  private boolean endOfCurrent(boolean follows) {
    if (follows || !splitter.endsInMidLine()) return false;
    splitter.finish();
    return true;
  }

  private boolean leaveFile() {
    if (splitter.endsInMidLine()) {
      splitter.finish();
      return true;
    }
    splitter.goOn();
    repetition.begin(trail.leave());
    return trail.openNext();
  }
}
