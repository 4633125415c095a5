package s6j.machine.place;

import s6j.formats.BigEndian;
import s6j.formats.files.Transfer;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * The fifo of s6-linux-init-shutdownd, seen from those who write to it: a letter, and for all but
 * {@code c} what {@link #order} packs (docs/specification/s6-linux-init.md, C).
 */
public final class Initctl {
  /** Bytes of an order that is not to cancel: letter, seconds (8), nanoseconds (4), grace (4). */
  public static final int SIZE = 17;

  public static final int NANOS_AT = 9;
  public static final int GRACE_AT = 13;

  private static final long SECOND = 1_000_000_000;
  private static final int FLAGS =
      OpenFlags.O_WRONLY
          | OpenFlags.O_NONBLOCK
          | OpenFlags.O_CREAT
          | OpenFlags.O_TRUNC
          | OpenFlags.O_CLOEXEC;

  private Initctl() {}

  /** Whether somebody listens: 0, or a negated errno. */
  public static int probe(Posix posix) {
    return send(posix, new byte[0]);
  }

  /** Asks for what a letter of {@code Shpr} says, so long from now: 0, or the negated errno. */
  public static int order(Posix posix, char what, long delayNanos, long graceMillis) {
    byte[] order = new byte[SIZE];
    order[0] = (byte) what;
    BigEndian.put(Math.floorDiv(delayNanos, SECOND), order, 1, 8);
    BigEndian.put(Math.floorMod(delayNanos, SECOND), order, NANOS_AT, 4);
    BigEndian.put(graceMillis, order, GRACE_AT, 4);
    return send(posix, order);
  }

  /** Asks for nothing any more: 0, or the negated errno. */
  public static int cancel(Posix posix) {
    return send(posix, new byte[] {'c'});
  }

  /** A file in the fifo's place is written as well, as by the reference. */
  private static int send(Posix posix, byte[] bytes) {
    int fd = posix.open(Posix.CWD, InitPaths.SHUTDOWND_FIFO, FLAGS, 0666);
    if (fd < 0) return fd;
    int error = Transfer.writeFully(posix, fd, bytes, bytes.length);
    posix.close(fd);
    return error;
  }
}
