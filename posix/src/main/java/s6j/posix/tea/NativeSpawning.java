package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/** Starting children, natively: posix_spawn, or clone where a pid namespace is asked for. */
abstract class NativeSpawning extends NativeProcesses {
  private static final int FAILED = 127;

  private final CProcesses.Actions actions =
      NativeBlock.take(Structure.sizeOf(CProcesses.Actions.class)).toStructure();
  private final CProcesses.Attributes attributes =
      NativeBlock.take(Structure.sizeOf(CProcesses.Attributes.class)).toStructure();
  private final int[] failure = new int[2];

  @Override
  public int spawn(Spawn spawn) {
    int error = path.set(spawn.file);
    if (error < 0) return error;
    Address vector = arguments.fill(spawn.arguments);
    Address present =
        spawn.environment == null ? CMemory.environ() : variables.fill(spawn.environment);
    return spawn.newPidNamespace ? cloned(spawn, vector, present) : spawned(spawn, vector, present);
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
    int flags = CProcesses.POSIX_SPAWN_SETSIGMASK | CProcesses.POSIX_SPAWN_SETSIGDEF;
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
    int collected;
    do collected = answer(CProcesses.waitpid(pid, scratch, 0));
    while (collected == -Errno.EINTR);
    return error;
  }

  private void startClone(Spawn spawn, Address vector, Address present) {
    int report = dup(failure[1], aboveMoves(spawn), true);
    int error = report < 0 ? report : prepared(spawn);
    if (error >= 0) error = answer(CProcesses.execve(path.bytes, vector, present));
    scratch.putInt(error);
    CFiles.write(report, scratch, 4);
    CProcesses.exit(FAILED);
  }

  private int prepared(Spawn spawn) {
    unblockAll();
    defaultSignal(Signal.SIGPIPE);
    int error = 0;
    if (spawn.newSession) error = setsid();
    else if (spawn.newGroup) error = setpgid(0, 0);
    if (error >= 0 && spawn.directory != Posix.CWD) error = fchdir(spawn.directory);
    for (int i = 0; i < spawn.moves && error >= 0; i++) error = dup2(spawn.from[i], spawn.to[i]);
    return error;
  }

  private static int aboveMoves(Spawn spawn) {
    int above = 3;
    for (int i = 0; i < spawn.moves; i++) if (spawn.to[i] >= above) above = spawn.to[i] + 1;
    return above;
  }
}
