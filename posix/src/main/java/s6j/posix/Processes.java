package s6j.posix;

import org.jspecify.annotations.Nullable;
import s6j.posix.meaning.Always;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/**
 * The system calls on processes: this one, its children and others; and the clocks and random bytes
 * that a process is given.
 */
@OrErrno
public interface Processes {
  int WNOHANG = 1;

  /** The resource of {@link #getLimit} that bounds the numbers of descriptors. */
  int RLIMIT_NOFILE = 7;

  /** Nanoseconds of CLOCK_MONOTONIC, for deadlines. */
  @Always
  long monotonicNanos();

  /** Nanoseconds since 1970-01-01 00:00:00 UTC, for what is written to disk. */
  @Always
  long realtimeNanos();

  /**
   * The local time (TZ, /etc/localtime) of a moment: fields 0..5 are year, month 1..12, day, hour,
   * minute, second.
   */
  int localTime(long epochSeconds, int[] fields);

  /** Fills {@code buffer} with random bytes. */
  int random(byte[] buffer, int offset, int length);

  @Pid
  @Always
  int getpid();

  @Pid
  @Always
  int getppid();

  @Always
  int getuid();

  @Always
  int geteuid();

  @Always
  int getgid();

  @Always
  int getegid();

  /** The environment, each NAME=value. Allocates. */
  byte[][] environment();

  /** The value of one of its variables, null if it has none of that name. Allocates. */
  byte @Nullable [] variable(byte[] name);

  /**
   * The path by which the kernel was told to run this program, if that leads to it, else another
   * one that does, into {@code buffer}, not NUL-ended: its length. {@code -ENOENT} if nothing tells
   * it. Allocates.
   */
  int ownPath(byte[] buffer);

  /**
   * The same path, whatever lies there now: another version, perhaps. The interpreter of a script
   * has the script's.
   */
  int toldPath(byte[] buffer);

  /** The PATH that the build gave to programs that have none; null if it gave none. Allocates. */
  byte @Nullable [] builtPath();

  /** Ends the process at once. */
  void exit(@ExitStatus int code);

  /** Starts a child as {@code spawn} says: its pid, or the negated errno of what failed. */
  @Pid
  int spawn(Spawn spawn);

  /**
   * Says that this process is about to hold very many descriptors: starting a child that has a
   * limit of its own ({@link Spawn#descriptorLimit}) then costs the same however many there are,
   * where the system can do that. {@code nothing} is an open /dev/null; a few more are taken.
   * Allocates.
   */
  void expectManyDescriptors(@Descriptor int nothing);

  /**
   * Replaces the process: no path search. Returns only to say why not, as a negated errno. What
   * {@link Signals#signals} blocked is unblocked first. {@code environment} null keeps the present
   * one.
   */
  int exec(byte[] file, byte[][] arguments, byte @Nullable [][] environment);

  /**
   * The same with the present environment, and what {@link Signals#signals} blocked stays blocked:
   * a signal that comes meanwhile waits for the program that takes this one's place.
   */
  int execBlocked(byte[] file, byte[][] arguments);

  /**
   * A copy of this process: 0 in the child, the child's pid in the parent. For the few chainloaders
   * that fork without an exec in the child; {@code -ENOSYS} on the JVM.
   */
  @Pid
  int fork();

  /**
   * Collects a dead child: its pid with {@code status[0]} the raw wait status ({@link WaitStatus}),
   * 0 if none is dead ({@link #WNOHANG}), {@code -ECHILD}, {@code -EINTR}. {@code pid} -1 for any.
   */
  @Pid
  int waitpid(@Pid int pid, @RawStatus int[] status, int options);

  /**
   * A close-on-exec descriptor that stands for a process, and never for another that gets its
   * number later; readable when it has ended (pidfd_open). {@code -ESRCH} without such a process,
   * {@code -ENOSYS} before Linux 5.3.
   */
  @Descriptor
  int openProcess(@Pid int pid);

