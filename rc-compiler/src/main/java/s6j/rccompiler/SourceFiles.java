package s6j.rccompiler;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Reads whole files of a definition into one reused buffer. */
final class SourceFiles {
  /** Scripts and lists over this size are refused rather than held in memory. */
  private static final int LARGEST = 64 << 20;

  private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final ByteSink content = new ByteSink(4096);
  private final byte[] piece = new byte[65536];

  SourceFiles(Posix posix) {
    this.posix = posix;
  }

  /** Opens a file without waiting for the writer of a fifo, which then reads as empty. */
  int open(int directory, byte[] file) {
    return posix.open(directory, file, READ, 0);
  }

  /** Reads a file as a whole into {@link #bytes}: its length, or the negated errno. */
  int read(int directory, byte[] file) {
    int fd = open(directory, file);
    if (fd < 0) return fd;
    content.cut(0);
    int got = posix.read(fd, piece, 0, piece.length);
    while (got > 0 && content.length() <= LARGEST) {
      content.put(piece, 0, got);
      got = posix.read(fd, piece, 0, piece.length);
    }
    posix.close(fd);
    if (got < 0) return got;
    return content.length() > LARGEST ? -Errno.EFBIG : content.length();
  }

  /** Reads at most {@code most} bytes of a file: their count, or the negated errno. */
  int readStart(int directory, byte[] file, int most) {
    int fd = open(directory, file);
    if (fd < 0) return fd;
    content.cut(0);
    int got = posix.read(fd, piece, 0, most);
    posix.close(fd);
    if (got > 0) content.put(piece, 0, got);
    return got;
  }

  byte[] bytes() {
    return content.array();
  }

  /** A new string of a part of what was read. */
  byte[] slice(int from, int to) {
    return CString.slice(content.array(), from, to);
  }
}
