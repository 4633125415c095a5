package s6j.posix.tea;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Processes;

/** Processes and time, natively. */
abstract class NativeProcesses extends NativeSignals implements Processes {
  private static final long SECOND = 1_000_000_000L;

  final NativeStrings arguments = new NativeStrings();
  final NativeStrings variables = new NativeStrings();

  /** Null in an image whose programs do not become each other. */
  @Nullable NativeFusion fusion;

  /** From then on a call that is not needed may be the last one. */
  private boolean isFiltered;

  /** Rights or limits were changed: the kernel alone knows what an exec makes of that. */
  boolean isChanged;

  @Override
  public long monotonicNanos() {
    return nanos(CProcesses.CLOCK_MONOTONIC);
  }

  @Override
  public long realtimeNanos() {
    return nanos(CProcesses.CLOCK_REALTIME);
  }

  private long nanos(int clock) {
    CProcesses.clockGettime(clock, scratch);
    return scratch.getLong() * SECOND + scratch.add(8).getInt();
  }

  /** C's struct tm is ints: second, minute, hour, day, month from 0, year from 1900. */
  @Override
  public int localTime(long epochSeconds, int[] fields) {
    CProcesses.tzset();
    scratch.putLong(epochSeconds);
    Address broken = CProcesses.localtime(scratch, scratch.add(8));
    if (broken.toLong() == 0) return -CMemory.errno();
    fields[0] = broken.add(20).getInt() + 1900;
    fields[1] = broken.add(16).getInt() + 1;
    fields[2] = broken.add(12).getInt();
    fields[3] = broken.add(8).getInt();
    fields[4] = broken.add(4).getInt();
    fields[5] = broken.getInt();
    return 0;
  }

  @Override
  public int getpid() {
    return CProcesses.getpid();
  }

  @Override
  public int getppid() {
    return CProcesses.getppid();
  }

  @Override
  public int getuid() {
    return CProcesses.getuid();
  }

  @Override
  public int geteuid() {
    return CProcesses.geteuid();
  }

  @Override
  public int getgid() {
    return CProcesses.getgid();
  }

  @Override
  public int getegid() {
    return CProcesses.getegid();
  }

  @Override
  public byte[][] environment() {
    return NativeStrings.copy(CMemory.environ());
  }

  @Override
  public byte @Nullable [] variable(byte[] name) {
    int length = CString.length(name);
    Address all = CMemory.environ();
    for (int i = 0; NativeStrings.hasMore(all, i); i++) {
      Address variable = NativeStrings.at(all, i).getAddress();
      if (NativeString.startsWith(variable, name, length) && variable.add(length).getByte() == '=')
        return NativeString.copy(variable.add(length + 1));
    }
    return null;
  }

  @Override
  public void exit(int code) {
    CProcesses.exit(code);
  }

  @Override
  public int exec(byte[] file, byte[][] argumentStrings, byte @Nullable [][] environment) {
    int error = path.set(file);
    if (error < 0) return error;
    Address vector = arguments.fill(argumentStrings);
    Address present = environment == null ? CMemory.environ() : variables.fill(environment);
    if (isFiltered) return answer(CProcesses.execve(path.bytes, vector, present));
    unblockOwn();
    int answer = fusion == null ? 0 : fusion.become(vector, present);
    if (answer == 0) answer = answer(CProcesses.execve(path.bytes, vector, present));
    restoreMask();
    return answer;
  }

  @Override
  public int execBlocked(byte[] file, byte[][] argumentStrings) {
    int error = path.set(file);
    if (error < 0) return error;
    Address vector = arguments.fill(argumentStrings);
    return answer(CProcesses.execve(path.bytes, vector, CMemory.environ()));
  }

  @Override
  public int fork() {
    return answer(CProcesses.fork());
  }

  @Override
  public int waitpid(int pid, int[] status, int options) {
    if (status.length < 1) return -Errno.EFAULT;
    return answer(CProcesses.waitpid(pid, Address.ofData(status), options));
  }

