package s6j.formats.talk;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** Sends letters to the daemon of a service or scan directory and tells apart why it cannot. */
public final class ControlClient {
  private static final int NO_FIFO = -100_000;

  private ControlClient() {}

  /** Whether {@link #send} found the daemon's private directory, but no fifo in it. */
  public static boolean lacksFifo(int answer) {
    return answer < NO_FIFO;
  }

  /** The negated errno behind that. */
  public static @OrErrno int reason(int answer) {
    return answer - NO_FIFO;
  }

  /**
   * Writes the first {@code count} letters into {@code directory/fifo}: 0; {@code -ENXIO} if nobody
   * listens, be it that no daemon ever ran there; what {@link #lacksFifo} tells; or the negated
   * errno.
   */
  public static @OrErrno int send(
      Posix posix, byte[] directory, byte[] fifo, byte[] letters, int count) {
    byte[] path = CString.path(directory, fifo);
    int answer = new ControlFifo(posix).send(Posix.CWD, path, letters, count);
    return cause(posix, directory, fifo, answer);
  }

  /** As {@link #send}, without waiting: {@code -EAGAIN} if the fifo is full. */
  public static @OrErrno int offer(
      Posix posix, byte[] directory, byte[] fifo, byte[] letters, int count) {
    byte[] path = CString.path(directory, fifo);
    int answer = new ControlFifo(posix).offer(Posix.CWD, path, letters, count);
    return cause(posix, directory, fifo, answer);
  }

  private static int cause(Posix posix, byte[] directory, byte[] fifo, int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.ENOTDIR, Errno.EISDIR -> explain(posix, directory, fifo, answer);
      default -> answer;
    };
  }

  private static int explain(Posix posix, byte[] directory, byte[] fifo, int error) {
    byte[] inner = CString.slice(fifo, 0, CString.lastIndexOf(fifo, '/'));
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int outside = posix.open(Posix.CWD, directory, flags, 0);
    if (outside < 0) return outside;
    int inside = posix.open(outside, inner, flags, 0);
    posix.close(outside);
    if (inside >= 0) posix.close(inside);
    if (inside == -Errno.ENOENT) return -Errno.ENXIO;
    return NO_FIFO + (inside < 0 ? inside : error);
  }
}
