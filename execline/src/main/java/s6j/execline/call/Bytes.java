package s6j.execline.call;

import s6j.formats.ByteSink;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Whole inputs and outputs of descriptors. */
public final class Bytes {
  private static final int PIECE = 8192;

  private Bytes() {}

  /** Reads up to the end: 0, or the negated errno; what is too much is refused. */
  public static int readAll(Posix posix, int fd, ByteSink into) {
    byte[] piece = new byte[PIECE];
    int count;
    do {
      count = posix.read(fd, piece, 0, PIECE);
      if (count > 0) into.put(piece, 0, count);
    } while (count > 0 && into.length() <= Call.MOST_BYTES);
    return count > 0 ? -Errno.ENOMEM : count;
  }

  /** Writes all of it: 0, or the negated errno. */
  public static int writeAll(Posix posix, int fd, byte[] bytes) {
    for (int done = 0; done < bytes.length; ) {
      int count = posix.write(fd, bytes, done, bytes.length - done);
      if (count < 0) return count;
      done += count;
    }
    return 0;
  }
}
