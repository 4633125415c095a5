package s6j.chain;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Pause;
import s6j.posix.Posix;

/**
 * A lock on a file, on a descriptor that the next program inherits. The descriptor is put where it
 * was asked for before the lock is taken: closing any descriptor of a file drops the record locks
 * on it, so a move afterwards would lose the lock (docs/specification/s6.md, G.2).
 */
final class FileLock implements Deed {
  /** The descriptor may have any number. */
  static final int ANYWHERE = -1;

  private static final int LONGEST_PAUSE_MILLIS = 10;

  private final byte[] file;
  boolean exclusive = true;
  boolean waits = true;

  /** How long to wait; 0 for ever. */
  long timeoutMillis;

  int descriptor = ANYWHERE;

  /** The lock is flock's, that of daemontools and runit. */
  boolean ofOpenFile;

  /** A failure to take the lock, whatever the reason, is a silent success. */
  boolean optional;

  FileLock(byte[] file) {
    this.file = file;
  }

  @Override
  public int perform(Chain chain) {
    int fd = exclusive ? create(chain.posix) : openOrCreate(chain.posix);
    if (fd < 0) return cannotOpen(chain, fd);
    if (descriptor != ANYWHERE && descriptor != fd) {
      int moved = chain.posix.dup2(fd, descriptor);
      chain.posix.close(fd);
      if (moved < 0)
        return chain.messages.fatal().unableTo("move lock descriptor").exit(ExitCode.SYSTEM, moved);
      fd = descriptor;
    }
    int code = take(chain, fd);
    if (code != GO_ON) chain.posix.close(fd);
    return code;
  }

  private int cannotOpen(Chain chain, int errno) {
    if (exclusive) return failed(chain, "open ", " for writing", ExitCode.SYSTEM, errno);
    if (errno == -Errno.ENOENT) return failed(chain, "create ", "", ExitCode.SYSTEM, errno);
    return failed(chain, "open ", " for reading", ExitCode.SYSTEM, errno);
  }

  private int create(Posix posix) {
    int append = ofOpenFile ? O_APPEND : 0;
    int mode = ofOpenFile ? 0600 : 0666;
    return posix.open(Posix.CWD, file, O_WRONLY | O_NONBLOCK | O_CREAT | append, mode);
  }

  private int openOrCreate(Posix posix) {
    int fd = posix.open(Posix.CWD, file, O_RDONLY | O_NONBLOCK, 0);
    if (fd != -Errno.ENOENT) return fd;
    fd = create(posix);
    if (fd < 0) return fd;
    posix.close(fd);
    return posix.open(Posix.CWD, file, O_RDONLY | O_NONBLOCK, 0);
  }

  private int take(Chain chain, int fd) {
    int answer =
        waits && timeoutMillis > 0 ? tryUntil(chain.posix, fd) : lock(chain.posix, fd, waits);
    if (answer >= 0) return GO_ON;
    if (answer == -Errno.ETIMEDOUT)
      return chain.messages.fatal().text("lock ").bytes(file).text(": timed out").exit(1);
    return failed(chain, "lock ", "", 1, answer == -Errno.EAGAIN ? Errno.EBUSY : answer);
  }

  private int lock(Posix posix, int fd, boolean wait) {
    int answer;
    do answer = ofOpenFile ? posix.flock(fd, exclusive, wait) : posix.lock(fd, exclusive, wait);
    while (answer == -Errno.EINTR);
    return answer;
  }

  /** A blocking call could be cut short only by a signal, which the JVM keeps to itself. */
  private int tryUntil(Posix posix, int fd) {
    long deadline = Deadline.after(posix.monotonicNanos(), timeoutMillis);
    int pause = 1;
    int answer = lock(posix, fd, false);
    while (answer == -Errno.EAGAIN) {
      int left = Deadline.timeoutMillis(deadline, posix.monotonicNanos());
      if (left == 0) return -Errno.ETIMEDOUT;
      Pause.millis(posix, left < pause ? left : pause);
      if (pause < LONGEST_PAUSE_MILLIS) pause++;
      answer = lock(posix, fd, false);
    }
    return answer;
  }

  private int failed(Chain chain, String what, String how, int code, int errno) {
    if (optional) return 0;
    chain.messages.fatal().unableTo(what).bytes(file).text(how);
    return chain.messages.exit(chain.failure(code), errno);
  }
}
