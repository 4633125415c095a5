package s6j.formats;

import s6j.posix.Errno;
import s6j.posix.Posix;

/** Reads and writes that go on until all is done. */
final class Transfer {
  private Transfer() {}

  /** Bytes read, fewer than {@code length} only at the end of the file; or the negated errno. */
  static int readFully(Posix posix, int fd, byte[] buffer, int length) {
    int filled = 0;
    while (filled < length) {
      int got = posix.read(fd, buffer, filled, length - filled);
      if (got < 0) return got;
      if (got == 0) return filled;
      filled += got;
    }
    return filled;
  }

  /** 0, or the negated errno; some bytes may be written then. */
  static int writeFully(Posix posix, int fd, byte[] buffer, int length) {
    int done = 0;
    while (done < length) {
      int put = posix.write(fd, buffer, done, length - done);
      if (put < 0) return put;
      if (put == 0) return -Errno.EIO;
      done += put;
    }
    return 0;
  }
}
