package s6j.formats.files;

import static s6j.formats.ServiceDirectory.STATUS;
import static s6j.formats.ServiceDirectory.STATUS_NEW;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** The file supervise/status: read by anyone, replaced as a whole by its supervisor. */
public final class StatusFile {
  private final Posix posix;
  private final byte[] buffer = new byte[ServiceStatus.SIZE];

  public StatusFile(Posix posix) {
    this.posix = posix;
  }

  /** Reads supervise/status of a service directory, as {@link #read} does. */
  public @OrErrno int readOf(byte[] serviceDirectory, ServiceStatus status) {
    return read(Posix.CWD, CString.path(serviceDirectory, STATUS), status);
  }

  /**
   * Reads the file {@code path}, often {@link ServiceDirectory#STATUS}: 0, {@code -EPIPE} if it is
   * shorter than {@link ServiceStatus#SIZE}, or the negated errno of open or read.
   */
  public @OrErrno int read(@Descriptor int directory, byte[] path, ServiceStatus status) {
    int got = SmallFile.read(posix, directory, path, buffer, ServiceStatus.SIZE);
    if (got < 0) return got;
    if (got < ServiceStatus.SIZE) return -Errno.EPIPE;
    status.decode(buffer, 0);
    return 0;
  }

  /**
   * Replaces supervise/status of an open service directory, without a sync: 0 or the negated errno
   * of what failed; the old file is whole in any case.
   */
  public @OrErrno int write(@Descriptor int serviceDirectory, ServiceStatus status) {
    status.encode(buffer, 0);
    return SmallFile.replace(
        posix, serviceDirectory, STATUS, STATUS_NEW, buffer, ServiceStatus.SIZE, 0666);
  }
}
