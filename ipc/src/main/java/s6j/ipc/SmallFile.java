package s6j.ipc;

import s6j.posix.Posix;

/** The beginning of a file, into a buffer that is there already. */
final class SmallFile {
  private SmallFile() {}

  /** Reads at most {@code most} bytes to {@code at}: their count, or the negated errno. */
  static int read(Posix posix, int fd, byte[] into, int at, int most) {
    int filled = 0;
    while (filled < most) {
      int got = posix.read(fd, into, at + filled, most - filled);
      if (got < 0) return got;
      if (got == 0) return filled;
      filled += got;
    }
    return filled;
  }
}
