package s6j.formats.files;

import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** Reads and writes that go on until all is done. */
public final class Transfer {
  private Transfer() {}

  /** Bytes read, fewer than {@code length} only at the end of the file; or the negated errno. */
  public static @OrErrno int readFully(Posix posix, @Descriptor int fd, byte[] buffer, int length) {
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
  public static @OrErrno int writeFully(
      Posix posix, @Descriptor int fd, byte[] buffer, int length) {
    return writeFully(posix, fd, buffer, 0, length);
  }

  /** The same of the bytes from {@code from} up to, not including, {@code to}. */
  public static @OrErrno int writeFully(
      Posix posix, @Descriptor int fd, byte[] buffer, int from, int to) {
    int done = from;
    while (done < to) {
      int put = posix.write(fd, buffer, done, to - done);
      if (put < 0) return put;
      if (put == 0) return -Errno.EIO;
      done += put;
    }
    return 0;
  }
}