  @Override
  public int openProcess(int pid) {
    return marked((int) answer(CProcesses.syscall(CProcesses.SYS_PIDFD_OPEN, pid, 0, 0, 0, 0)));
  }

  @Override
  public int signalProcess(int process, int signal, boolean group) {
    long flags = group ? CProcesses.PIDFD_SIGNAL_PROCESS_GROUP : 0;
    long number = CProcesses.SYS_PIDFD_SEND_SIGNAL;
    return (int) answer(CProcesses.syscall(number, process, signal, 0, flags, 0));
  }

  @Override
  public int endOfProcess(int process, int[] status) {
    if (status.length < 1) return -Errno.EFAULT;
    for (int at = 0; at < CProcesses.PIDFD_INFO_SIZE; at += 8) scratch.add(at).putLong(0);
    scratch.putLong(CProcesses.PIDFD_INFO_EXIT);
    long request = CProcesses.PIDFD_GET_INFO & 0xffffffffL;
    int answer = answer(CDescriptors.ioctl(process, request, scratch));
    if (answer < 0) return answer;
    if ((scratch.getLong() & CProcesses.PIDFD_INFO_EXIT) == 0) return -Errno.EAGAIN;
    status[0] = scratch.add(CProcesses.PIDFD_INFO_EXIT_CODE_AT).getInt();
    return 0;
  }

  @Override
  public int setsid() {
    return answer(CProcesses.setsid());
  }

  @Override
  public int getpgid(int pid) {
    return answer(CProcesses.getpgid(pid));
  }

  @Override
  public int setpgid(int pid, int group) {
    return answer(CProcesses.setpgid(pid, group));
  }

