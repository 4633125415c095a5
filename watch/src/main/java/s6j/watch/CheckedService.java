package s6j.watch;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * The service that is checked: what its directory tells of it, and the letter to its supervisor.
 */
final class CheckedService {
  private static final byte[] RESTART = {'r'};

  private final Posix posix;
  private final byte[] lock;
  private final byte[] status;
  private final byte[] notification;
  private final byte[] control;
  private final LockFile lockFile;
  private final StatusFile statusFile;
  private final ControlFifo letters;
  private final ServiceStatus present = new ServiceStatus();

  CheckedService(Posix posix, byte[] directory) {
    this.posix = posix;
    lock = CString.path(directory, ServiceDirectory.LOCK);
    status = CString.path(directory, ServiceDirectory.STATUS);
    notification = CString.path(directory, ServiceDirectory.NOTIFICATION_FD);
    control = CString.path(directory, ServiceDirectory.CONTROL);
    lockFile = new LockFile(posix);
    statusFile = new StatusFile(posix);
    letters = new ControlFifo(posix);
  }

  /** Looks: whether it is supervised and runs; what follows is of that moment. */
  boolean isUp() {
    return lockFile.isHeld(Posix.CWD, lock) == 1
        && statusFile.read(Posix.CWD, status, present) == 0
        && present.isUp();
  }

  int pid() {
    return present.pid;
  }

  boolean isReady() {
    return present.ready;
  }

  /** Since it started. */
  long ageNanos() {
    return posix.realtimeNanos() - present.stampNanos;
  }

  /** Whether it tells its readiness. */
  boolean notifies() {
    return posix.access(Posix.CWD, notification, Posix.F_OK) >= 0;
  }

  /** 0, or why its supervisor could not be told. */
  int restart() {
    return letters.send(Posix.CWD, control, RESTART, 1);
  }
}
