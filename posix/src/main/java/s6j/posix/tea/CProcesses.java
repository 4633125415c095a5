package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;
import org.teavm.interop.c.Variable;

/** C's calls on processes and time. */
final class CProcesses {
  static final int CLOCK_REALTIME = 0;
  static final int CLOCK_MONOTONIC = 1;
  static final int PR_SET_CHILD_SUBREAPER = 36;
  static final int PR_SET_KEEPCAPS = 8;
  static final int PR_CAPBSET_DROP = 24;
  static final int PR_SET_NO_NEW_PRIVS = 38;
  static final int PR_CAP_AMBIENT = 47;
  static final int PR_SET_SECCOMP = 22;
  static final int SECCOMP_MODE_FILTER = 2;
  static final int PR_CAP_AMBIENT_RAISE = 2;
  static final int CAPABILITY_VERSION = 0x20080522;
  static final int RLIMIT_CORE = 4;
  static final int CLONE_NEWPID = 0x20000000;

  /** The same on every machine, and missing in older headers. */
  static final int SYS_PIDFD_OPEN = 434;

  static final int SYS_PIDFD_SEND_SIGNAL = 424;

  /** Behind it come those that add a rule and that put the rules into force. */
  static final int SYS_LANDLOCK_CREATE_RULESET = 444;

  static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;
  static final int PIDFD_GET_INFO = 0xc040ff0b;
  static final int PIDFD_INFO_SIZE = 64;
  static final int PIDFD_INFO_EXIT = 8;
  static final int PIDFD_INFO_EXIT_CODE_AT = 60;
  static final int POSIX_SPAWN_SETPGROUP = 2;
  static final int POSIX_SPAWN_SETSIGDEF = 4;
  static final int POSIX_SPAWN_SETSIGMASK = 8;
  static final int POSIX_SPAWN_SETSID = 0x80;

  private CProcesses() {}

  @Import(name = "clock_gettime")
  @Include("time.h")
  static native int clockGettime(int clock, Address time);

  @Import(name = "tzset")
  @Include("time.h")
  static native void tzset();

  @Import(name = "localtime_r")
  @Include("time.h")
  static native Address localtime(Address seconds, Address fields);

  @Import(name = "getpid")
  @Include("unistd.h")
  static native int getpid();

  @Import(name = "getppid")
  @Include("unistd.h")
  static native int getppid();

  @Import(name = "getuid")
  @Include("unistd.h")
  static native int getuid();

  @Import(name = "geteuid")
  @Include("unistd.h")
  static native int geteuid();

  @Import(name = "getgid")
  @Include("unistd.h")
  static native int getgid();

  @Import(name = "getegid")
  @Include("unistd.h")
  static native int getegid();

  @Import(name = "_exit")
  @Include("unistd.h")
  static native void exit(int code);

  @Import(name = "fork")
  @Include("unistd.h")
  static native int fork();

  @Import(name = "vfork")
  @Include("unistd.h")
  static native int vfork();

  /** As vfork, but the child has this process's table of descriptors (image.c). */
  @Import(name = "image_forkSharing")
  static native int forkSharing();

  @Import(name = "execve")
  @Include("unistd.h")
  static native int execve(Address file, Address arguments, Address environment);

  @Import(name = "waitpid")
  @Include("sys/wait.h")
  static native int waitpid(int pid, Address status, int options);

  @Import(name = "setsid")
  @Include("unistd.h")
  static native int setsid();

  @Import(name = "getpgid")
  @Include("unistd.h")
  static native int getpgid(int pid);

  @Import(name = "getsid")
  @Include("unistd.h")
  static native int getsid(int pid);

  @Import(name = "reboot")
  @Include("sys/reboot.h")
  static native int reboot(int how);

  @Import(name = "setpgid")
  @Include("unistd.h")
  static native int setpgid(int pid, int group);

  @Import(name = "tcsetpgrp")
  @Include("unistd.h")
  static native int tcsetpgrp(int fd, int group);

  @Import(name = "SYS_prctl")
  @Include("sys/syscall.h")
  @Variable
  static native long prctlNumber();

  static int prctl(int option, long a, long b, long c, long d) {
    return (int) syscall(prctlNumber(), option, a, b, c, d);
  }

  @Import(name = "getrlimit")
  @Include("sys/resource.h")
  static native int getrlimit(int resource, Address limits);

  @Import(name = "setrlimit")
  @Include("sys/resource.h")
  static native int setrlimit(int resource, Address limits);

  @Import(name = "getpriority")
  @Include("sys/resource.h")
  static native int getpriority(int which, int who);

  @Import(name = "setpriority")
  @Include("sys/resource.h")
  static native int setpriority(int which, int who, int value);

  @Import(name = "setuid")
  @Include("unistd.h")
  static native int setuid(int uid);

  @Import(name = "setgid")
  @Include("unistd.h")
  static native int setgid(int gid);

  @Import(name = "setresuid")
  @Include("unistd.h")
  static native int setresuid(int real, int effective, int saved);

  @Import(name = "setresgid")
  @Include("unistd.h")
  static native int setresgid(int real, int effective, int saved);

  @Import(name = "setgroups")
  @Include("grp.h")
  static native int setgroups(long count, Address groups);

  @Import(name = "getrandom")
  @Include("sys/random.h")
  static native long getrandom(Address buffer, long length, int flags);

  @Import(name = "SYS_clone")
  @Include("sys/syscall.h")
  @Variable
  static native long cloneNumber();

  @Import(name = "SYS_capset")
  @Include("sys/syscall.h")
  @Variable
  static native long capsetNumber();

  @Import(name = "SYS_unshare")
  @Include("sys/syscall.h")
  @Variable
  static native long unshareNumber();

  /**
   * A call by its number (image.c): what the machine has less room for than a long, as pointers of
   * 32 bits, is made as big as there it is.
   */
  @Import(name = "image_call")
  static native long syscall(long number, long a, long b, long c, long d, long e);

  @Import(name = "posix_spawn")
  @Include("spawn.h")
  static native int posixSpawn(
      Address pid,
      Address file,
      Actions actions,
      Attributes attributes,
      Address arguments,
      Address environment);

  @Import(name = "posix_spawn_file_actions_init")
  @Include("spawn.h")
  static native int initActions(Actions actions);

  @Import(name = "posix_spawn_file_actions_destroy")
  @Include("spawn.h")
  static native int destroyActions(Actions actions);

  @Import(name = "posix_spawn_file_actions_adddup2")
  @Include("spawn.h")
  static native int addDup2(Actions actions, int from, int to);

  @Import(name = "posix_spawn_file_actions_addfchdir_np")
  @Include("spawn.h")
  static native int addFchdir(Actions actions, int fd);

  @Import(name = "posix_spawnattr_init")
  @Include("spawn.h")
  static native int initAttributes(Attributes attributes);

  @Import(name = "posix_spawnattr_setflags")
  @Include("spawn.h")
  static native int setFlags(Attributes attributes, short flags);

  @Import(name = "posix_spawnattr_setsigmask")
  @Include("spawn.h")
  static native int setMask(Attributes attributes, Address set);

  @Import(name = "posix_spawnattr_setsigdefault")
  @Include("spawn.h")
  static native int setDefaults(Attributes attributes, Address set);

  /** The descriptor moves of a child to be spawned. */
  @Native
  @Name("posix_spawn_file_actions_t")
  @Include("spawn.h")
  static final class Actions extends Structure {}

  /** The attributes of a child to be spawned. */
  @Native
  @Name("posix_spawnattr_t")
  @Include("spawn.h")
  static final class Attributes extends Structure {}
}
