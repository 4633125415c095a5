package s6j.machine.end;

import s6j.formats.ServiceStatus;
import s6j.formats.files.ProcessStat;
import s6j.formats.files.StatusFile;
import s6j.machine.place.InitPaths;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Decimal;
import s6j.posix.DirectoryReader;
import s6j.posix.OpenFlags;
import s6j.posix.Pause;
import s6j.posix.Posix;

/**
 * The processes that have not ended yet when all were told to. They have a time for it, of which
 * nothing is left when none of them is: then there is nobody to wait for.
 */
final class Stragglers {
  private static final byte[] PROC = CString.of("/proc");
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int RECORDS = 4096;
  private static final long PAUSE_MILLIS = 20;

  /** Until the supervisor of this process has noted that it is to leave, which no file shows. */
  private static final long FIRST_PAUSE_MILLIS = 50;

  /** On a machine the parent of all threads of the kernel, and one itself. */
  private static final int KERNEL = 2;

  private final Posix posix;
  private final boolean isContainer;
  private final ProcessStat stat;
  private final DirectoryReader reader;
  private int logger;
  private int loggersSupervisor;

  Stragglers(Posix posix, boolean isContainer, boolean hasLogger) {
    this.posix = posix;
    this.isContainer = isContainer;
    stat = new ProcessStat(posix);
    reader = new DirectoryReader(posix, RECORDS);
    if (hasLogger) findLogger();
  }

  /** The catch-all logger reads on until the very end. */
  private void findLogger() {
    ServiceStatus status = new ServiceStatus();
    byte[] service = CString.path(InitPaths.SCAN_DIRECTORY, CString.of(InitPaths.LOGGER));
    if (new StatusFile(posix).readOf(service, status) < 0 || status.pid <= 0) return;
    logger = status.pid;
    loggersSupervisor = stat.parent(logger);
  }

  /** Waits for their end, but so long at most; all of the time where processes cannot be seen. */
  void await(long mostMillis) {
    long end = Deadline.after(posix.monotonicNanos(), mostMillis);
    int proc = posix.open(Posix.CWD, PROC, DIRECTORY, 0);
    boolean isSeen = proc >= 0 && stat.parent(posix.getpid()) == posix.getppid();
    Pause.millis(posix, Math.min(mostMillis, FIRST_PAUSE_MILLIS));
    int left = Deadline.timeoutMillis(end, posix.monotonicNanos());
    while (left > 0 && !(isSeen && isNobodyIn(proc))) {
      Pause.millis(posix, isSeen ? Math.min(left, PAUSE_MILLIS) : left);
      left = Deadline.timeoutMillis(end, posix.monotonicNanos());
    }
    if (proc >= 0) posix.close(proc);
  }

  private boolean isNobodyIn(int proc) {
    reader.start(proc);
    while (reader.next()) if (isStraggler((int) Decimal.parse(reader.name()))) return false;
    return reader.error() == 0;
  }

  /** Names in /proc that are no numbers are negative here. */
  private boolean isStraggler(int pid) {
    if (pid <= 1 || pid == posix.getpid() || pid == posix.getppid()) return false;
    if (pid == logger || pid == loggersSupervisor) return false;
    return stat.livingSession(pid) >= 0 && (isContainer || !isOfKernel(pid));
  }

  private boolean isOfKernel(int pid) {
    return pid == KERNEL || stat.parent(pid) == KERNEL;
  }
}
