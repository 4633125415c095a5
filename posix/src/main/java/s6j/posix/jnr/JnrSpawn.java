package s6j.posix.jnr;

import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.jnr.CLibrary.answer;

import java.lang.ref.Reference;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** Starts children by posix_spawn, since the virtual machine cannot fork. */
final class JnrSpawn {
  private static final short SETPGROUP = 2;
  private static final short SETSIGDEF = 4;
  private static final short SETSIGMASK = 8;
  private static final short SETSID = 0x80;
  private static final int CLONE_NEWPID = 0x20000000;
  private static final byte[] NAMESPACE = CString.of("/proc/thread-self/ns/pid");

  /** More than glibc's structures take: 336 bytes of attributes, 80 of actions. */
  private static final int STRUCTURE = 512;

  private final FileCalls files;
  private final ProcessCalls c;
  private final JvmTraces traces;
  private final NativePath path = new NativePath();
  private final NativeMemory attributes = new NativeMemory(STRUCTURE);
  private final NativeMemory actions = new NativeMemory(STRUCTURE);
  private final int[] pid = new int[1];
  private final SignalSet none = new SignalSet().set(0);
  private final SignalSet defaults = new SignalSet().set(JnrProcesses.defaultsOfChildren());

  JnrSpawn(FileCalls fileCalls, ProcessCalls calls, JvmTraces jvmTraces) {
    files = fileCalls;
    c = calls;
    traces = jvmTraces;
  }

  int spawn(Spawn spawn) {
    int child = spawn.newPidNamespace ? spawnInNamespace(spawn) : start(spawn);
    if (child > 0 && spawn.beginning != null) spawn.beginning.begin(child);
    return child;
  }

  /**
   * unshare gives the next child of this thread a new namespace, setns takes that back: so no Java
   * has to run between fork and exec.
   */
  private int spawnInNamespace(Spawn spawn) {
    path.set(NAMESPACE);
    int present = files.openat(Posix.CWD, path.address(), OpenFlags.O_CLOEXEC, 0);
    if (present < 0) return answer(present);
    int result = answer(c.unshare(CLONE_NEWPID));
    if (result == 0) {
      result = start(spawn);
      c.setns(present, CLONE_NEWPID);
    }
    files.close(present);
    return result;
  }

  private int start(Spawn spawn) {
    if (!path.set(spawn.file)) return -ENAMETOOLONG;
    traces.keepFromChildren();
    c.posix_spawnattr_init(attributes.address());
    c.posix_spawn_file_actions_init(actions.address());
    describe(spawn);
    int error = act(spawn);
    if (error == 0) error = run(spawn);
    c.posix_spawn_file_actions_destroy(actions.address());
    c.posix_spawnattr_destroy(attributes.address());
    return error == 0 ? pid[0] : -error;
  }

  private void describe(Spawn spawn) {
    int flags = SETSIGDEF | SETSIGMASK;
    if (spawn.newSession) flags |= SETSID;
    else if (spawn.newGroup) flags |= SETPGROUP;
    c.posix_spawnattr_setflags(attributes.address(), (short) flags);
    c.posix_spawnattr_setpgroup(attributes.address(), 0);
    c.posix_spawnattr_setsigmask(attributes.address(), none.address());
    c.posix_spawnattr_setsigdefault(attributes.address(), defaults.address());
  }

  /** The directory comes first, a move may land on its descriptor. */
  private int act(Spawn spawn) {
    int error = 0;
    if (spawn.directory != Posix.CWD)
      error = c.posix_spawn_file_actions_addfchdir_np(actions.address(), spawn.directory);
    for (int i = 0; i < spawn.moves && error == 0; i++)
      error = c.posix_spawn_file_actions_adddup2(actions.address(), spawn.from[i], spawn.to[i]);
    return error;
  }

  private int run(Spawn spawn) {
    byte[][] variables = spawn.environment == null ? traces.environment() : spawn.environment;
    NativeStrings arguments = new NativeStrings(spawn.arguments);
    NativeStrings environment = new NativeStrings(variables);
    int error =
        c.posix_spawn(
            pid,
            path.address(),
            actions.address(),
            attributes.address(),
            arguments.address(),
            environment.address());
    Reference.reachabilityFence(arguments);
    Reference.reachabilityFence(environment);
    return error;
  }
}
