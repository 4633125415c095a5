package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;
import static s6j.posix.OpenFlags.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/**
 * Starts run and finish, each in a session of its own, in the service directory (s6 servicedir
 * page: run, finish, notification-fd, lock-fd, flag-newpidns); run behind s6-tree where a file
 * {@code kill} says what ends with it.
 */
final class ChildSpawner {
  /** Answer of {@link #run}: it cannot be started as it is configured. */
  static final int REFUSED = -10_000;

  static final int NONE = -1;

  private static final byte[] FINISH_PATH = CString.of("./finish");

  /** What finish is told instead of the exit code of a run that was killed. */
  private static final int KILLED = 256;

  private static final int STREAMS = 3;
  private static final int NUMBER_SIZE = 12;

  /** Where the name of the service is among the arguments. */
  private static final int NAME_OF_FINISH = 3;

  private final Posix posix;
  private final Messages messages;
  private final SettingsReader settings;
  private final RunCommand run;
  private final long mostDescriptor;
  private final Spawn spawn = new Spawn();
  private final int[] pipe = new int[2];
  private final byte[] exitCode = new byte[NUMBER_SIZE];
  private final byte[] signal = new byte[NUMBER_SIZE];
  private final byte[] group = new byte[NUMBER_SIZE];
  private final byte[][] finishArguments;
  private final FileStat stat;
  private Service service;

  /** The end to read readiness from, of the last {@link #run}; {@link #NONE} without one. */
  int notification = NONE;

  /** The descriptor that this run notifies by; {@link #NONE} without one. */
  int notificationNumber = NONE;

  /** The inode of its pipe, if there are notes to keep; 0 without one. */
  long notificationPipe;

  /** {@code mostDescriptor} is the limit of descriptor numbers or -1. */
  ChildSpawner(Means means, Forerunners forerunners, long mostDescriptor) {
    this.posix = means.posix;
    this.messages = means.messages;
    this.settings = means.settings;
    this.stat = means.stat;
    this.run = new RunCommand(forerunners);
    this.mostDescriptor = mostDescriptor;
    this.finishArguments = new byte[][] {FINISH, exitCode, signal, null, group};
  }

  /** Whether run was started behind s6-tree. */
  boolean hasTree;

  /** Starts run: its pid, {@link #REFUSED}, or the negated errno; what went wrong has been said. */
  int run(Service of) {
    forgetPipe();
    begin(of);
    spawn.newPidNamespace = settings.flag(FLAG_NEWPIDNS);
    long lock = lockDescriptor();
    hasTree = settings.flag(KILL);
    run.fill(spawn, of.name, lock, hasTree);
    if (lock > 0) {
      int error = prepareLock();
      if (error < 0) return error;
    }
    return spawnNotifying(lock);
  }

  /** Starts finish, for a run of that raw status: its pid, or the negated errno. */
  int finish(Service of, int waitStatus, int runPid) {
    // Most services have none, and a child that finds that out costs more.
    if (posix.access(of.directory, FINISH, Posix.F_OK) == -Errno.ENOENT) return -Errno.ENOENT;
    boolean killed = WaitStatus.signaled(waitStatus);
    print(killed ? KILLED : WaitStatus.exitCode(waitStatus), exitCode);
    print(WaitStatus.signal(waitStatus), signal);
    print(runPid, group);
    begin(of);
    spawn.file = FINISH_PATH;
    spawn.arguments = finishArguments;
    int pid = posix.spawn(spawn);
    if (pid < 0 && pid != -Errno.ENOENT)
      messages.warning().unableTo("spawn ").bytes(FINISH_PATH).end(pid);
    return pid;
  }

  private void begin(Service of) {
    service = of;
    finishArguments[NAME_OF_FINISH] = of.name;
    spawn.reset();
    spawn.directory = of.directory;
    spawn.newSession = true;
    spawn.beginning = of.notes;
    if (of.isHosted()) giveStreams();
  }

  /** And the limit of descriptors, which this process has raised for itself. */
  private void giveStreams() {
    spawn.descriptorLimit = mostDescriptor;
    for (int i = 0; i < STREAMS; i++) {
      int from = service.stream(i);
      if (from >= 0) spawn.move(from, i);
    }
  }

  private void forgetPipe() {
    notification = NONE;
    notificationNumber = NONE;
    notificationPipe = 0;
  }

  /** The descriptor that run is to hold its lock in; {@link #NONE} if it is to have none. */
  private long lockDescriptor() {
    long lock = settings.number(LOCK_FD, NONE);
    if (lock == NONE || lock > 0 && !isOverLimit(lock)) return lock;
    messages.warning().text("invalid ").bytes(LOCK_FD).end();
    return NONE;
  }

  /**
   * Locks belong to processes, so run has to take its own: s6-setlock does before it becomes run.
   */
  private int prepareLock() {
    int flags = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK | O_CLOEXEC;
    int fd = posix.open(service.directory, SERVICE_LOCK, flags, 0666);
    if (fd < 0) return waits("open ", SERVICE_LOCK, fd);
    int locked = posix.isLocked(fd);
    posix.close(fd);
    if (locked < 0) return waits("read lock state on ", SERVICE_LOCK, locked);
    if (locked > 0)
      messages
          .warning()
          .text("another instance of the service is already running, child will block")
          .end();
    return 0;
  }

  private int spawnNotifying(long lock) {
    long wanted = settings.number(NOTIFICATION_FD, NONE);
    if (wanted == NONE) return spawned();
    if (wanted == 0 || isOverLimit(wanted))
      messages.warning().text("invalid ").bytes(NOTIFICATION_FD).end();
    if (wanted == Math.max(lock, 0)) return refused(wanted);
    return wanted == 0 ? spawned() : spawnWithPipe((int) Math.min(wanted, Integer.MAX_VALUE));
  }

  private int refused(long wanted) {
    messages
        .warning()
        .unableTo("start service: ")
        .text(wanted == 0 ? "notification-fd is 0" : "notification-fd and lock-fd are the same")
        .end();
    return REFUSED;
  }

  private int spawnWithPipe(int wanted) {
    int made = posix.pipe(pipe, O_CLOEXEC);
    if (made < 0) return waits("create notification pipe", null, made);
    int pid = posix.setNonBlocking(pipe[0], true);
    if (pid < 0) waits("create notification pipe", null, pid);
    else {
      spawn.move(pipe[1], wanted);
      notePipe(wanted);
      pid = spawned();
    }
    posix.close(pipe[1]);
    if (pid > 0) return pid;
    posix.close(pipe[0]);
    forgetPipe();
    return pid;
  }

  private void notePipe(int wanted) {
    notification = pipe[0];
    notificationNumber = wanted;
    ChildNotes notes = service.notes;
    if (notes == null) return;
    if (posix.fstat(pipe[0], stat) >= 0) notificationPipe = stat.inode;
    notes.record.notification = wanted;
    notes.record.notificationPipe = notificationPipe;
  }

  private int spawned() {
    int pid = posix.spawn(spawn);
    return pid < 0 ? waits("spawn ", spawn.arguments[0], pid) : pid;
  }

  private int waits(String what, byte @Nullable [] file, int error) {
    messages.warning().unableTo(what);
    if (file != null) messages.bytes(file);
    messages.text(" (waiting 60 seconds)").end(error);
    return error;
  }

  private boolean isOverLimit(long descriptor) {
    return mostDescriptor >= 0 && descriptor > mostDescriptor;
  }

  private static void print(long number, byte[] into) {
    into[Decimal.format(number, into, 0)] = 0;
  }
}
