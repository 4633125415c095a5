package s6j.svc;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** Removes a file, or a directory with all that is in it; links are removed, not followed. */
final class TreeRemoval {
  private final Posix posix;
  private final FileStat stat = new FileStat();

  /** Directories to remove, parents before children. */
  private final Names directories = new Names();

  TreeRemoval(Posix posix) {
    this.posix = posix;
  }

  /** 0, also if there is nothing at {@code path}, or the first errno, negated. */
  int remove(byte[] path) {
    int error = removeOne(path);
    for (int i = 0; i < directories.count(); i++) {
      int failure = empty(directories.get(i));
      if (error == 0) error = failure;
    }
    for (int i = directories.count() - 1; i >= 0; i--) {
      int failure = posix.rmdir(Posix.CWD, directories.get(i));
      if (error == 0 && failure < 0) error = failure;
    }
    return error;
  }

  private int empty(byte[] directory) {
    Names names = Names.in(posix, directory);
    int error = names.error();
    for (int i = 0; i < names.count(); i++) {
      int failure = removeOne(CString.path(directory, names.get(i)));
      if (error == 0) error = failure;
    }
    return error;
  }

  private int removeOne(byte[] path) {
    int answer = posix.stat(Posix.CWD, path, false, stat);
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0) return answer;
    if (!stat.isDirectory()) answer = posix.unlink(Posix.CWD, path);
    else directories.add(path);
    return answer < 0 ? answer : 0;
  }
}
