package s6j.posix.jnr;

import static s6j.posix.Errno.EAGAIN;
import static s6j.posix.Errno.EINVAL;
import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.Errno.ENOSYS;
import static s6j.posix.jnr.CLibrary.answer;
import static s6j.posix.jnr.CLibrary.interrupted;

import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Processes;

/** Processes and time, on the JVM. */
abstract class JnrProcesses extends JnrSignals implements Processes {
  private static final int CLOCK_REALTIME = 0;
  private static final int CLOCK_MONOTONIC = 1;
  private static final long PIDFD_GET_INFO = 0xc040ff0bL;
  private static final int PIDFD_INFO_SIZE = 64;
  private static final int PIDFD_INFO_EXIT = 8;
  private static final int PIDFD_INFO_EXIT_CODE_AT = 60;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int PR_SET_KEEPCAPS = 8;
  private static final int PR_CAPBSET_DROP = 24;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_RAISE = 2;
  private static final int CAPABILITY_VERSION = 0x20080522;
  private static final int PR_SET_SECCOMP = 22;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int SYS_LANDLOCK_CREATE_RULESET = 444;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;
  final JvmTraces traces = new JvmTraces(c);

  /** From then on a call that is not needed may be the last one. */
  private boolean isFiltered;

  @Override
  public long monotonicNanos() {
    return clock(CLOCK_MONOTONIC);
  }

  @Override
  public long realtimeNanos() {
    return clock(CLOCK_REALTIME);
  }

  private long clock(int clock) {
    c.clock_gettime(clock, small.address());
    return small.getLong(0) * 1_000_000_000 + small.getLong(8);
  }

  @Override
  public int localTime(long epochSeconds, int[] fields) {
    small.putLong(0, epochSeconds);
    c.tzset();
    if (c.localtime_r(small.address(), small.address() + 8) == 0) return -EINVAL;
    fields[0] = small.getInt(8 + 20) + 1900;
    fields[1] = small.getInt(8 + 16) + 1;
    for (int i = 2; i < 6; i++) fields[i] = small.getInt(8 + 4 * (5 - i));
    return 0;
  }

  @Override
  public int random(byte[] buffer, int offset, int length) {
    for (int done = 0; done < length; ) {
      int most = Math.min(length - done, 256);
      long count = c.getrandom(small.address(), most, 0);
      if (count < 0 && !interrupted(count)) return (int) answer(count);
      if (count > 0) small.get(0, buffer, offset + done, (int) count);
      if (count > 0) done += (int) count;
    }
    return 0;
  }

  @Override
  public int getpid() {
    return c.getpid();
  }

  @Override
  public int getppid() {
    return c.getppid();
  }

  @Override
  public int getuid() {
    return c.getuid();
  }

  @Override
  public int geteuid() {
    return c.geteuid();
  }

  @Override
  public int getgid() {
    return c.getgid();
  }

  @Override
  public int getegid() {
    return c.getegid();
  }

  @Override
  public byte[][] environment() {
    return traces.environment();
  }

  @Override
  public byte[] variable(byte[] name) {
    return Environment.valueIn(traces.environment(), name);
  }

  @Override
  public void exit(int code) {
    c._exit(code);
  }

  /** The mask of the executed program is this thread's without what is ours or the launcher's. */
  @Override
  public int exec(byte[] file, byte[][] arguments, byte @Nullable [][] environment) {
    byte[][] present = environment == null ? traces.environment() : environment;
    if (isFiltered) return path.set(file) ? execute(arguments, present) : -ENAMETOOLONG;
    JvmSuccessor successor = successor();
    if (successor != null && successor.is(file)) return successor.become(file, arguments, present);
    traces.keepFromChildren();
    return execute(file, arguments, present, 0);
  }

  /** Null where no launcher started this virtual machine. */
  abstract @Nullable JvmSuccessor successor();

  /** Becomes the file, with these signals blocked as well. */
  final int execute(byte[] file, byte[][] arguments, byte[][] environment, long blocked) {
    if (!path.set(file)) return -ENAMETOOLONG;
    unblock(traces.launcherBlocksSignals());
    if (blocked != 0) block(blocked);
    int error = execute(arguments, environment);
    restoreMask();
    return error;
  }

  @Override
  public int execBlocked(byte[] file, byte[][] arguments) {
    if (!path.set(file)) return -ENAMETOOLONG;
    traces.keepFromChildren();
    return execute(arguments, traces.environment());
  }

  private int execute(byte[][] arguments, byte[][] environment) {
    StringVector words = new StringVector(arguments);
    StringVector variables = new StringVector(environment);
    int error = answer(processes().execve(path.address(), words.address(), variables.address()));
    Reference.reachabilityFence(words);
    Reference.reachabilityFence(variables);
    return error;
  }

  @Override
  public int fork() {
    return -ENOSYS;
  }

  @Override
  public int waitpid(int pid, int[] status, int options) {
    int dead = processes().waitpid(pid, small.address(), options);
    if (dead > 0) status[0] = small.getInt(0);
    return answer(dead);
  }

