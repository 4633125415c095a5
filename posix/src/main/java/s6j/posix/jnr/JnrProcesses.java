package s6j.posix.jnr;

import static s6j.posix.Errno.EAGAIN;
import static s6j.posix.Errno.EINVAL;
import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.jnr.CLibrary.answer;

import java.lang.ref.Reference;
import s6j.posix.OpenFlags;
import s6j.posix.Signal;

/** Programs, signals and limits of {@link JnrPosix}. */
final class JnrProcesses {
  private static final int SIG_BLOCK = 0;
  private static final int SIG_UNBLOCK = 1;
  private static final int SIG_SETMASK = 2;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;
  private static final long SIG_ERR = -1;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int PIDFD_SIGNAL_PROCESS_GROUP = 4;
  private static final int SIGNALFD_RECORD = 128;
  private static final int SIGACTION_SIZE = 152;

  private final FileCalls files;
  private final ProcessCalls c = CLibrary.bind(ProcessCalls.class);
  private final JvmTraces traces;
  private final NativePath path = new NativePath();
  private final NativeMemory small = new NativeMemory(256);
  private final SignalSet set = new SignalSet();
  private final SignalSet old = new SignalSet();
  private long blocked;

  JnrProcesses(FileCalls calls, JvmTraces jvmTraces) {
    files = calls;
    traces = jvmTraces;
  }

  ProcessCalls calls() {
    return c;
  }

  /** The mask of the executed program is this thread's without what is ours or the launcher's. */
  int exec(byte[] file, byte[][] arguments, byte[][] environment) {
    if (!path.set(file)) return -ENAMETOOLONG;
    NativeStrings words = new NativeStrings(arguments);
    NativeStrings variables =
        new NativeStrings(environment == null ? traces.environment() : environment);
    traces.keepFromChildren();
    boolean all = traces.launcherBlocksSignals();
    set.set(all ? 0 : blocked);
    c.pthread_sigmask(all ? SIG_SETMASK : SIG_UNBLOCK, set.address(), old.address());
    int error = answer(c.execve(path.address(), words.address(), variables.address()));
    Reference.reachabilityFence(words);
    Reference.reachabilityFence(variables);
    c.pthread_sigmask(SIG_SETMASK, old.address(), 0);
    return error;
  }

  int waitpid(int pid, int[] status, int options) {
    int dead = c.waitpid(pid, small.address(), options);
    if (dead > 0) status[0] = small.getInt(0);
    return answer(dead);
  }

  int kill(int pid, int signal) {
    return pid == 0 || pid == -1 ? -EINVAL : answer(c.kill(pid, signal));
  }

  int killAll(int signal) {
    return answer(c.kill(-1, signal));
  }

  int signals(long signals) {
    // An ignored SIGCHLD would let the kernel collect the dead.
    if ((signals & Signal.bit(Signal.SIGCHLD)) != 0) defaultSignal(Signal.SIGCHLD);
    set.set(signals);
    int error = c.pthread_sigmask(SIG_BLOCK, set.address(), 0);
    if (error != 0) return -error;
    blocked |= signals;
    return answer(c.signalfd(-1, set.address(), OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK));
  }

  int nextSignal(int fd) {
    long count;
    do count = files.read(fd, small.address(), SIGNALFD_RECORD);
    while (CLibrary.interrupted(count));
    if (count > 0) return small.getInt(0);
    int error = (int) answer(count);
    return error == -EAGAIN ? 0 : error;
  }

  int ignoreSignal(int signal) {
    return handle(signal, SIG_IGN);
  }

  int defaultSignal(int signal) {
    return handle(signal, SIG_DFL);
  }

  private int handle(int signal, long handler) {
    return c.signal(signal, handler) == SIG_ERR ? -CLibrary.errno() : 0;
  }

  int isIgnored(int signal) {
    small.clear(SIGACTION_SIZE);
    int result = c.sigaction(signal, 0, small.address());
    if (result < 0) return answer(result);
    return small.getLong(0) == SIG_IGN ? 1 : 0;
  }

  int openProcess(int pid) {
    return (int) answer(c.syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0));
  }

  int signalProcess(int process, int signal, boolean group) {
    long flags = group ? PIDFD_SIGNAL_PROCESS_GROUP : 0;
    return (int) answer(c.syscall(SYS_PIDFD_SEND_SIGNAL, process, signal, 0, flags));
  }

  int setForegroundGroup(int fd, int group) {
    return answer(c.tcsetpgrp(fd, group));
  }

  int becomeSubreaper() {
    return answer(c.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
  }

  int getLimit(int resource, long[] limits) {
    int result = c.getrlimit(resource, small.address());
    if (result < 0) return answer(result);
    limits[0] = small.getLong(0);
    limits[1] = small.getLong(8);
    return 0;
  }

  int setLimit(int resource, long soft, long hard) {
    small.putLong(0, soft);
    small.putLong(8, hard);
    return answer(c.setrlimit(resource, small.address()));
  }

  int setgroups(int[] groups, int count) {
    NativeMemory list = new NativeMemory(4 * count + 4);
    for (int i = 0; i < count; i++) list.putInt(4 * i, groups[i]);
    int result = answer(c.setgroups(count, list.address()));
    Reference.reachabilityFence(list);
    return result;
  }

  /** What posix_spawn sets to its default in a child. */
  static long defaultsOfChildren() {
    return Signal.bit(Signal.SIGPIPE);
  }
}
