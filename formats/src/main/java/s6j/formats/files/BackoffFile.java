package s6j.formats.files;

import static s6j.formats.ServiceDirectory.BACKOFF;
import static s6j.formats.ServiceDirectory.BACKOFF_NEW;

import s6j.formats.ServiceStatus;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * The file supervise/backoff: how long a service that failed waits for its next start, milliseconds
 * as one decimal number on a line, counted from the ready stamp of {@link ServiceStatus}.
 *
 * <p>It is there only during such a pause. An extension, absent in s6.
 */
public final class BackoffFile {
  private final Posix posix;
  private final byte[] buffer = new byte[24];

  public BackoffFile(Posix posix) {
    this.posix = posix;
  }

  /** Replaces the file: 0 or the negated errno. */
  public @OrErrno int write(@Descriptor int serviceDirectory, long millis) {
    int length = Decimal.format(millis, buffer, 0);
    buffer[length++] = '\n';
    return SmallFile.replace(posix, serviceDirectory, BACKOFF, BACKOFF_NEW, buffer, length, 0666);
  }

  /** Removes the file: 0 or the negated errno, {@code -ENOENT} if there was none. */
  public @OrErrno int remove(@Descriptor int serviceDirectory) {
    return posix.unlink(serviceDirectory, BACKOFF);
  }
}