  @Override
  public int openProcess(int pid) {
    return (int) answer(processes().syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0));
  }

  @Override
  public int signalProcess(int process, int signal, boolean group) {
    long flags = group ? PIDFD_SIGNAL_PROCESS_GROUP : 0;
    return (int) answer(processes().syscall(SYS_PIDFD_SEND_SIGNAL, process, signal, 0, flags));
  }

  @Override
  public int endOfProcess(int process, int[] status) {
    small.clear(PIDFD_INFO_SIZE);
    small.putLong(0, PIDFD_INFO_EXIT);
    int result = c.ioctl(process, PIDFD_GET_INFO, small.address());
    if (result < 0) return answer(result);
    if ((small.getLong(0) & PIDFD_INFO_EXIT) == 0) return -EAGAIN;
    status[0] = small.getInt(PIDFD_INFO_EXIT_CODE_AT);
    return 0;
  }

  @Override
  public int setsid() {
    return answer(processes().setsid());
  }

  @Override
  public int getsid(int pid) {
    return answer(processes().getsid(pid));
  }

  @Override
  public int reboot(int how) {
    return answer(processes().reboot(how));
  }

  @Override
  public int getpgid(int pid) {
    return answer(processes().getpgid(pid));
  }

  @Override
  public int setpgid(int pid, int group) {
    return answer(processes().setpgid(pid, group));
  }

  @Override
  public int becomeSubreaper() {
    return answer(processes().prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  }

  @Override
  public int unshare(int namespaces) {
    return answer(processes().unshare(namespaces));
  }

  @Override
  public int forgoPrivileges() {
    return answer(processes().prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  }

  @Override
  public int dropCapability(int capability) {
    return answer(processes().prctl(PR_CAPBSET_DROP, capability, 0, 0, 0));
  }

  @Override
  public int keepCapabilities() {
    return answer(processes().prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
  }

  /** A header, and of each set the lower and then the higher half. */
  @Override
  public int setCapabilities(long permitted, long inheritable) {
    small.putInt(0, CAPABILITY_VERSION);
    small.putInt(4, 0);
    for (int half = 0; half < 2; half++) {
      int at = 8 + 12 * half;
      small.putInt(at, (int) (permitted >> 32 * half));
      small.putInt(at + 4, (int) (permitted >> 32 * half));
      small.putInt(at + 8, (int) (inheritable >> 32 * half));
    }
    return answer(processes().capset(small.address(), small.address() + 8));
  }

  @Override
  public int raiseCapability(int capability) {
    return answer(processes().prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0));
  }

  /** By a structure: how many instructions of eight bytes, and where they are. */
  @Override
  public int filterSystemCalls(byte[] program) {
    traces.keepFromChildren();
    NativeMemory code = new NativeMemory(program.length);
    for (int i = 0; i < program.length; i++) code.putByte(i, program[i]);
    small.putLong(0, program.length / 8);
    small.putLong(8, code.address());
    unblock(traces.launcherBlocksSignals());
    int mode = SECCOMP_MODE_FILTER;
    int result = processes().prctl(PR_SET_SECCOMP, mode, small.address(), 0, 0);
    Reference.reachabilityFence(code);
    isFiltered = result >= 0;
    return answer(result);
  }

  @Override
  public int landlockVersion() {
    return (int) answer(processes().syscall(SYS_LANDLOCK_CREATE_RULESET, 0, 0, 1, 0));
  }

  @Override
  public int createRuleset(long rights) {
    small.putLong(0, rights);
    long number = SYS_LANDLOCK_CREATE_RULESET;
    return (int) answer(processes().syscall(number, small.address(), 8, 0, 0));
  }

  @Override
  public int allowBeneath(int ruleset, int file, long rights) {
    small.putLong(0, rights);
    small.putInt(8, file);
    long number = SYS_LANDLOCK_CREATE_RULESET + 1;
    return (int) answer(processes().syscall(number, ruleset, 1, small.address(), 0));
  }

  @Override
  public int restrictSelf(int ruleset) {
    long number = SYS_LANDLOCK_CREATE_RULESET + 2;
    return (int) answer(processes().syscall(number, ruleset, 0, 0, 0));
  }

  @Override
  public int getLimit(int resource, long[] limits) {
    int result = processes().getrlimit(resource, small.address());
    if (result < 0) return answer(result);
    limits[0] = small.getLong(0);
    limits[1] = small.getLong(8);
    return 0;
  }

  @Override
  public int setLimit(int resource, long soft, long hard) {
    small.putLong(0, soft);
    small.putLong(8, hard);
    return answer(processes().setrlimit(resource, small.address()));
  }

  @Override
  public int nice(int increment) {
    int present = processes().getpriority(0, 0);
    return answer(processes().setpriority(0, 0, present + increment));
  }

  @Override
  public int setuid(int uid) {
    return answer(processes().setuid(uid));
  }

  @Override
  public int setgid(int gid) {
    return answer(processes().setgid(gid));
  }

  @Override
  public int setEveryUid(int uid) {
    return answer(processes().setresuid(uid, uid, uid));
  }

  @Override
  public int setEveryGid(int gid) {
    return answer(processes().setresgid(gid, gid, gid));
  }

  @Override
  public int hostName(byte[] buffer) {
    int result = c.gethostname(small.address(), 256);
    if (result < 0) return answer(result);
    int length = 0;
    while (length < 255 && small.getByte(length) != 0) length++;
    if (length > buffer.length) return -ENAMETOOLONG;
    small.get(0, buffer, 0, length);
    return length;
  }

  @Override
  public int setHostName(byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.sethostname(path.address(), CString.length(name)));
  }

  @Override
  public int setgroups(int[] groups, int count) {
    NativeMemory list = new NativeMemory(4 * count + 4);
    for (int i = 0; i < count; i++) list.putInt(4 * i, groups[i]);
    int result = answer(processes().setgroups(count, list.address()));
    Reference.reachabilityFence(list);
    return result;
  }
}
