package s6j.timer;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlFifo;
import s6j.formats.timer.TimerFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.WatchEvents;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * A supervised service that is started now and then, and looked at. Allocates nothing once made.
 */
final class TimedService {
  /** A supervisor that does nothing about a letter for so long will not. */
  private static final long PATIENCE = 10 * Schedule.SECOND;

  private final Posix posix;
  private final byte[] letter;
  private final byte[] control;
  private final byte[] lock;
  private final byte[] statusPath;
  private final byte[] supervise;
  private final ControlFifo fifo;
  private final LockFile lockFile;
  private final StatusFile statusFile;
  private final ServiceStatus status = new ServiceStatus();

  /** When the status was before the start. */
  private long stampBefore;

  private long begun;
  private boolean isWatched;

  TimedService(Posix posix, byte[] directory, TimerFile.Way way) {
    this.posix = posix;
    letter = new byte[] {(byte) (way == TimerFile.Way.UP ? 'u' : 'o')};
    control = CString.path(directory, ServiceDirectory.CONTROL);
    lock = CString.path(directory, ServiceDirectory.LOCK);
    statusPath = CString.path(directory, ServiceDirectory.STATUS);
    supervise = CString.path(directory, ServiceDirectory.SUPERVISE);
    fifo = new ControlFifo(posix);
    lockFile = new LockFile(posix);
    statusFile = new StatusFile(posix);
  }

  private boolean isKnown() {
    return lockFile.isHeld(Posix.CWD, lock) == 1
        && statusFile.read(Posix.CWD, statusPath, status) == 0;
  }

  /** Whether it runs, whoever has started it; then it is looked at from now on. */
  boolean runsAlready(@Descriptor int watch, long mono) {
    if (!isKnown() || status.pid == 0) return false;
    stampBefore = 0;
    lookAt(watch, mono);
    return true;
  }

  /** Tells its supervisor to start it: 0, or the negated errno. */
  @OrErrno
  int start(@Descriptor int watch, long mono) {
    stampBefore = isKnown() ? status.stampNanos : 0;
    int answer = fifo.offer(Posix.CWD, control, letter, 1);
    if (answer >= 0) lookAt(watch, mono);
    return answer;
  }

  private void lookAt(int watch, long mono) {
    begun = mono;
    int events = WatchEvents.NAMES | WatchEvents.ADD;
    isWatched = watch >= 0 && posix.addWatch(watch, supervise, events) >= 0;
  }

  /** Whether somebody tells when there is something to be seen. */
  boolean isWatched() {
    return isWatched;
  }

  boolean hasEnded(long mono) {
    if (!isKnown()) return true;
    boolean goesOn = letter[0] == 'u' && status.wantUp;
    if (status.pid != 0 || status.finishing || goesOn) return false;
    return status.stampNanos != stampBefore || mono - begun > PATIENCE;
  }
}
