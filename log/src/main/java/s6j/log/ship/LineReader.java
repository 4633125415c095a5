package s6j.log.ship;

import s6j.log.directory.LogTrail;
import s6j.log.stamp.LineTime;
import s6j.posix.Posix;

/**
 * The lines of a log directory one by one, from a place on: where each stands, what it is known by,
 * and when it was written. One that is too long comes in pieces. Allocates nothing once made.
 */
final class LineReader {
  /** What there is. */
  enum Found {
    LINE,
    NOTHING,
    /** The file is read, and nothing will be added: {@link #advance}. */
    END
  }

  private static final int CAPACITY = 65_536;

  private final Posix posix;
  private final LogTrail trail;
  private final LineTime lineTime;
  private final int longest;

  private final byte[] buffer;

  /** The bytes not handed out yet are those from {@link #start} to {@link #end}. */
  private int start;

  private int end;

  /** Where in the file {@link #start} is. */
  private long position;

  private boolean isAtLineStart = true;
  private boolean isLeft;

  /** What was found last. */
  final Logged line = new Logged();

  /** The file of the place was gone: what is in the next one up to its stamp was sent before. */
  private boolean isAfterGap;

  private long sentStamp = LineTime.NONE;
  private long sentHash;
  private int gaps;

  LineReader(Posix posix, LogTrail trail, int longest) {
    this.posix = posix;
    this.trail = trail;
    this.longest = longest;
    lineTime = new LineTime(posix);
    buffer = new byte[CAPACITY];
    line.buffer = buffer;
  }

  /** How often the file that was read before was not found again, nor what was made of it. */
  int gaps() {
    return gaps;
  }

  /** Goes on behind a place. */
  void resume(ShipPlace place) {
    line.file = place.number;
    line.stamp = place.stamp;
    if (place.inode == 0) return;
    trail.begin(place.after, place.owed, place.owedCount);
    if (trail.reopen(place.inode) && isBehind(place)) return;
    trail.drop();
    trail.begin(place.after, place.owed, place.owedCount);
    isAfterGap = true;
    sentStamp = place.stamp;
    sentHash = place.hash;
  }

  /** Whether what was sent last stands before the place; an inode may be another file's by now. */
  private boolean isBehind(ShipPlace place) {
    long begin = place.offset - place.length;
    if (posix.seek(trail.file(), begin, 0) != begin) return false;
    int filled = 0;
    while (filled < place.length) {
      int got = posix.read(trail.file(), buffer, filled, place.length - filled);
      if (got <= 0) return false;
      filled += got;
    }
    position = place.offset;
    isAtLineStart = filled == 0 || buffer[filled - 1] == '\n';
    return LineHash.of(buffer, 0, filled) == place.hash;
  }

  /** Leaves a file that is read, and opens the next one; whether there is one. */
  boolean advance() {
    if (trail.file() != LogTrail.NO_FILE) posix.close(trail.leave());
    if (!trail.openNext()) return false;
    line.file++;
    start = 0;
    end = 0;
    position = 0;
    isAtLineStart = true;
    isLeft = false;
    return true;
  }

  Found next() {
    if (trail.file() == LogTrail.NO_FILE) return Found.END;
    while (true) {
      while (cut()) if (!wasSent()) return Found.LINE;
      int got = read();
      if (got > 0) continue;
      if (got < 0) return Found.NOTHING;
      if (trail.readsCurrent() && !isLeft) {
        isLeft = trail.isRotated();
        if (!isLeft) return Found.NOTHING;
        continue;
      }
      if (start == end) return Found.END;
      handOut(end, end);
      if (!wasSent()) return Found.LINE;
    }
  }

  private int read() {
    if (start > 0) System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int got = posix.read(trail.file(), buffer, end, buffer.length - end);
    if (got < 0) trail.cannotRead(got);
    if (got > 0) end += got;
    return got;
  }

  /** Takes the next line, if it is there as a whole, or is too long. */
  private boolean cut() {
    int window = Math.min(end, start + longest + 1);
    int newline = posix.indexOf(buffer, start, window, '\n');
    if (newline >= 0) handOut(newline, newline + 1);
    else if (end - start > longest) {
      int place = betweenCharacters(start + longest);
      handOut(place, place);
    } else return false;
    return true;
  }

  /** Not within a character of UTF-8, if that can be. */
  private int betweenCharacters(int place) {
    int at = place;
    while (at > place - 4 && (buffer[at] & 0xc0) == 0x80) at--;
    return at == place - 4 ? place : at;
  }

  private void handOut(int endOfLine, int next) {
    line.from = start;
    line.to = endOfLine;
    line.offset = position;
    line.length = next - start;
    line.hash = LineHash.of(buffer, start, next);
    readTime();
    position += line.length;
    start = next;
    isAtLineStart = buffer[next - 1] == '\n';
  }

  private void readTime() {
    line.observed = posix.realtimeNanos();
    long found = isAtLineStart ? lineTime.of(buffer, line.from, line.to) : LineTime.NONE;
    if (found != LineTime.NONE) {
      line.stamp = found;
      line.from = Math.min(line.from + lineTime.length(), line.to);
    }
    line.time = line.stamp == LineTime.NONE ? line.observed : line.stamp;
  }

  /** Behind a gap, in what a processor made of the file that is gone. */
  private boolean wasSent() {
    if (!isAfterGap) return false;
    boolean isStamped = sentStamp != LineTime.NONE && line.stamp != LineTime.NONE;
    if (isStamped && line.stamp < sentStamp) return true;
    isAfterGap = false;
    boolean isLast = isStamped && line.stamp == sentStamp && line.hash == sentHash;
    boolean isUnsure = isStamped && line.stamp == sentStamp;
    if (!isUnsure && line.offset == 0) gaps++;
    return isLast;
  }
}
