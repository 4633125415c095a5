package s6j.svc.ftrig;

import org.jspecify.annotations.Nullable;
import s6j.formats.BigEndian;
import s6j.posix.CString;
import s6j.posix.Posix;

/** Messages of skalibs on a pipe: a length of four bytes, big-endian, and so many bytes. */
final class MessageReader {
  /** What skalibs takes at most. */
  static final int LONGEST = 1 << 24;

  private static final int HEADER = 4;

  private final Posix posix;
  private final int fd;
  private byte[] bytes = new byte[4096];
  private int from;
  private int to;

  MessageReader(Posix posix, int fd) {
    this.posix = posix;
    this.fd = fd;
  }

  int descriptor() {
    return fd;
  }

  /** Reads what has come: the count, 0 at the end, or the negated errno. */
  int fill() {
    if (to == bytes.length) makeRoom();
    int count = posix.read(fd, bytes, to, bytes.length - to);
    if (count > 0) to += count;
    return count;
  }

  /** The next message if all of it has come, else null; {@link #isTooLong} may tell why. */
  byte @Nullable [] next() {
    if (to - from < HEADER || isTooLong()) return null;
    int length = (int) BigEndian.get(bytes, from, HEADER);
    if (to - from - HEADER < length) return null;
    from += HEADER + length;
    return CString.slice(bytes, from - length, from);
  }

  boolean isTooLong() {
    return to - from >= HEADER && BigEndian.get(bytes, from, HEADER) > LONGEST;
  }

  private void makeRoom() {
    byte[] target = from > bytes.length / 2 ? bytes : new byte[2 * bytes.length];
    System.arraycopy(bytes, from, target, 0, to - from);
    to -= from;
    from = 0;
    bytes = target;
  }
}
