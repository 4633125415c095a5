package s6j.posix.tea;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/**
 * Starting children, natively: posix_spawn, or vfork where that cannot do what is asked for, so
 * that a start costs the same however big this process is; clone for a new namespace.
 */
abstract class NativeSpawning extends NativeProcesses {
  static final int FAILED = 127;

  private final CProcesses.Actions actions =
      NativeBlock.take(Structure.sizeOf(CProcesses.Actions.class)).toStructure();
  private final CProcesses.Attributes attributes =
      NativeBlock.take(Structure.sizeOf(CProcesses.Attributes.class)).toStructure();
  private final int[] failure = new int[2];
  private final long[] limits = new long[2];

  /** Null where children are started with a copy of the table of descriptors. */
  @Nullable SharedTable table;

  /** Children of {@link #forked} leave {@link #table}. */
  private boolean leaves;

  /** Why a child of {@link #forked}, which has this memory too, could not become its program. */
  private int failedStart;

  @Override
  public int spawn(Spawn spawn) {
    int error = path.set(spawn.file);
    if (error < 0) return error;
    Address vector = arguments.fill(spawn.arguments);
    Address present =
        spawn.environment == null ? CMemory.environ() : variables.fill(spawn.environment);
    if (spawn.newPidNamespace) return clonedIntoNamespace(spawn, vector, present);
    if (spawn.beginning != null || spawn.descriptorLimit != Spawn.AS_HERE)
      return forked(spawn, vector, present);
    int pid = fusion == null ? 0 : fusion.spawn(spawn, vector, present);
    return pid != 0 ? pid : spawned(spawn, vector, present);
  }

  private int spawned(Spawn spawn, Address vector, Address present) {
    CProcesses.initActions(actions);
    int error = describe(spawn);
    if (error == 0)
      error = CProcesses.posixSpawn(scratch, path.bytes, actions, attributes, vector, present);
    CProcesses.destroyActions(actions);
    return error == 0 ? scratch.getInt() : -error;
  }

  /** 0, or an errno as the functions of posix_spawn answer it: positive. */
  private int describe(Spawn spawn) {
    CProcesses.initAttributes(attributes);
    int flags = spawn.keepsMask ? 0 : CProcesses.POSIX_SPAWN_SETSIGMASK;
    if (!spawn.keepsPipeSignal) flags |= CProcesses.POSIX_SPAWN_SETSIGDEF;
    if (spawn.newSession) flags |= CProcesses.POSIX_SPAWN_SETSID;
    else if (spawn.newGroup) flags |= CProcesses.POSIX_SPAWN_SETPGROUP;
    CProcesses.setFlags(attributes, (short) flags);
    CProcesses.setMask(attributes, set(0));
    CProcesses.setDefaults(attributes, set(Signal.bit(Signal.SIGPIPE)));
    int error = 0;
    if (spawn.directory != Posix.CWD) error = CProcesses.addFchdir(actions, spawn.directory);
    for (int i = 0; i < spawn.moves && error == 0; i++)
      error = CProcesses.addDup2(actions, spawn.from[i], spawn.to[i]);
    return error;
  }

  private int forked(Spawn spawn, Address vector, Address present) {
    SharedTable shared = spawn.descriptorLimit == Spawn.AS_HERE ? null : table;
    if (shared == null) return forkedOnce(spawn, vector, present);
    leaves = shared.hold(spawn);
    int pid = forkedOnce(spawn, vector, present);
    // Emulators of machines refuse it as invalid.
    boolean isUnknown = pid == -Errno.ENOSYS || pid == -Errno.EINVAL;
    if (leaves && (shared.isToBeCopied || isUnknown)) {
      leaves = false;
      table = null;
      pid = forkedOnce(spawn, vector, present);
    }
    leaves = false;
    shared.release();
    return pid;
  }

