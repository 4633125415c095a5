package s6j.rccompiler.compile;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Reads whole files of a definition into one reused buffer. */
final class SourceFiles {
  /** Scripts and lists over this size are refused rather than held in memory. */
  private static final int LARGEST = 64 << 20;

  private static final int NONE = -1;
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final ByteSink content = new ByteSink(4096);
  private final byte[] piece = new byte[65536];
  private final DirectoryReader entries;

  /** What {@link #listed} has, NUL-ended names. */
  private final ByteSink names = new ByteSink(1024);

  private int listed = NONE;

  SourceFiles(Posix posix) {
    this.posix = posix;
    this.entries = new DirectoryReader(posix, 8192);
  }

  /**
   * Reads the names in an open directory: 0, or the negated errno. Until the next one, what it has
   * not is not looked for: of the many files that a definition may have, most have few.
   */
  int list(int directory) {
    listed = directory;
    names.cut(0);
    entries.start(directory);
    while (entries.next()) names.put(entries.name(), 0, CString.length(entries.name()) + 1);
    return -entries.error();
  }

  /** Whether the directory has a file, as far as is known. */
  boolean mayHave(int directory, byte[] file) {
    if (directory != listed) return true;
    byte[] all = names.array();
    for (int at = 0; at < names.length(); at++) {
      int same = 0;
      while (same < file.length && all[at + same] == file[same]) same++;
      at += same;
      if (same == file.length && all[at] == 0) return true;
      while (all[at] != 0) at++;
    }
    return false;
  }

  /** Opens a file without waiting for the writer of a fifo, which then reads as empty. */
  int open(int directory, byte[] file) {
    return open(directory, file, READ);
  }

  private int open(int directory, byte[] file, int flags) {
    return mayHave(directory, file) ? posix.open(directory, file, flags, 0) : -Errno.ENOENT;
  }

  int openDirectory(int directory, byte[] file) {
    return open(directory, file, DIRECTORY);
  }

  /** 0, or the negated errno; {@code -ENOENT} also of a link that leads nowhere. */
  int find(int directory, byte[] file) {
    return mayHave(directory, file) ? posix.access(directory, file, Posix.F_OK) : -Errno.ENOENT;
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
