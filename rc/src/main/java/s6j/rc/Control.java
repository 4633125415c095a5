package s6j.rc;

import s6j.formats.ControlFifo;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** Letters to the supervisors of services and to the scanner. */
final class Control {
  private Control() {}

  /** 0; {@code -ENXIO} if no scanner runs on the directory; or the negated errno. */
  static int sendScanner(Posix posix, byte[] scanDirectory, String letters) {
    return send(posix, scanDirectory, ScanDirectory.CONTROL, letters);
  }

  /** 0; {@code -ENXIO} if the service has no supervisor; or the negated errno. */
  static int sendService(Posix posix, byte[] service, String letters) {
    return send(posix, service, ServiceDirectory.CONTROL, letters);
  }

  private static int send(Posix posix, byte[] directory, byte[] fifo, String letters) {
    byte[] path = CString.path(directory, fifo);
    int answer =
        new ControlFifo(posix).send(Posix.CWD, path, CString.of(letters), letters.length());
    if (answer != -Errno.ENOENT && answer != -Errno.ENOTDIR) return answer;
    int found = posix.stat(Posix.CWD, directory, true, new FileStat());
    return found < 0 ? found : -Errno.ENXIO;
  }
}
