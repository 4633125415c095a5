package s6j.metrics;

import org.jspecify.annotations.Nullable;
import s6j.formats.ScanDirectory;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.HealthFile;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.StatusFile;
import s6j.formats.files.WholeFile;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/** Looks at all services of a scan directory, and their loggers, without changing anything. */
final class TreeReader {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  /** Programs that may be a s6-timerd: the last one is that of the JVM. */
  private static final String[] TIMERS = {"s6-timerd", "timerd", "java"};

  private final Posix posix;
  private final byte[] scandir;
  private final @Nullable DeathCounts counts;
  private final LockFile lock;
  private final StatusFile statusFile;
  private final DeathReader deaths;
  private final ProcessUse process;
  private final LogReader logs;
  private final WholeFile timers;
  private final FileStat stat = new FileStat();
  private int root = -1;
  private ServiceFigures[] services = new ServiceFigures[64];
  private int count;
  private int unreadable;
  private boolean isScanned;

  TreeReader(Posix posix, byte[] scandir, @Nullable DeathCounts counts) {
    this.posix = posix;
    this.scandir = scandir;
    this.counts = counts;
    lock = new LockFile(posix);
    statusFile = new StatusFile(posix);
    deaths = new DeathReader(posix);
    process = new ProcessUse(posix);
    logs = new LogReader(posix);
    timers = new WholeFile(posix);
  }

  int count() {
    return count;
  }

  ServiceFigures get(int place) {
    return services[place];
  }

  /** Services whose supervise directory is not for this user to read. */
  int unreadable() {
    return unreadable;
  }

  /** Whether there is an s6-svscan. */
  boolean isScanned() {
    return isScanned;
  }

  /** Looks: 0, or the negated errno of reading the scan directory. */
  @OrErrno
  int read() {
    NameList names = new NameList();
    int answer = names.addDirectory(posix, scandir);
    if (answer < 0) return answer;
    root = posix.open(Posix.CWD, scandir, DIRECTORY, 0);
    if (root < 0) return root;
    names.sort();
    isScanned = lock.isHeld(root, ScanDirectory.LOCK) == 1;
    for (int i = 0; i < names.count(); i++) look(names.get(i));
    if (counts != null) counts.keepOthers();
    posix.close(root);
    return 0;
  }

  /** A service and the logger behind it. */
  private void look(byte[] name) {
    lookAt(name);
    byte[] logger = CString.path(name, ServiceDirectory.LOG);
    if (posix.access(root, logger, Posix.F_OK) >= 0) lookAt(logger);
  }

  /**
   * Calls are saved here, as there may be thousands of services: nothing is opened that need not
   * be, and whether something is a directory is asked only where it is no supervisor's.
   */
  private void lookAt(byte[] name) {
    int held = lock.isHeld(root, CString.path(name, ServiceDirectory.LOCK));
    if (held < 0) {
      if (posix.stat(root, name, true, stat) < 0 || !stat.isDirectory()) return;
      if (held == -Errno.EACCES) unreadable++;
    }
    ServiceFigures service = new ServiceFigures(name);
    service.isSupervised = held == 1;
    read(service, held == -Errno.EACCES);
    add(service);
  }

  private void add(ServiceFigures service) {
    if (count == services.length) {
      ServiceFigures[] more = new ServiceFigures[2 * count];
      System.arraycopy(services, 0, more, 0, count);
      services = more;
    }
    services[count++] = service;
  }

  private void read(ServiceFigures service, boolean isSecret) {
    readDeaths(service);
    if (isSecret) return;
    ServiceStatus status = new ServiceStatus();
    byte[] name = service.name;
    if (statusFile.read(root, CString.path(name, ServiceDirectory.STATUS), status) < 0) return;
    service.status = status;
    byte[] notifies = CString.path(name, ServiceDirectory.NOTIFICATION_FD);
    service.notifies = posix.access(root, notifies, Posix.F_OK) >= 0;
    if (service.isUp()) readRun(service, status.pid);
  }

  private void readDeaths(ServiceFigures service) {
    byte[] path = CString.path(service.name, ServiceDirectory.DEATH_TALLY);
    if (posix.stat(root, path, true, stat) < 0 || stat.size == 0) deaths.forget();
    else deaths.read(root, path);
    if (counts != null) service.deaths = counts.count(service.name, deaths);
    if (deaths.count() == 0) return;
    service.ends = DeathEnd.of(deaths);
    service.lastDeathNanos = deaths.lastNanos();
    service.lastExitCode = deaths.exitCode(deaths.count() - 1);
  }

  private void readRun(ServiceFigures service, int pid) {
    byte[] health = CString.path(service.name, ServiceDirectory.HEALTH);
    if (posix.access(root, health, Posix.F_OK) >= 0) readHealth(service);
    if (!process.read(pid)) return;
    service.cpuMicros = process.micros;
    service.memoryBytes = process.bytes;
    if (LogReader.isLogger(service.name, process)) readLogs(service, pid);
    for (String daemon : TIMERS) if (process.isNamed(daemon)) readTimers(service);
  }

  private void readLogs(ServiceFigures service, int pid) {
    service.logs = logs.read(pid);
    if (counts == null) return;
    for (LogFigures one = service.logs; one != null; one = one.next)
      one.rotations = counts.count(one);
  }

  private void readHealth(ServiceFigures service) {
    HealthFile health = new HealthFile(posix, CString.path(scandir, service.name));
    if (health.read() != 0 || !health.isAbout(service.status)) return;
    service.failedChecks = health.failures;
    if (health.verdict != HealthFile.Verdict.STARTING)
      service.healthy = health.verdict == HealthFile.Verdict.HEALTHY ? 1 : 0;
  }

  private void readTimers(ServiceFigures service) {
    int length = timers.read(root, CString.path(service.name, TimerStatus.FILE));
    if (length > 0) service.timers = CString.slice(timers.bytes(), 0, length);
  }
}
