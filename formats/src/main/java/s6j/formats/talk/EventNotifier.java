package s6j.formats.talk;

import static s6j.posix.OpenFlags.*;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * Tells events to the listeners of a {@link Fifodir}; never waits for one: what does not fit into a
 * full fifo is lost, and a fifo that nobody reads is removed. Others may write there: links are not
 * followed, and nothing but a fifo is written to.
 */
public final class EventNotifier {
  private static final byte[] SUBSCRIBED = CString.of("ftrig1:@");
  private static final byte[] LEFT_BEHIND = CString.of("ftrig1");
  private static final int RECORDS_SIZE = 1024;

  private final Posix posix;
  private final DirectoryReader reader;
  private final FileStat stat = new FileStat();

  public EventNotifier(Posix posix) {
    this.posix = posix;
    this.reader = new DirectoryReader(posix, RECORDS_SIZE);
  }

  /**
   * Writes {@code count} letters in one write to every listener of the fifodir {@code path}: how
   * many got all of them, or the negated errno of reading the directory. SIGPIPE must be ignored.
   */
  public @OrErrno int announce(@Descriptor int directory, byte[] path, byte[] letters, int count) {
    int fifodir = openFifodir(directory, path);
    if (fifodir < 0) return fifodir;
    int told = 0;
    reader.start(fifodir);
    while (reader.next())
      if (isNamed(SUBSCRIBED) && tell(fifodir, reader.name(), letters, count)) told++;
    posix.close(fifodir);
    return reader.error() == 0 ? told : -reader.error();
  }

  /** Removes the fifos that nobody reads: 0, or the negated errno of reading the directory. */
  public @OrErrno int clean(@Descriptor int directory, byte[] path) {
    int fifodir = openFifodir(directory, path);
    if (fifodir < 0) return fifodir;
    reader.start(fifodir);
    while (reader.next()) if (isNamed(LEFT_BEHIND)) tell(fifodir, reader.name(), LEFT_BEHIND, 0);
    posix.close(fifodir);
    return -reader.error();
  }

  private int openFifodir(int directory, byte[] path) {
    return posix.open(directory, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC, 0);
  }

  private boolean isNamed(byte[] prefix) {
    byte[] name = reader.name();
    return CString.startsWith(name, prefix) && CString.length(name) == Fifodir.NAME_LENGTH;
  }

  private boolean tell(int fifodir, byte[] name, byte[] letters, int count) {
    int fd = posix.open(fifodir, name, O_WRONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC, 0);
    int put = fd >= 0 && !isFifo(fd) ? -Errno.EBADF : fd;
    if (put >= 0 && count > 0) put = posix.write(fd, letters, 0, count);
    if (fd >= 0) posix.close(fd);
    if (put == -Errno.ENXIO || put == -Errno.EPIPE) posix.unlink(fifodir, name);
    return put >= count;
  }

  private boolean isFifo(int fd) {
    return posix.fstat(fd, stat) >= 0 && stat.isFifo();
  }
}
