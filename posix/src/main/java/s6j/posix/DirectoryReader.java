package s6j.posix;

import s6j.posix.meaning.Descriptor;

/**
 * Reads the names of an open directory without allocating: {@code linux_dirent64} records, where 2
 * bytes at 16 are the record's length, the byte at 18 the type, and the name starts at 19.
 */
public final class DirectoryReader {
  private static final int LENGTH_AT = 16;
  private static final int TYPE_AT = 18;
  private static final int NAME_AT = 19;

  /** DT_DIR. */
  private static final int DIRECTORY = 4;

  private final Posix posix;
  private final byte[] records;
  private final byte[] name = new byte[256];
  private int fd;
  private int filled;
  private int place;
  private byte type;
  private int error;

  /** {@code bufferSize} of at least 512 bytes holds the records of one system call. */
  public DirectoryReader(Posix posix, int bufferSize) {
    this.posix = posix;
    this.records = new byte[bufferSize];
  }

  /** Starts at the first name of {@code directory}, whose descriptor stays the caller's. */
  public DirectoryReader start(@Descriptor int directory) {
    fd = directory;
    filled = 0;
    place = 0;
    error = 0;
    long at = posix.seek(directory, 0, 0);
    if (at < 0) error = (int) -at;
    return this;
  }

  /** Advances to the next name, . and .. left out; false at the end and on an error. */
  public boolean next() {
    while (advance()) if (!isSelfOrParent()) return true;
    return false;
  }

  /** The present name, NUL-ended, in a buffer that the next call overwrites. */
  public byte[] name() {
    return name;
  }

  /**
   * Whether the present name is known to be a directory's own. False of a link to one, and where
   * the file system does not tell: then stat does.
   */
  public boolean isDirectory() {
    return type == DIRECTORY;
  }

  /** The errno that ended the reading, or 0. */
  public int error() {
    return error;
  }

  private boolean advance() {
    if (error != 0) return false;
    if (place >= filled) {
      filled = posix.directoryEntries(fd, records);
      place = 0;
      if (filled < 0) error = -filled;
      if (filled <= 0) return false;
    }
    int from = place + NAME_AT;
    int length = 0;
    while (length < 255 && records[from + length] != 0) length++;
    System.arraycopy(records, from, name, 0, length);
    name[length] = 0;
    type = records[place + TYPE_AT];
    place += (records[place + LENGTH_AT] & 0xff) | (records[place + LENGTH_AT + 1] & 0xff) << 8;
    return true;
  }

  private boolean isSelfOrParent() {
    return name[0] == '.' && (name[1] == 0 || name[1] == '.' && name[2] == 0);
  }
}
