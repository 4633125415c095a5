package s6j.formats.files;

import s6j.formats.Cdb;
import s6j.formats.CdbWriter;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * Looks records up in a constant database ({@link CdbWriter}) on disk, a few bytes at a time: for
 * daemons, which allocate nothing. A damaged file never throws.
 */
public final class CdbFile {
  private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final FileStat stat = new FileStat();
  private final byte[] pair = new byte[8];
  private final byte[] stored = new byte[256];
  private int fd = -1;
  private long dataAt;

  public CdbFile(Posix posix) {
    this.posix = posix;
  }

  /**
   * Opens a file in place of the present one: 0, or the negated errno and nothing changes. What
   * cannot be mapped into memory fails as if that were tried: a directory, an empty file.
   */
  public @OrErrno int open(byte[] path) {
    int opened = posix.open(Posix.CWD, path, FLAGS, 0);
    if (opened < 0) return opened;
    int error = posix.fstat(opened, stat);
    if (error >= 0 && stat.isDirectory()) error = -Errno.ENODEV;
    if (error >= 0 && stat.size == 0) error = -Errno.EINVAL;
    if (error < 0) {
      posix.close(opened);
      return error;
    }
    close();
    fd = opened;
    return 0;
  }

  public void close() {
    if (fd >= 0) posix.close(fd);
    fd = -1;
  }

  /**
   * Looks up a key of at most 255 bytes: the length of its data, {@link Cdb#ABSENT} or {@link
   * Cdb#DAMAGED}.
   */
  public int find(byte[] key, int length) {
    int hash = CdbWriter.hash(key, 0, length);
    if (!readPair(8 * (hash & 255))) return Cdb.DAMAGED;
    long table = first();
    long slots = second();
    if (slots == 0) return Cdb.ABSENT;
    long slot = (hash >>> 8) % slots;
    for (long tried = 0; tried < slots; tried++) {
      if (!readPair(table + 8 * slot)) return Cdb.DAMAGED;
      if (second() == 0) return Cdb.ABSENT;
      int found = first() == (hash & 0xffffffffL) ? record(second(), key, length) : Cdb.ABSENT;
      if (found != Cdb.ABSENT) return found;
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
    return Cdb.ABSENT;
  }

  /** Reads the first {@code length} bytes of the data found last; false if they are not there. */
  public boolean data(byte[] into, int length) {
    return read(dataAt, into, length);
  }

  private int record(long position, byte[] key, int length) {
    if (!readPair(position)) return Cdb.DAMAGED;
    long dataLength = second();
    if (dataLength > Integer.MAX_VALUE) return Cdb.DAMAGED;
    if (first() != length) return Cdb.ABSENT;
    if (length > stored.length || !read(position + 8, stored, length)) return Cdb.DAMAGED;
    for (int i = 0; i < length; i++) if (stored[i] != key[i]) return Cdb.ABSENT;
    dataAt = position + 8 + length;
    return (int) dataLength;
  }

  private boolean readPair(long at) {
    return read(at, pair, pair.length);
  }

  private long first() {
    return little32(0);
  }

  private long second() {
    return little32(4);
  }

  private long little32(int at) {
    return (pair[at] & 0xffL)
        | (pair[at + 1] & 0xffL) << 8
        | (pair[at + 2] & 0xffL) << 16
        | (pair[at + 3] & 0xffL) << 24;
  }

  private boolean read(long at, byte[] into, int length) {
    if (posix.seek(fd, at, 0) < 0) return false;
    return Transfer.readFully(posix, fd, into, length) == length;
  }
}
