package s6j.formats;

import static s6j.posix.OpenFlags.*;

import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * The file supervise/backoff: how long a service that failed waits for its next start, milliseconds
 * as one decimal number on a line, counted from the ready stamp of {@link ServiceStatus}.
 *
 * <p>It is there only during such a pause. An extension, absent in s6.
 */
public final class BackoffFile {
  private final Posix posix;
  private final KnobReader reader;
  private final byte[] buffer = new byte[24];

  /** {@code reader} may be shared. */
  public BackoffFile(Posix posix, KnobReader reader) {
    this.posix = posix;
    this.reader = reader;
  }

  /** Milliseconds; or {@link KnobReader#ABSENT}, {@link KnobReader#INVALID}, the negated errno. */
  public long read(int serviceDirectory) {
    return reader.number(serviceDirectory, ServiceDirectory.BACKOFF);
  }

  /** Replaces the file: 0 or the negated errno. */
  public int write(int serviceDirectory, long millis) {
    int length = Decimal.format(millis, buffer, 0);
    buffer[length++] = '\n';
    int flags = O_WRONLY | O_NONBLOCK | O_CREAT | O_TRUNC | O_CLOEXEC;
    int fd = posix.open(serviceDirectory, ServiceDirectory.BACKOFF_NEW, flags, 0666);
    if (fd < 0) return fd;
    int error = Transfer.writeFully(posix, fd, buffer, length);
    posix.close(fd);
    if (error == 0) error = rename(serviceDirectory);
    if (error < 0) posix.unlink(serviceDirectory, ServiceDirectory.BACKOFF_NEW);
    return error;
  }

  /** Removes the file: 0 or the negated errno, {@code -ENOENT} if there was none. */
  public int remove(int serviceDirectory) {
    return posix.unlink(serviceDirectory, ServiceDirectory.BACKOFF);
  }

  private int rename(int directory) {
    byte[] fresh = ServiceDirectory.BACKOFF_NEW;
    return posix.rename(directory, fresh, directory, ServiceDirectory.BACKOFF);
  }
}
