package s6j.rc.live;

import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The file {@code down} of a service: it follows the state, for a supervisor that begins anew. */
public final class DownFile {
  private static final int CREATE =
      OpenFlags.O_WRONLY
          | OpenFlags.O_CREAT
          | OpenFlags.O_TRUNC
          | OpenFlags.O_NONBLOCK
          | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] path;

  public DownFile(Posix posix, byte[] service) {
    this.posix = posix;
    path = CString.path(service, ServiceDirectory.DOWN);
  }

  public byte[] path() {
    return path;
  }

  /** 0, or the negated errno: {@code -ENOENT} if there was none to be removed. */
  public int follow(boolean up) {
    return up ? posix.unlink(Posix.CWD, path) : make();
  }

  private int make() {
    int fd = posix.open(Posix.CWD, path, CREATE, 0666);
    if (fd < 0) return fd;
    posix.close(fd);
    return 0;
  }
}
