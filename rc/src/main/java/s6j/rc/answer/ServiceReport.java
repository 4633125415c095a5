package s6j.rc.answer;

import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.HealthFile;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.StateFile;

/** The facts about one service: what s6-rc holds of it, and what its supervisor says. */
public final class ServiceReport {
  private static final long SECOND = 1_000_000_000;

  final byte[] name;
  final boolean longrun;
  final boolean essential;

  /** Whether s6-rc brought it up. */
  final boolean up;

  /** Whether it was asked for by name. */
  final boolean named;

  /** Whether it has a supervisor, which {@link #status} comes from. */
  final boolean supervised;

  final ServiceStatus status = new ServiceStatus();

  /** Whether it tells when it is ready. */
  final boolean notifies;

  /** What its checks say, if {@link #isChecked}. */
  final HealthFile health;

  /** Whether something checks the run that is up. */
  final boolean isChecked;

  /** How long it has been up or down, in seconds. */
  final long seconds;

  public ServiceReport(
      Posix posix, RcDatabase database, LiveDirectory live, byte[] state, int service) {
    name = database.nameOf(service);
    longrun = database.isLongrun(service);
    essential = (database.flags[service] & RcDatabase.ESSENTIAL) != 0;
    up = (state[service] & StateFile.UP) != 0;
    named = (state[service] & StateFile.NAMED) != 0;
    byte[] directory = live.service(name);
    supervised =
        longrun
            && LockFile.isSupervised(posix, directory) == 1
            && new StatusFile(posix).readOf(directory, status) == 0;
    byte[] descriptor = CString.path(directory, ServiceDirectory.NOTIFICATION_FD);
    notifies = longrun && posix.access(Posix.CWD, descriptor, Posix.F_OK) >= 0;
    health = new HealthFile(posix, directory);
    isChecked = supervised && status.isUp() && health.read() == 0 && health.isAbout(status);
    long nanos = supervised ? posix.realtimeNanos() - status.stampNanos : 0;
    seconds = nanos > 0 ? nanos / SECOND : 0;
  }

  /** Whether nothing is missing: up for s6-rc, its process runs, is ready and healthy. */
  boolean isFine() {
    return up && (!longrun || supervised && status.isUp() && !isUnready() && !isUnhealthy());
  }

  /** Whether its checks fail. */
  boolean isUnhealthy() {
    return isChecked && health.verdict == HealthFile.Verdict.UNHEALTHY;
  }

  /** Whether it runs and owes the notice that it is ready. */
  boolean isUnready() {
    return notifies && status.isUp() && !status.ready;
  }
}
