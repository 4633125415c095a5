package s6j.svc.service;

import s6j.cli.Output;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.LockFile;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.ControlClient;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** One service on sv's command line: its state in runit's words, and whether a goal is reached. */
final class SvService {
  private static final long SECOND = 1_000_000_000;
  private static final byte[] CHECK = CString.of("check");
  private static final byte[] RUN_CHECK = CString.of("./check");

  private final Posix posix;
  private final Output out;
  private final byte[] name;
  private final byte[] directory;
  private final ServiceStatus status = new ServiceStatus();

  /** Nothing more is expected of it. */
  boolean isDone;

  /** {@code name} is what {@code out} calls the service, as it was given. */
  SvService(Posix posix, Output out, byte[] name, byte[] directory) {
    this.posix = posix;
    this.out = out;
    this.name = name;
    this.directory = directory;
  }

  /** Reads the state: 1, 0 if no supervisor runs, or the negated errno. */
  int read() {
    int there = posix.access(Posix.CWD, directory, Posix.F_OK);
    if (there < 0) return there;
    int held = LockFile.isSupervised(posix, directory);
    if (held <= 0) return held;
    int answer = new StatusFile(posix).readOf(directory, status);
    return answer < 0 ? answer : 1;
  }

  boolean isUp() {
    return status.isUp();
  }

  /** Sends letters: 0 or the negated errno, {@code -ENXIO} without a supervisor. */
  int send(byte[] letters) {
    return ControlClient.send(posix, directory, ServiceDirectory.CONTROL, letters, letters.length);
  }

  byte[] directory() {
    return directory;
  }

  byte[] name() {
    return name;
  }

  /** Prints {@code run: web: (pid 4711) 5s}, without a newline. */
  void print() {
    out.text(status.isUp() ? "run: " : status.finishing ? "finish: " : "down: ");
    out.bytes(name).text(": ");
    if (status.pid != 0) out.text("(pid ").number(status.pid).text(") ");
    long seconds = (posix.realtimeNanos() - status.stampNanos) / SECOND;
    out.number(seconds < 0 ? 0 : seconds).text("s");
    boolean running = status.pid != 0;
    boolean normallyUp = !exists(CString.path(directory, ServiceDirectory.DOWN));
    if (running && !normallyUp) out.text(", normally down");
    if (!running && normallyUp) out.text(", normally up");
    if (running && status.paused) out.text(", paused");
    if (!running && status.wantUp) out.text(", want up");
    if (running && !status.wantUp) out.text(", want down");
  }

  /**
   * Whether the state just read is the goal of a command given at {@code since}. A supervisor that
   * was told to go wants its service down, and goes when it is: one that wants it up is the next.
   */
  boolean hasReached(SvCommand.Goal goal, long since) {
    boolean running = status.pid != 0;
    boolean changed = status.stampNanos >= since;
    return switch (goal) {
      case NOTHING -> true;
      case GONE -> status.stampNanos > since && (running ? status.wantUp : !status.finishing);
      case UP -> status.isUp() && isAvailable();
      case DOWN -> !running && !status.finishing;
      case WANTED -> status.wantUp ? status.isUp() && isAvailable() : !running || isAvailable();
      case RESTARTED -> !running && !status.wantUp || changed && status.isUp() && isAvailable();
      case ONCE -> running ? !status.wantUp : changed;
      case PAUSED -> !running || status.paused;
      case CONTINUED -> !running || !status.paused;
    };
  }

  /** Runs ./check, if there is one, in the service directory: whether it exits 0. */
  private boolean isAvailable() {
    if (!exists(CString.path(directory, CHECK))) return true;
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, directory, flags, 0);
    if (fd < 0) return false;
    Spawn spawn = new Spawn();
    spawn.file = RUN_CHECK;
    spawn.arguments = new byte[][] {RUN_CHECK};
    spawn.directory = fd;
    int pid = posix.spawn(spawn);
    posix.close(fd);
    return pid > 1 && collect(pid) == 0;
  }

  /** The raw wait status, or the negated errno. */
  private int collect(int pid) {
    int[] ended = new int[1];
    int answer;
    do answer = posix.waitpid(pid, ended, 0);
    while (answer == -Errno.EINTR);
    return answer < 0 ? answer : WaitStatus.exited(ended[0]) ? ended[0] : 1;
  }

  private boolean exists(byte[] path) {
    return posix.access(Posix.CWD, path, Posix.F_OK) >= 0;
  }
}
