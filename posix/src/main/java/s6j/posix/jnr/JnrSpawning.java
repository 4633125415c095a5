package s6j.posix.jnr;

import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.jnr.CLibrary.answer;

import java.lang.ref.Reference;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/** Starting children, on the JVM: by posix_spawn, since the virtual machine cannot fork. */
abstract class JnrSpawning extends JnrProcesses {
  private static final short SETPGROUP = 2;
  private static final short SETSIGDEF = 4;
  private static final short SETSIGMASK = 8;
  private static final short SETSID = 0x80;
  private static final int CLONE_NEWPID = 0x20000000;
  private static final byte[] NAMESPACE = CString.of("/proc/thread-self/ns/pid");

  /**
   * glibc's own two, 32 and 33, which posix_spawn has a child ignore unless it is told that they
   * are to be as they are at the start of a process.
   */
  private static final long OF_GLIBC = Signal.bit(32) | Signal.bit(33);

  /** More than glibc's structures take: 336 bytes of attributes, 80 of actions. */
  private static final int STRUCTURE = 512;

  private final NativeMemory attributes = new NativeMemory(STRUCTURE);
  private final NativeMemory actions = new NativeMemory(STRUCTURE);
  private final int[] pid = new int[1];
  private final long[] limits = new long[2];
  private final SignalSet none = new SignalSet().set(0);
  private final SignalSet defaults = new SignalSet();

  @Override
  public int spawn(Spawn spawn) {
    int child = spawn.newPidNamespace ? spawnInNamespace(spawn) : start(spawn);
    if (child > 0 && spawn.beginning != null) spawn.beginning.begin(child);
    return child;
  }

  /** The C library's posix_spawn copies the table whatever it is told. */
  @Override
  public void expectManyDescriptors(int nothing) {}

  /**
   * unshare gives the next child of this thread a new namespace, setns takes that back: so no Java
   * has to run between fork and exec.
   */
  private int spawnInNamespace(Spawn spawn) {
    path.set(NAMESPACE);
    int present = c.openat(CWD, path.address(), OpenFlags.O_CLOEXEC, 0);
    if (present < 0) return answer(present);
    int result = answer(processes().unshare(CLONE_NEWPID));
    if (result == 0) {
      result = start(spawn);
      processes().setns(present, CLONE_NEWPID);
    }
    c.close(present);
    return result;
  }

  /** What a child may open, this process may open no more of for that moment. */
  private int start(Spawn spawn) {
    if (spawn.descriptorLimit == Spawn.AS_HERE) return startAsHere(spawn);
    int error = getLimit(RLIMIT_NOFILE, limits);
    if (error < 0) return error;
    error = setLimit(RLIMIT_NOFILE, spawn.descriptorLimit(limits[1]), limits[1]);
    if (error < 0) return error;
    int child = startAsHere(spawn);
    setLimit(RLIMIT_NOFILE, limits[0], limits[1]);
    return child;
  }

  private int startAsHere(Spawn spawn) {
    if (!path.set(spawn.file)) return -ENAMETOOLONG;
    traces.keepFromChildren();
    processes().posix_spawnattr_init(attributes.address());
    processes().posix_spawn_file_actions_init(actions.address());
    describe(spawn);
    int error = act(spawn);
    if (error == 0) error = run(spawn);
    processes().posix_spawn_file_actions_destroy(actions.address());
    processes().posix_spawnattr_destroy(attributes.address());
    return error == 0 ? pid[0] : -error;
  }

  private void describe(Spawn spawn) {
    int flags = spawn.keepsMask ? SETSIGDEF : SETSIGDEF | SETSIGMASK;
    defaults.set(spawn.keepsPipeSignal ? OF_GLIBC : OF_GLIBC | Signal.bit(Signal.SIGPIPE));
    if (spawn.newSession) flags |= SETSID;
    else if (spawn.newGroup) flags |= SETPGROUP;
    processes().posix_spawnattr_setflags(attributes.address(), (short) flags);
    processes().posix_spawnattr_setpgroup(attributes.address(), 0);
    processes().posix_spawnattr_setsigmask(attributes.address(), none.address());
    processes().posix_spawnattr_setsigdefault(attributes.address(), defaults.address());
  }

  /** The directory comes first, a move may land on its descriptor. */
  private int act(Spawn spawn) {
    int error = 0;
    if (spawn.directory != CWD)
      error = processes().posix_spawn_file_actions_addfchdir_np(actions.address(), spawn.directory);
    for (int i = 0; i < spawn.moves && error == 0; i++)
      error =
          processes()
              .posix_spawn_file_actions_adddup2(actions.address(), spawn.from[i], spawn.to[i]);
    return error;
  }

  private int run(Spawn spawn) {
    byte[][] variables = spawn.environment == null ? traces.environment() : spawn.environment;
    StringVector arguments = new StringVector(spawn.arguments);
    StringVector environment = new StringVector(variables);
    int error =
        processes()
            .posix_spawn(
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
