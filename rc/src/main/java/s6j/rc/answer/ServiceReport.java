package s6j.rc.answer;

import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.HealthFile;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.files.ToldFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.StateFile;

/** The facts about one service: what s6-rc holds of it, and what its supervisor says. */
public final class ServiceReport {
  private static final long SECOND = 1_000_000_000;

  /** In place of a byte of the state file. */
  private static final int UNTOLD = -1;

  public final byte[] name;
  public final boolean longrun;
  public final boolean essential;

  /** Whether s6-rc brought it up. */
  public final boolean up;

  /** Whether it was asked for by name. */
  public final boolean named;

  /** Whether it has a supervisor, which {@link #status} comes from. */
  public final boolean supervised;

  public final ServiceStatus status = new ServiceStatus();

  /** Whether it tells when it is ready. */
  public final boolean notifies;

  /** What its checks say, if {@link #isChecked}. */
  final HealthFile health;

  /** Whether something checks the run that is up. */
  public final boolean isChecked;

  /** What its daemon says of itself, or empty. */
  public final byte[] told;

  /** How long it has been up or down, in seconds. */
  public final long seconds;

  /** The errno, negated, for which its supervisor cannot be asked; 0 if it can. */
  public final int unseen;

  public ServiceReport(
      Posix posix, RcDatabase database, LiveDirectory live, byte[] state, int service) {
    this(
        posix,
        database.nameOf(service),
        live.service(database.nameOf(service)),
        database.isLongrun(service),
        (database.flags[service] & RcDatabase.ESSENTIAL) != 0,
        state[service]);
  }

  /**
   * A service that only its supervisor knows: up is what is wanted up, or is so from the start,
   * unless it has still to tell that it is ready.
   */
  public static ServiceReport ofSupervised(Posix posix, byte[] name, byte[] directory) {
    return new ServiceReport(posix, name, directory, true, false, UNTOLD);
  }

  private ServiceReport(
      Posix posix, byte[] name, byte[] directory, boolean longrun, boolean essential, int state) {
    this.name = name;
    this.longrun = longrun;
    this.essential = essential;
    int held = longrun ? LockFile.isSupervised(posix, directory) : 0;
    int read = held == 1 ? new StatusFile(posix).readOf(directory, status) : -1;
    supervised = read == 0;
    unseen = held < 0 ? held : held == 1 && read < 0 ? read : 0;
    byte[] descriptor = CString.path(directory, ServiceDirectory.NOTIFICATION_FD);
    notifies = longrun && posix.access(Posix.CWD, descriptor, Posix.F_OK) >= 0;
    up = state == UNTOLD ? isMeantUp(posix, directory) : (state & StateFile.UP) != 0;
    named = state != UNTOLD && (state & StateFile.NAMED) != 0;
    health = new HealthFile(posix, directory);
    isChecked = supervised && status.isUp() && health.read() == 0 && health.isAbout(status);
    told = told(posix, directory);
    long nanos = supervised ? posix.realtimeNanos() - status.stampNanos : 0;
    seconds = nanos > 0 ? nanos / SECOND : 0;
  }

  private byte[] told(Posix posix, byte[] directory) {
    ToldFile file = new ToldFile(posix, directory);
    boolean isSaid = supervised && status.isUp() && file.read() == 0 && file.isAbout(status);
    return isSaid ? file.summary() : new byte[0];
  }

  private boolean isMeantUp(Posix posix, byte[] directory) {
    if (!supervised || isUnready()) return false;
    byte[] down = CString.path(directory, ServiceDirectory.DOWN);
    return status.wantUp || posix.access(Posix.CWD, down, Posix.F_OK) < 0;
  }

  /** Whether nothing is missing: up for s6-rc, its process runs, is ready and healthy. */
  boolean isFine() {
    return up && (!longrun || supervised && status.isUp() && !isUnready() && !isUnhealthy());
  }

  /** Whether its checks fail. */
  public boolean isUnhealthy() {
    return isChecked && health.verdict == HealthFile.Verdict.UNHEALTHY;
  }

  /** Whether it runs and owes the notice that it is ready. */
  public boolean isUnready() {
    return notifies && status.isUp() && !status.ready;
  }
}
