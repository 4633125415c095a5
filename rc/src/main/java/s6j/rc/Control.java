package s6j.rc;

import s6j.formats.ControlClient;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** Letters to the supervisors of services and to the scanner. */
final class Control {
  private Control() {}

  /** 0; {@code -ENXIO} if no scanner runs on the directory; or the negated errno. */
  static int sendScanner(Posix posix, byte[] scanDirectory, String letters) {
    return send(posix, scanDirectory, ScanDirectory.CONTROL, letters);
  }

  /** As {@link ControlClient#send} tells it: whether a scanner runs there. */
  static int askScanner(Posix posix, byte[] scanDirectory) {
    return ControlClient.send(posix, scanDirectory, ScanDirectory.CONTROL, new byte[0], 0);
  }

  /** 0; {@code -ENXIO} if the service has no supervisor; or the negated errno. */
  static int sendService(Posix posix, byte[] service, String letters) {
    return send(posix, service, ServiceDirectory.CONTROL, letters);
  }

  private static int send(Posix posix, byte[] directory, byte[] fifo, String letters) {
    int answer = ControlClient.send(posix, directory, fifo, CString.of(letters), letters.length());
    return ControlClient.lacksFifo(answer) ? -Errno.ENXIO : answer;
  }
}
