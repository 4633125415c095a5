package s6j.ipc;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Removes a directory with all that this program put there: a few levels deep. */
final class TreeRemoval {
  private static final int DEEPEST = 16;

  private final Posix posix;

  TreeRemoval(Posix posix) {
    this.posix = posix;
  }

  void remove(byte[] path) {
    remove(path, DEEPEST);
  }

  private void remove(byte[] path, int depth) {
    int error = posix.unlink(Posix.CWD, path);
    if (depth == 0 || error != -Errno.EISDIR && error != -Errno.EPERM) return;
    NameList names = new NameList(posix);
    names.read(path);
    for (int i = 0; i < names.count(); i++) remove(CString.path(path, names.name(i)), depth - 1);
    posix.rmdir(Posix.CWD, path);
  }
}