  /**
   * Sends a signal to the process of a {@link #openProcess} descriptor, or to the process group
   * that it leads; signal 0 only asks. {@code -ESRCH} once it has ended and been collected; {@code
   * -EINVAL} for a group before Linux 6.9.
   */
  int signalProcess(@Descriptor int process, int signal, boolean group);

  /**
   * How the process of a {@link #openProcess} descriptor ended, whoever collected it: 0 with {@code
   * status[0]} as {@link #waitpid} has it, or a negated errno: it has not been collected, or the
   * system does not tell (before Linux 6.15).
   */
  int endOfProcess(@Descriptor int process, @RawStatus int[] status);

  /** Starts a new session; the session id. */
  @Pid
  int setsid();

  /** The session of a process, of this one if {@code pid} is 0. */
  @Pid
  int getsid(@Pid int pid);

  @Pid
  int getpgid(@Pid int pid);

  int setpgid(@Pid int pid, @Pid int group);

  /** Orphaned descendants become children of this process (PR_SET_CHILD_SUBREAPER). */
  int becomeSubreaper();

  /** What {@link #unshare} makes anew: mounts, and the network. */
  int CLONE_NEWNS = 0x20000;

  int CLONE_NEWNET = 0x40000000;

  /** This process leaves namespaces for new ones; what it executes has them, too. */
  int unshare(int namespaces);

  /** No exec of this process or of what comes of it gives rights any more. */
  int forgoPrivileges();

  /**
   * Takes a capability, by its number, out of the bounding set; {@code -EINVAL} if there is none of
   * that number.
   */
  int dropCapability(int capability);

  /** The capabilities of this process stay permitted if it leaves root, until it executes. */
  int keepCapabilities();

  /** Sets what is permitted and in effect, and what is inheritable; a bit for each capability. */
  int setCapabilities(long permitted, long inheritable);

  /** Makes a capability that is permitted and inheritable an ambient one. */
  int raiseCapability(int capability);

  /**
   * Has the kernel ask a program before each system call of this process and of what comes of it
   * (seccomp(2), struct sock_filter). After it an exec is made by execve(2) and nothing else; it
   * unblocks here what {@link Signals#signals} blocked.
   */
  int filterSystemCalls(byte[] program);

  /** Which version of Landlock the kernel has; {@code -ENOSYS}, {@code -EOPNOTSUPP} if none. */
  int landlockVersion();

  /** A close-on-exec descriptor of a set of rules, on these rights to files (landlock(7)). */
  @Descriptor
  int createRuleset(long rights);

  /** Allows these rights to a file, or to all below a directory, that is open. */
  int allowBeneath(@Descriptor int ruleset, @Descriptor int file, long rights);

  /** This process, and what comes of it, has no rights from now on but what the rules allow. */
  int restrictSelf(@Descriptor int ruleset);

  /** Soft limit in {@code limits[0]}, hard limit in {@code limits[1]}; -1 is no limit. */
  int getLimit(int resource, long[] limits);

  int setLimit(int resource, long soft, long hard);

  /** Adds to the nice value, as far as its range goes; 0. */
  int nice(int increment);

  int setuid(int uid);

  int setgid(int gid);

  /** Sets the real, effective and saved user id: none of the old ones is left to go back to. */
  int setEveryUid(int uid);

  /** Sets the real, effective and saved group id. */
  int setEveryGid(int gid);

  /** The name of this machine into {@code buffer}, not NUL-ended; its length. */
  int hostName(byte[] buffer);

  /** Names this machine; at most 64 bytes. */
  int setHostName(byte[] name);

  /** What {@link #reboot} is asked for. */
  int RB_AUTOBOOT = 0x01234567;

  int RB_HALT_SYSTEM = 0xcdef0123;
  int RB_POWER_OFF = 0x4321fedc;

  /** Ctrl-alt-del becomes SIGINT to process 1. */
  int RB_DISABLE_CAD = 0;

  /** Ends the machine, or the PID namespace, at once and without a sync; or says why not. */
  int reboot(int how);

  /** Sets the supplementary groups to the first {@code count} of {@code groups}. */
  int setgroups(int[] groups, int count);
}
