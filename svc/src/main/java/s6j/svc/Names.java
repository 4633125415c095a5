package s6j.svc;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Lists of file names, read at once so that the directory may change meanwhile. */
final class Names {
  private static final int READ_SIZE = 8192;

  private byte[][] names = new byte[16][];
  private int count;

  /** The errno of reading the directory, negated, or 0. */
  private int error;

  int count() {
    return count;
  }

  int error() {
    return error;
  }

  byte[] get(int place) {
    return names[place];
  }

  void add(byte[] name) {
    if (count == names.length) {
      byte[][] more = new byte[count * 2][];
      System.arraycopy(names, 0, more, 0, count);
      names = more;
    }
    names[count++] = name;
  }

  /** The names in a directory, as the kernel orders them; . and .. left out. */
  static Names in(Posix posix, byte[] directory) {
    Names names = new Names();
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, directory, flags, 0);
    if (fd < 0) names.error = fd;
    else names.readAndClose(posix, fd);
    return names;
  }

  private void readAndClose(Posix posix, int fd) {
    DirectoryReader reader = new DirectoryReader(posix, READ_SIZE).start(fd);
    while (reader.next()) add(CString.slice(reader.name(), 0, CString.length(reader.name())));
    error = -reader.error();
    posix.close(fd);
  }
}
