package s6j.formats.files;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** Removes a file, or a directory with all that is in it; links are removed, not followed. */
public final class TreeRemoval {
  private static final int RECORDS = 4096;

  private final Posix posix;
  private final FileStat stat = new FileStat();
  private final DirectoryReader reader;

  /** Directories to remove, parents before children. */
  private byte[][] directories = new byte[16][];

  private int count;
  private int error;

  public TreeRemoval(Posix posix) {
    this.posix = posix;
    this.reader = new DirectoryReader(posix, RECORDS);
  }

  /** 0, also if there is nothing at {@code path}, or the first errno, negated. Allocates. */
  public @OrErrno int remove(byte[] path) {
    error = 0;
    count = 0;
    removeOne(path);
    for (int i = 0; i < count; i++) empty(directories[i]);
    while (count > 0) note(posix.rmdir(Posix.CWD, directories[--count]));
    return error;
  }

  private void empty(byte[] directory) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, directory, flags, 0);
    if (fd < 0) {
      note(fd);
      return;
    }
    reader.start(fd);
    while (reader.next()) removeOne(CString.path(directory, reader.name()));
    note(-reader.error());
    posix.close(fd);
  }

  private void removeOne(byte[] path) {
    int found = posix.stat(Posix.CWD, path, false, stat);
    if (found == -Errno.ENOENT) return;
    if (found < 0) note(found);
    else if (stat.isDirectory()) add(path);
    else note(posix.unlink(Posix.CWD, path));
  }

  private void add(byte[] directory) {
    if (count == directories.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(directories, 0, more, 0, count);
      directories = more;
    }
    directories[count++] = directory;
  }

  private void note(int result) {
    if (result < 0 && error == 0) error = result;
  }
}
