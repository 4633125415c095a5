package s6j.posix;

import static s6j.posix.OpenFlags.*;

/**
 * Writes to a descriptor that is shared with others, so that it cannot be made non-blocking, and
 * never waits until there is room. Allocates nothing once made.
 */
public final class PromptWriter {
  private final Posix posix;
  private final int descriptor;
  private final byte[] path;
  private final FileStat stat = new FileStat();
  private final Poller poller = new Poller(1);

  public PromptWriter(Posix posix, int descriptor) {
    this.posix = posix;
    this.descriptor = descriptor;
    this.path = CString.concat(CString.of("/proc/self/fd/"), Decimal.string(descriptor));
  }

  /** Bytes written, all of them up to 4096; {@code -EAGAIN} if there is no room; negated errno. */
  public int write(byte[] bytes, int length) {
    // Somebody else may fill a pipe after it had room, so a pipe is opened anew as non-blocking.
    int own = isPipe() ? posix.open(Posix.CWD, path, O_WRONLY | O_NONBLOCK | O_CLOEXEC, 0) : -1;
    if (own < 0) return hasRoom() ? posix.write(descriptor, bytes, 0, length) : -Errno.EAGAIN;
    int written = posix.write(own, bytes, 0, length);
    posix.close(own);
    return written;
  }

  private boolean isPipe() {
    return posix.fstat(descriptor, stat) >= 0 && stat.isFifo();
  }

  private boolean hasRoom() {
    int ready;
    do {
      poller.clear();
      poller.add(descriptor, Poller.WRITE);
      ready = posix.poll(poller, 0);
    } while (ready == -Errno.EINTR);
    return ready > 0 && poller.writable(0);
  }
}
