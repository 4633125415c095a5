package s6j.packages;

import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.NameList;
import s6j.formats.files.ProcPath;
import s6j.formats.files.ProcessStat;
import s6j.formats.files.SmallFile;
import s6j.formats.files.StatusFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.FileStat;
import s6j.posix.Pause;
import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * The processes that a service leaves behind: those of its session, which it began and which end
 * with it, and those elsewhere that still have its log open.
 *
 * <p>A service is often a small script that passes signals on to a daemon and is gone at once; what
 * it was the script of then ends a moment later.
 */
final class Remains {
  private static final byte[] PROCESSES = CString.of("/proc");

  /** What a command line is cut to. */
  private static final int LONGEST_COMMAND = 120;

  private static final long SECOND = 1_000_000_000;
  private static final int LOOK_MILLIS = 20;

  private final PackageCall call;
  private final Posix posix;
  private final PackageService service;
  private final ProcessStat stat;
  private final ProcPath path = new ProcPath();
  private final FileStat file = new FileStat();
  private final FileStat pipe = new FileStat();
  private final int loggersSupervisor;

  /** Whether the service's output goes to a logger of its own. */
  private final boolean logs;

  private final byte[] log;

  /** Looks at a service that still runs, and at its logger. */
  Remains(PackageCall call, PackageService service) {
    this.call = call;
    this.posix = call.posix;
    this.service = service;
    stat = new ProcessStat(posix);
    log = CString.path(service.directory, CString.of("log"));
    loggersSupervisor = LockFile.supervisor(posix, log);
    logs = loggersSupervisor > 0 && (isPipe(logger()) || isPipe(loggersSupervisor));
  }

  /** Whether the process reads a pipe. A supervisor that is about to leave has closed it. */
  private boolean isPipe(int reader) {
    return reader > 1
        && posix.stat(Posix.CWD, path.descriptor(reader, 0), true, pipe) >= 0
        && pipe.isFifo();
  }

  /**
   * Waits until the session of a service that has ended is empty: 0; or 1 if it was not after
   * {@code millis}, or after two seconds if that is longer: then what is left has been named, and
   * ended.
   */
  int end(long millis) {
    if (service.pid <= 1) return 0;
    long nanos = Math.max(millis * 1_000_000, 2 * SECOND);
    if (emptyWithin(nanos)) return 0;
    NameList left = session();
    for (int i = 0; i < left.count(); i++) name(number(left.get(i)), ", which is ended now");
    send(Signal.SIGTERM);
    if (!emptyWithin(2 * SECOND)) send(Signal.SIGKILL);
    emptyWithin(2 * SECOND);
    return 1;
  }

  /** The number of processes that have the log open, each named; those about to end are awaited. */
  int holders() {
    if (!logs) return 0;
    long deadline = posix.monotonicNanos() + SECOND;
    while (held().count() > 0 && posix.monotonicNanos() < deadline) pause(posix);
    NameList holders = held();
    for (int i = 0; i < holders.count(); i++)
      name(number(holders.get(i)), ", which has its log open");
    return holders.count();
  }

  /** Whether its logger has a supervisor. */
  boolean isLogged() {
    return LockFile.isSupervised(posix, log) == 1;
  }

  static void pause(Posix posix) {
    Pause.millis(posix, LOOK_MILLIS);
  }

  private boolean emptyWithin(long nanos) {
    long deadline = posix.monotonicNanos() + nanos;
    while (session().count() > 0) {
      if (posix.monotonicNanos() >= deadline) return false;
      pause(posix);
    }
    return true;
  }

  private void send(int signal) {
    NameList left = session();
    for (int i = 0; i < left.count(); i++) posix.kill(number(left.get(i)), signal);
  }

  /** The processes of the session. */
  private NameList session() {
    NameList all = processes();
    NameList own = new NameList();
    for (int i = 0; i < all.count(); i++)
      if (stat.livingSession(number(all.get(i))) == service.pid) own.add(all.get(i));
    return own;
  }

  /** The processes that have the pipe open, but for those that are to read it or to keep it. */
  private NameList held() {
    int scanner = new LockFile(posix).holder(call.places.scannerLock());
    int logger = logger();
    NameList all = processes();
    NameList holders = new NameList();
    for (int i = 0; i < all.count(); i++) {
      int pid = number(all.get(i));
      boolean keeper = pid == scanner || pid == logger || pid == loggersSupervisor;
      if (!keeper && pid != service.supervisorPid && holds(pid)) holders.add(all.get(i));
    }
    return holders;
  }

  private int logger() {
    ServiceStatus status = new ServiceStatus();
    return new StatusFile(posix).readOf(log, status) == 0 ? status.pid : 0;
  }

  private boolean holds(int pid) {
    NameList open = new NameList();
    open.addDirectory(posix, path.descriptors(pid));
    for (int i = 0; i < open.count(); i++) {
      byte[] descriptor = path.descriptor(pid, number(open.get(i)));
      if (posix.stat(Posix.CWD, descriptor, true, file) < 0) continue;
      if (file.isFifo() && file.inode == pipe.inode && file.device == pipe.device) return true;
    }
    return false;
  }

  private NameList processes() {
    NameList names = new NameList();
    names.addDirectory(posix, PROCESSES);
    NameList numbers = new NameList();
    for (int i = 0; i < names.count(); i++) if (number(names.get(i)) > 1) numbers.add(names.get(i));
    return numbers;
  }

  /** 0 if it is none. */
  private static int number(byte[] name) {
    long value = Decimal.parse(name);
    return value > 0 && value <= Integer.MAX_VALUE ? (int) value : 0;
  }

  private void name(int pid, String what) {
    byte[] command = new byte[LONGEST_COMMAND];
    int length = SmallFile.read(posix, Posix.CWD, path.commandLine(pid), command, command.length);
    while (length > 0 && command[length - 1] == 0) length--;
    for (int i = 0; i < length; i++) if (command[i] >= 0 && command[i] < ' ') command[i] = ' ';
    call.notices.begin("Warning").text("service ").quoted(service.name).text(" has left process ");
    call.notices.number(pid).text(" (");
    call.notices.bytes(CString.slice(command, 0, Math.max(0, length))).text(")").text(what).end();
  }
}
