package s6j.formats;

import static s6j.posix.OpenFlags.*;

import s6j.posix.Errno;
import s6j.posix.Posix;

/** The file supervise/status: read by anyone, replaced as a whole by its supervisor. */
public final class StatusFile {
  private final Posix posix;
  private final byte[] buffer = new byte[ServiceStatus.SIZE];

  public StatusFile(Posix posix) {
    this.posix = posix;
  }

  /**
   * Reads the file {@code path}, often {@link ServiceDirectory#STATUS}: 0, {@code -EPIPE} if it is
   * shorter than {@link ServiceStatus#SIZE}, or the negated errno of open or read.
   */
  public int read(int directory, byte[] path, ServiceStatus status) {
    int fd = posix.open(directory, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    if (fd < 0) return fd;
    int got = Transfer.readFully(posix, fd, buffer, ServiceStatus.SIZE);
    posix.close(fd);
    if (got < 0) return got;
    if (got < ServiceStatus.SIZE) return -Errno.EPIPE;
    status.decode(buffer, 0);
    return 0;
  }

  /**
   * Replaces supervise/status of an open service directory, without a sync: 0 or the negated errno
   * of what failed; the old file is whole in any case.
   */
  public int write(int serviceDirectory, ServiceStatus status) {
    byte[] fresh = ServiceDirectory.STATUS_NEW;
    status.encode(buffer, 0);
    int flags = O_WRONLY | O_NONBLOCK | O_CREAT | O_TRUNC | O_CLOEXEC;
    int fd = posix.open(serviceDirectory, fresh, flags, 0666);
    if (fd < 0) return fd;
    int error = Transfer.writeFully(posix, fd, buffer, ServiceStatus.SIZE);
    posix.close(fd);
    if (error == 0) error = rename(serviceDirectory);
    if (error < 0) posix.unlink(serviceDirectory, fresh);
    return error;
  }

  private int rename(int directory) {
    return posix.rename(directory, ServiceDirectory.STATUS_NEW, directory, ServiceDirectory.STATUS);
  }
}