  /** The child has this memory until its exec, and this process waits for that. */
  private int forkedOnce(Spawn spawn, Address vector, Address present) {
    failedStart = 0;
    int pid = leaves ? CProcesses.forkSharing() : answer(CProcesses.vfork());
    if (pid == 0) startFork(spawn, vector, present);
    if (pid < 0 || failedStart == 0) return pid;
    collect(pid);
    return failedStart;
  }

  private void startFork(Spawn spawn, Address vector, Address present) {
    if (spawn.beginning != null) begin(spawn);
    int error = prepared(spawn);
    if (error >= 0) error = answer(CProcesses.execve(path.bytes, vector, present));
    failedStart = error;
    CProcesses.exit(FAILED);
  }

  private int clonedIntoNamespace(Spawn spawn, Address vector, Address present) {
    int pid = cloned(spawn, vector, present);
    if (pid > 0 && spawn.beginning != null) spawn.beginning.begin(pid);
    return pid;
  }

  /** The child tells over a pipe what failed before its exec; the exec closes it. */
  private int cloned(Spawn spawn, Address vector, Address present) {
    int error = pipe(failure, OpenFlags.O_CLOEXEC);
    if (error < 0) return error;
    long number = CProcesses.cloneNumber();
    long flags = CProcesses.CLONE_NEWPID | Signal.SIGCHLD;
    int pid = (int) answer(CProcesses.syscall(number, flags, 0, 0, 0, 0));
    if (pid == 0) startClone(spawn, vector, present);
    CFiles.close(failure[1]);
    int answer = pid < 0 ? pid : outcome(pid);
    CFiles.close(failure[0]);
    return answer;
  }

  private int outcome(int pid) {
    long count;
    do count = answer(CFiles.read(failure[0], scratch, 4));
    while (count == -Errno.EINTR);
    if (count < 4) return pid;
    int error = scratch.getInt();
    collect(pid);
    return error;
  }

  private void collect(int pid) {
    int collected;
    do collected = answer(CProcesses.waitpid(pid, scratch, 0));
    while (collected == -Errno.EINTR);
  }

  private void startClone(Spawn spawn, Address vector, Address present) {
    int report = dup(failure[1], aboveMoves(spawn), true);
    int error = report < 0 ? noRoom(report) : prepared(spawn);
    if (error >= 0) error = answer(CProcesses.execve(path.bytes, vector, present));
    scratch.putInt(error);
    CFiles.write(report < 0 ? failure[1] : report, scratch, 4);
    CProcesses.exit(FAILED);
  }

  /** Of a number over the limit the move itself says that it is none. */
  private static int noRoom(int error) {
    return error == -Errno.EINVAL ? -Errno.EBADF : error;
  }

  /** Its calls use the memory that holds the path. */
  private void begin(Spawn spawn) {
    spawn.beginning.begin(getpid());
    path.set(spawn.file);
  }

  /** Does in the child what it is to begin with; a negated errno where that fails. */
  final int prepared(Spawn spawn) {
    if (!spawn.keepsMask) unblockAll();
    if (!spawn.keepsPipeSignal) defaultSignal(Signal.SIGPIPE);
    int error = 0;
    if (spawn.newSession) error = setsid();
    else if (spawn.newGroup) error = setpgid(0, 0);
    if (error >= 0 && spawn.directory != Posix.CWD) error = fchdir(spawn.directory);
    if (error >= 0 && leaves && table != null) error = table.leave();
    for (int i = 0; i < spawn.moves && error >= 0; i++) error = dup2(spawn.from[i], spawn.to[i]);
    if (error >= 0 && spawn.descriptorLimit != Spawn.AS_HERE) error = limit(spawn);
    return error;
  }

  private int limit(Spawn spawn) {
    int error = getLimit(Posix.RLIMIT_NOFILE, limits);
    if (error < 0) return error;
    return setLimit(Posix.RLIMIT_NOFILE, spawn.descriptorLimit(limits[1]), limits[1]);
  }

  private static int aboveMoves(Spawn spawn) {
    int above = 3;
    for (int i = 0; i < spawn.moves; i++) if (spawn.to[i] >= above) above = spawn.to[i] + 1;
    return above;
  }
}
