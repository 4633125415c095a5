package s6j.formats.files;

import static s6j.posix.OpenFlags.*;

import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;

/**
 * A lock that says "a daemon lives here": supervise/lock, .s6-svscan/lock, that of a Unix socket.
 *
 * <p>It is an fcntl record lock and belongs to the process: it is lost when the holder closes any
 * descriptor of the file, and a process does not see its own.
 */
public final class LockFile {
  private static final byte[] SOCKET_LOCK = CString.of(".lock");

  private final Posix posix;

  public LockFile(Posix posix) {
    this.posix = posix;
  }

  /**
   * Daemon: opens the file, made with {@code mode} under the umask, and locks it for life: the
   * descriptor, to be left open; {@code -EAGAIN} if another process holds it; or the negated errno.
   */
  public @Descriptor @OrErrno int take(@Descriptor int directory, byte[] path, int mode) {
    return take(directory, path, mode, 0);
  }

  private @Descriptor @OrErrno int take(
      @Descriptor int directory, byte[] path, int mode, int more) {
    int flags = O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC | more;
    int fd = posix.open(directory, path, flags, mode);
    if (fd < 0) return fd;
    int locked = posix.lock(fd, true, false);
    if (locked >= 0) return fd;
    posix.close(fd);
    return locked;
  }

  /**
   * Server of a Unix socket: locks PATH.lock, so that two servers do not remove each other's
   * socket, and removes an old one: the descriptor of the lock, to be left open; {@code -EBUSY} if
   * another process holds it; or the negated errno.
   */
  public @Descriptor @OrErrno int claimSocket(byte[] path) {
    // Sockets are made in directories such as /tmp: no link there is to make or open a file.
    int fd = take(Posix.CWD, CString.concat(path, SOCKET_LOCK), 0600, O_NOFOLLOW);
    if (fd < 0) return fd == -Errno.EAGAIN ? -Errno.EBUSY : fd;
    posix.unlink(Posix.CWD, path);
    return fd;
  }

  /**
   * Client: 1 if a service directory has a supervisor, 0 if not, which one that is not there gives
   * too; or the negated errno.
   */
  public static @OrErrno int isSupervised(Posix posix, byte[] serviceDirectory) {
    byte[] lock = CString.path(serviceDirectory, ServiceDirectory.LOCK);
    int held = new LockFile(posix).isHeld(Posix.CWD, lock);
    return held == -Errno.ENOENT ? 0 : held;
  }

  /**
   * Client: 1 if another process holds the lock, 0 if none does, {@code -ENOENT} if there is no
   * such file (for s6-svok the same as 0), or the negated errno.
   */
  public @OrErrno int isHeld(@Descriptor int directory, byte[] path) {
    int fd = posix.open(directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return fd;
    int held = posix.isLocked(fd);
    posix.close(fd);
    return held;
  }

  /**
   * Client: the pid of a service directory's supervisor; 0 if there is none or it cannot be told.
   */
  public static @Pid int supervisor(Posix posix, byte[] serviceDirectory) {
    return new LockFile(posix).holder(CString.path(serviceDirectory, ServiceDirectory.LOCK));
  }

  /** Client: the pid of the process that holds the lock; 0 if none does or it cannot be told. */
  public @Pid int holder(byte[] path) {
    int fd = posix.open(Posix.CWD, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return 0;
    int holder = posix.lockHolder(fd);
    posix.close(fd);
    return Math.max(holder, 0);
  }
}
