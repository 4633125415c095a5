package s6j.posix;

/** What stat answers about a file; filled by {@link Posix#stat}, reused by its owner. */
public final class FileStat {
  private static final int TYPE = 0170000;

  /** Type and permission bits. */
  public int mode;

  public long device;
  public long inode;
  public int uid;
  public int gid;

  /** The device that a device file stands for, as {@link Posix#mknod} takes it. */
  public long specialDevice;

  /** Names the file has. */
  public int links;

  /** Bytes. */
  public long size;

  /** Nanoseconds since 1970. */
  public long modifiedNanos;

  /** Nanoseconds since 1970 of the last reading that the file system noted. */
  public long accessedNanos;

  public boolean isDirectory() {
    return (mode & TYPE) == 0040000;
  }

  public boolean isFifo() {
    return (mode & TYPE) == 0010000;
  }

  public boolean isRegular() {
    return (mode & TYPE) == 0100000;
  }

  public boolean isLink() {
    return (mode & TYPE) == 0120000;
  }

  public boolean isSocket() {
    return (mode & TYPE) == 0140000;
  }

  /** Whether it stands for a device, of characters or blocks. */
  public boolean isDevice() {
    return (mode & TYPE) == 0020000 || (mode & TYPE) == 0060000;
  }

  /** The permission bits with set-id and sticky: 07777. */
  public int permissions() {
    return mode & 07777;
  }
}
