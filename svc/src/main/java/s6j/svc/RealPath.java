package s6j.svc;

import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** Absolute paths without links, as the kernel tells them from within a directory. */
final class RealPath {
  private static final int LONGEST = 4096;

  private RealPath() {}

  /** The path of a directory, or null if it cannot be entered. */
  static byte[] of(Posix posix, byte[] directory) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int here = posix.open(Posix.CWD, CString.of("."), flags, 0);
    if (here < 0) return null;
    byte[] path = new byte[LONGEST];
    int length = -1;
    if (posix.chdir(directory) >= 0) length = posix.getcwd(path);
    posix.fchdir(here);
    posix.close(here);
    return length <= 0 ? null : CString.slice(path, 0, length);
  }
}
