package s6j.svc.link;

import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.files.LockFile;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.RealPath;
import s6j.posix.Signal;
import s6j.svc.ftrig.EventWait;

/** Removes a service from a scan directory and waits until its supervisors have left. */
final class ServiceUnlink {
  private static final byte[] SCAN_AND_NUKE = {'a', 'n'};

  private final Posix posix;
  private final EventWait wait;

  ServiceUnlink(Posix posix) {
    this.posix = posix;
    this.wait = new EventWait(posix, 2);
  }

  /**
   * {@code waits} until {@code deadline} for the supervisors of service and logger: 0, also if the
   * service is not there, {@code -ETIMEDOUT}, or the negated errno.
   */
  int unlink(byte[] scanDirectory, byte[] name, boolean waits, long deadline) {
    posix.ignoreSignal(Signal.SIGPIPE);
    byte[] link = CString.path(scanDirectory, name);
    int answer = waits ? subscribe(link) : 0;
    if (answer >= 0) answer = posix.unlink(Posix.CWD, link);
    if (answer == -Errno.ENOENT) answer = 0;
    if (answer < 0) return wait.end(answer);
    answer = ControlClient.send(posix, scanDirectory, ScanDirectory.CONTROL, SCAN_AND_NUKE, 2);
    // Without a scanner nobody tells the supervisors to leave.
    if (answer >= 0) answer = wait.await(false, deadline);
    else answer = 0;
    return wait.end(answer);
  }

  private int subscribe(byte[] link) {
    int supervised = LockFile.isSupervised(posix, link);
    if (supervised < 0) return supervised;
    FileStat stat = new FileStat();
    byte[] logger = CString.path(link, ServiceDirectory.LOG);
    int answer = posix.stat(Posix.CWD, logger, true, stat);
    boolean logged = answer >= 0;
    if (answer < 0 && answer != -Errno.ENOENT) return answer;
    if (logged && !stat.isDirectory()) return -Errno.ENOTDIR;
    if (supervised == 1) listen(link);
    if (logged && LockFile.isSupervised(posix, logger) == 1) listen(logger);
    return 0;
  }

  /** The fifo must be found again when the link is gone. One that cannot be made is not awaited. */
  private void listen(byte[] directory) {
    byte[] fifodir = RealPath.of(posix, CString.path(directory, ServiceDirectory.EVENT));
    if (fifodir != null) wait.subscribe(fifodir, 'x');
  }
}
