package s6j.packages;

import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** The facts about one service of a package, as its supervisor and the marks on disk tell them. */
final class PackageService {
  private static final long SECOND = 1_000_000_000;

  final byte[] pkg;
  final byte[] name;
  final byte[] directory;

  /** Whether a supervisor looks after it. */
  final boolean watched;

  final boolean running;

  /** Whether it is held down until svc-up. */
  final boolean down;

  /** Whether it is marked never to be started. */
  final boolean disabled;

  /** Whether svc-restart works on it. */
  final boolean restarting;

  /** Of the service; 0 while it does not run. */
  final int pid;

  /** 0 if there is none, or it cannot be told. */
  final int supervisorPid;

  /** How long it has been running. */
  final long seconds;

  /** Starts since its supervisor began, but for the first. */
  final long restarts;

  /** Why some of this could not be seen, as a negated errno; 0 if all was. */
  private int trouble;

  private final Posix posix;

  PackageService(Posix posix, Places places, byte[] pkg, byte[] name) {
    this.posix = posix;
    this.pkg = pkg;
    this.name = name;
    directory = places.serviceDirectory(pkg, name);
    watched = noted(LockFile.isSupervised(posix, directory)) == 1;
    supervisorPid = watched ? LockFile.supervisor(posix, directory) : 0;
    ServiceStatus status = new ServiceStatus();
    boolean known = watched && readStatus(status);
    running = known && status.isUp();
    pid = running ? status.pid : 0;
    seconds = running ? secondsSince(status.stampNanos) : 0;
    down = exists(CString.path(directory, ServiceDirectory.DOWN));
    disabled = exists(places.disabledMark(pkg, name));
    restarting = watched && exists(places.restartMark(pkg, name));
    restarts = watched ? restarts(places.generation(pkg, name)) : 0;
  }

  /** 0, or the negated errno that says why the facts are not to be trusted. */
  int trouble() {
    return trouble;
  }

  /** Whether it ought to run: nobody holds, disabled or restarts it. */
  boolean expected() {
    return !down && !disabled && !restarting;
  }

  /** The first that fits. */
  String status() {
    if (running) return "Up";
    if (disabled) return "Disabled";
    if (down) return "Down";
    if (restarting) return "Restarting";
    return watched ? "Failure" : "Unsupervised";
  }

  private boolean readStatus(ServiceStatus status) {
    return noted(new StatusFile(posix).readOf(directory, status)) == 0;
  }

  private boolean exists(byte[] path) {
    return noted(posix.access(Posix.CWD, path, Posix.F_OK)) >= 0;
  }

  /** What is not there is plain to see. A supervisor that begins has no whole status yet. */
  private int noted(int answer) {
    boolean seen = answer >= 0 || answer == -Errno.ENOENT || answer == -Errno.EPIPE;
    if (!seen && trouble == 0) trouble = answer;
    return answer;
  }

  private long secondsSince(long stampNanos) {
    long nanos = posix.realtimeNanos() - stampNanos;
    return nanos > 0 ? nanos / SECOND : 0;
  }

  private long restarts(byte[] file) {
    WholeFile generation = new WholeFile(posix);
    int length = generation.read(Posix.CWD, file);
    if (length <= 0) return 0;
    int end = generation.bytes()[length - 1] == '\n' ? length - 1 : length;
    long starts = Decimal.parse(generation.bytes(), 0, end, 10);
    return starts > 0 ? starts - 1 : 0;
  }
}
