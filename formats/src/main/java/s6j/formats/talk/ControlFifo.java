package s6j.formats.talk;

import static s6j.posix.OpenFlags.*;

import s6j.formats.files.Transfer;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.Turn;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * A fifo that takes letters of command: supervise/control, .s6-svscan/control.
 *
 * <p>The daemon holds both ends, in one descriptor that Linux opens for both, so that it never
 * reads an end of file; nobody can write while no daemon lives. The fifo stays when the daemon
 * leaves.
 */
public final class ControlFifo implements Turn.Letters {
  private final Posix posix;
  private final byte[] letter = new byte[1];
  private final FileStat stat = new FileStat();
  private int both = -1;

  public ControlFifo(Posix posix) {
    this.posix = posix;
  }

  /**
   * Daemon: makes the fifo if it is missing (0600, under the umask) and opens both ends,
   * close-on-exec. The descriptor to read, non-blocking; {@code -EEXIST} if something else has the
   * name; or the negated errno.
   */
  public @Descriptor @OrErrno int open(@Descriptor int directory, byte[] path) {
    int made = make(directory, path);
    return made < 0 ? made : listen(directory, path);
  }

  /** Daemon: opens both ends of the fifo that {@link #make} has made, as {@link #open} does. */
  public @Descriptor @OrErrno int listen(@Descriptor int directory, byte[] path) {
    int opened = posix.open(directory, path, O_RDWR | O_NONBLOCK | O_CLOEXEC, 0);
    both = Math.max(opened, -1);
    return opened;
  }

  /** Daemon: goes on with a fifo that is open. */
  public void goOn(int opened) {
    both = opened;
  }

  /** What is read, to poll; -1 if not open. */
  @Override
  public @Descriptor int descriptor() {
    return both;
  }

  /** Daemon: the next letter, 0..255; {@code -EAGAIN} if there is none; or the negated errno. */
  @Override
  public int next() {
    int got = posix.read(both, letter, 0, 1);
    if (got < 0) return got;
    return got == 0 ? -Errno.EAGAIN : letter[0] & 0xff;
  }

  /** Daemon: closes both ends. */
  public void close() {
    if (both >= 0) posix.close(both);
    both = -1;
  }

  /**
   * Client: sends letters in one write, which waits while the fifo is full; none only tests whether
   * somebody listens. 0, {@code -ENXIO} if nobody listens, or the negated errno. Ignore SIGPIPE to
   * survive a daemon that leaves in between ({@code -EPIPE}).
   */
  public @OrErrno int send(@Descriptor int directory, byte[] path, byte[] letters, int length) {
    int fd = openToSend(directory, path);
    if (fd < 0) return fd;
    int result = posix.setNonBlocking(fd, false);
    if (result >= 0 && length > 0) result = Transfer.writeFully(posix, fd, letters, length);
    posix.close(fd);
    return result < 0 ? result : 0;
  }

  /** As {@link #send}, without waiting: {@code -EAGAIN} if the fifo is full. */
  public @OrErrno int offer(@Descriptor int directory, byte[] path, byte[] letters, int length) {
    int fd = openToSend(directory, path);
    if (fd < 0) return fd;
    int result = length > 0 ? posix.write(fd, letters, 0, length) : 0;
    posix.close(fd);
    return result < 0 ? result : 0;
  }

  /**
   * The service may belong to somebody else: a letter must not get into whatever a link leads to,
   * nor into a file. Nobody listens there.
   */
  private @Descriptor @OrErrno int openToSend(@Descriptor int directory, byte[] path) {
    int fd = posix.open(directory, path, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0);
    if (fd < 0) return fd == -Errno.ELOOP ? -Errno.ENXIO : fd;
    int found = posix.fstat(fd, stat);
    if (found >= 0 && stat.isFifo()) return fd;
    posix.close(fd);
    return found < 0 ? found : -Errno.ENXIO;
  }

  /**
   * Daemon: makes the fifo if it is missing (0600, under the umask), and nobody listens yet. 0,
   * {@code -EEXIST} if something else has the name, or the negated errno.
   */
  public @OrErrno int make(@Descriptor int directory, byte[] path) {
    int made = posix.mkfifo(directory, path, 0600);
    if (made != -Errno.EEXIST) return made;
    int found = posix.stat(directory, path, true, stat);
    if (found < 0) return found;
    return stat.isFifo() ? 0 : -Errno.EEXIST;
  }
}
