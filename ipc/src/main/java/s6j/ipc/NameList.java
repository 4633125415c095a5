package s6j.ipc;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The names in a directory, in its order, those with a leading dot left out. For tools. */
final class NameList {
  private static final int FLAGS = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private byte[][] names = new byte[16][];
  private int count;

  NameList(Posix posix) {
    this.posix = posix;
  }

  /** 0, or the negated errno. */
  int read(byte[] directory) {
    int fd = posix.open(Posix.CWD, directory, FLAGS, 0);
    if (fd < 0) return fd;
    DirectoryReader reader = new DirectoryReader(posix, 32768).start(fd);
    while (reader.next()) if (reader.name()[0] != '.') add(reader.name());
    posix.close(fd);
    return -reader.error();
  }

  int count() {
    return count;
  }

  byte[] name(int place) {
    return names[place];
  }

  private void add(byte[] name) {
    if (count == names.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(names, 0, more, 0, count);
      names = more;
    }
    names[count++] = CString.slice(name, 0, CString.length(name));
  }
}