  @Override
  public int becomeSubreaper() {
    return answer(CProcesses.prctl(CProcesses.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  }

  @Override
  public int getsid(int pid) {
    return answer(CProcesses.getsid(pid));
  }

  @Override
  public int reboot(int how) {
    return answer(CProcesses.reboot(how));
  }

  @Override
  public int unshare(int namespaces) {
    isChanged = true;
    return (int) answer(CProcesses.syscall(CProcesses.unshareNumber(), namespaces, 0, 0, 0, 0));
  }

  @Override
  public int forgoPrivileges() {
    isChanged = true;
    return answer(CProcesses.prctl(CProcesses.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
  }

  @Override
  public int dropCapability(int capability) {
    isChanged = true;
    return answer(CProcesses.prctl(CProcesses.PR_CAPBSET_DROP, capability, 0, 0, 0));
  }

  @Override
  public int keepCapabilities() {
    return answer(CProcesses.prctl(CProcesses.PR_SET_KEEPCAPS, 1, 0, 0, 0));
  }

  /** A header, and of each set the lower and then the higher half. */
  @Override
  public int setCapabilities(long permitted, long inheritable) {
    isChanged = true;
    scratch.putInt(CProcesses.CAPABILITY_VERSION);
    scratch.add(4).putInt(0);
    for (int half = 0; half < 2; half++) {
      Address data = scratch.add(8 + 12 * half);
      int shift = 32 * half;
      data.putInt((int) (permitted >> (shift & 63)));
      data.add(4).putInt((int) (permitted >> (shift & 63)));
      data.add(8).putInt((int) (inheritable >> (shift & 63)));
    }
    long number = CProcesses.capsetNumber();
    return (int)
        answer(CProcesses.syscall(number, scratch.toLong(), scratch.add(8).toLong(), 0, 0, 0));
  }

  @Override
  public int raiseCapability(int capability) {
    isChanged = true;
    int raise = CProcesses.PR_CAP_AMBIENT_RAISE;
    return answer(CProcesses.prctl(CProcesses.PR_CAP_AMBIENT, raise, capability, 0, 0));
  }

  /** Told by a structure: how many instructions of eight bytes, and where they are. */
  @Override
  public int filterSystemCalls(byte[] program) {
    isChanged = true;
    unblockOwn();
    scratch.putLong(program.length / 8);
    scratch.add(8).putAddress(Address.ofData(program));
    int mode = CProcesses.SECCOMP_MODE_FILTER;
    int answer = answer(CProcesses.prctl(CProcesses.PR_SET_SECCOMP, mode, scratch.toLong(), 0, 0));
    isFiltered = answer >= 0;
    return answer;
  }

  @Override
  public int landlockVersion() {
    return (int) answer(CProcesses.syscall(CProcesses.SYS_LANDLOCK_CREATE_RULESET, 0, 0, 1, 0, 0));
  }

  @Override
  public int createRuleset(long rights) {
    scratch.putLong(rights);
    long number = CProcesses.SYS_LANDLOCK_CREATE_RULESET;
    return (int) answer(CProcesses.syscall(number, scratch.toLong(), 8, 0, 0, 0));
  }

  @Override
  public int allowBeneath(int ruleset, int file, long rights) {
    scratch.putLong(rights);
    scratch.add(8).putInt(file);
    long number = CProcesses.SYS_LANDLOCK_CREATE_RULESET + 1;
    return (int) answer(CProcesses.syscall(number, ruleset, 1, scratch.toLong(), 0, 0));
  }

  @Override
  public int restrictSelf(int ruleset) {
    isChanged = true;
    long number = CProcesses.SYS_LANDLOCK_CREATE_RULESET + 2;
    return (int) answer(CProcesses.syscall(number, ruleset, 0, 0, 0, 0));
  }

  @Override
  public int getLimit(int resource, long[] limits) {
    if (limits.length < 2) return -Errno.EFAULT;
    return answer(CProcesses.getrlimit(resource, Address.ofData(limits)));
  }

  @Override
  public int setLimit(int resource, long soft, long hard) {
    isChanged = true;
    scratch.putLong(soft);
    scratch.add(8).putLong(hard);
    return answer(CProcesses.setrlimit(resource, scratch));
  }

  @Override
  public int nice(int increment) {
    int present = CProcesses.getpriority(0, 0);
    return answer(CProcesses.setpriority(0, 0, present + increment));
  }

  @Override
  public int setuid(int uid) {
    isChanged = true;
    return answer(CProcesses.setuid(uid));
  }

  @Override
  public int setgid(int gid) {
    isChanged = true;
    return answer(CProcesses.setgid(gid));
  }

  @Override
  public int setEveryUid(int uid) {
    return answer(CProcesses.setresuid(uid, uid, uid));
  }

  @Override
  public int setEveryGid(int gid) {
    return answer(CProcesses.setresgid(gid, gid, gid));
  }

  @Override
  public int hostName(byte[] buffer) {
    int answer = answer(CFiles.gethostname(scratch, 256));
    if (answer < 0) return answer;
    scratch.add(255).putByte((byte) 0);
    int length = (int) CMemory.strlen(scratch);
    if (length > buffer.length) return -Errno.ENAMETOOLONG;
    CMemory.memcpy(Address.ofData(buffer), scratch, length);
    return length;
  }

  @Override
  public int setHostName(byte[] name) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.sethostname(path.bytes, CString.length(name)));
  }

  @Override
  public int setgroups(int[] groups, int count) {
    isChanged = true;
    if (count < 0 || count > groups.length) return -Errno.EINVAL;
    return answer(CProcesses.setgroups(count, Address.ofData(groups)));
  }

  @Override
  public int random(byte[] buffer, int offset, int length) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int done = 0;
    while (done < length) {
      Address rest = Address.ofData(buffer).add(offset + done);
      int count = (int) answer(CProcesses.getrandom(rest, length - done, 0));
      if (count < 0 && count != -Errno.EINTR) return count;
      if (count > 0) done += count;
    }
    return 0;
  }
}
