package s6j.rc.live;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.PathText;
import s6j.posix.Posix;

/** A live directory: where its files are, and its locks (docs/specification/s6-rc.md, D, E.1). */
public final class LiveDirectory {
  public static final byte[] SERVICES = CString.of("servicedirs");
  public static final String ONESHOT_RUNNER = "s6rc-oneshot-runner";
  public static final String FDHOLDER = "s6rc-fdholder";

  private static final int SHARED = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  private static final int EXCLUSIVE =
      OpenFlags.O_RDWR
          | OpenFlags.O_CREAT
          | OpenFlags.O_TRUNC
          | OpenFlags.O_NONBLOCK
          | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] path;

  public LiveDirectory(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = path;
  }

  public byte[] path() {
    return path;
  }

  public byte[] file(String name) {
    return CString.path(path, CString.of(name));
  }

  /** The service directory of a longrun. */
  public byte[] service(byte[] name) {
    return CString.path(CString.path(path, SERVICES), name);
  }

  public byte[] service(String name) {
    return service(CString.of(name));
  }

  /** Takes the lock: its descriptor, {@code -EBUSY} if it is taken, or the negated errno. */
  public int lock(boolean exclusive, boolean wait) {
    int fd = lockOnce(exclusive, wait);
    // An update may have put another directory there while the lock was waited for.
    while (fd >= 0 && !isStillThere(fd)) {
      posix.close(fd);
      fd = lockOnce(exclusive, wait);
    }
    return fd;
  }

  private boolean isStillThere(int fd) {
    FileStat held = new FileStat();
    FileStat named = new FileStat();
    return posix.fstat(fd, held) < 0
        || posix.stat(Posix.CWD, file("lock"), true, named) < 0
        || held.device == named.device && held.inode == named.inode;
  }

  private int lockOnce(boolean exclusive, boolean wait) {
    int fd = posix.open(Posix.CWD, file("lock"), exclusive ? EXCLUSIVE : SHARED, 0644);
    if (fd < 0) return fd;
    int answer = posix.lock(fd, exclusive, wait);
    // This lock is shared with the s6-rc that an update runs, and lasts if only that one is left.
    if (answer >= 0) answer = posix.flock(fd, exclusive, wait);
    if (answer >= 0) return fd;
    posix.close(fd);
    return answer == -Errno.EAGAIN ? -Errno.EBUSY : answer;
  }

  /** The text of a link, or null; {@link Posix#readlink} tells why. */
  public byte @Nullable [] linkText(String name) {
    return PathText.ofLink(posix, file(name));
  }

  /** The path without slashes at its end; null if nothing is left. */
  public static byte @Nullable [] withoutSlashes(byte[] path) {
    int length = CString.length(path);
    while (length > 0 && path[length - 1] == '/') length--;
    return length == 0 ? null : CString.slice(path, 0, length);
  }
}
