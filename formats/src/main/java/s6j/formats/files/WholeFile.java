package s6j.formats.files;

import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** A file read into memory as a whole; for tools. */
public final class WholeFile {
  static final int LARGEST = 1 << 30;
  private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private byte[] bytes = new byte[0];
  private int length;

  public WholeFile(Posix posix) {
    this.posix = posix;
  }

  /** Reads a file: its length, or the negated errno; over 1 GiB is {@code -EFBIG}. */
  public @OrErrno int read(@Descriptor int directory, byte[] path) {
    int fd = posix.open(directory, path, FLAGS, 0);
    if (fd < 0) return fd;
    long size = posix.seek(fd, 0, 2);
    // What has no end, such as a fifo, has no beginning to go back to.
    int answer = size < 0 ? fill(fd, 0) : (int) posix.seek(fd, 0, 0);
    if (answer == 0 && size >= 0) answer = size > LARGEST ? tooLarge(fd) : fill(fd, (int) size);
    posix.close(fd);
    return answer;
  }

  /** What was read; valid up to the length. */
  public byte[] bytes() {
    return bytes;
  }

  /** Some file systems give directories a size beyond all files. */
  private int tooLarge(int fd) {
    int got = posix.read(fd, new byte[1], 0, 1);
    return got < 0 ? got : -Errno.EFBIG;
  }

  private int fill(int fd, int expected) {
    bytes = new byte[expected + 1];
    length = 0;
    while (true) {
      if (length == bytes.length) grow();
      int got = posix.read(fd, bytes, length, bytes.length - length);
      if (got < 0) return got;
      if (got == 0) return length;
      length += got;
    }
  }

  private void grow() {
    byte[] larger = new byte[2 * length];
    System.arraycopy(bytes, 0, larger, 0, length);
    bytes = larger;
  }
}
