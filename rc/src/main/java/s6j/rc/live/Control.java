package s6j.rc.live;

import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Pause;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** Letters to the supervisors of services and to the scanner. */
public final class Control {
  private static final int LOOK_MILLIS = 2;
  private static final byte[] NOTHING = CString.of("\n");

  private Control() {}

  /** 0; {@code -ENXIO} if no scanner runs on the directory; or the negated errno. */
  public static int sendScanner(Posix posix, byte[] scanDirectory, String letters) {
    return send(posix, scanDirectory, ScanDirectory.CONTROL, letters);
  }

  /** As {@link ControlClient#send} tells it: whether a scanner runs there. */
  static int askScanner(Posix posix, byte[] scanDirectory) {
    return ControlClient.send(posix, scanDirectory, ScanDirectory.CONTROL, new byte[0], 0);
  }

  /** 0; {@code -ENXIO} if the service has no supervisor; or the negated errno. */
  public static int sendService(Posix posix, byte[] service, String letters) {
    return send(posix, service, ServiceDirectory.CONTROL, letters);
  }

  /**
   * Sends a letter that means nothing: when it is read, what those before it lead to is in the
   * status.
   */
  static void sendNothing(Posix posix, byte[] service) {
    ControlClient.offer(posix, service, ServiceDirectory.CONTROL, NOTHING, NOTHING.length);
  }

  /**
   * Waits until nothing is left in the control fifo of a service, or nobody can read it: false if
   * letters are left at the deadline.
   */
  static boolean awaitReading(Posix posix, byte[] service, long deadline) {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, CString.path(service, ServiceDirectory.CONTROL), flags, 0);
    if (fd < 0) return true;
    Poller letters = new Poller(1);
    letters.add(fd, Poller.READ);
    while (isReady(posix, letters) && !Deadline.passed(deadline, posix.monotonicNanos()))
      Pause.millis(posix, LOOK_MILLIS);
    boolean all = !isReady(posix, letters);
    posix.close(fd);
    return all;
  }

  private static boolean isReady(Posix posix, Poller letters) {
    return posix.poll(letters, 0) > 0 && (letters.ready[0] & Poller.READ) != 0;
  }

  private static int send(Posix posix, byte[] directory, byte[] fifo, String letters) {
    int answer = ControlClient.send(posix, directory, fifo, CString.of(letters), letters.length());
    return ControlClient.lacksFifo(answer) ? -Errno.ENXIO : answer;
  }
}
