package s6j.posix.jnr;

import static s6j.posix.Errno.EAGAIN;
import static s6j.posix.Errno.EINVAL;
import static s6j.posix.jnr.CLibrary.answer;

import org.jspecify.annotations.Nullable;
import s6j.posix.OpenFlags;
import s6j.posix.Signal;
import s6j.posix.Signals;

/** Signals, on the JVM. */
abstract class JnrSignals extends JnrDescriptors implements Signals {
  private static final int SIG_BLOCK = 0;
  private static final int SIG_UNBLOCK = 1;
  private static final int SIG_SETMASK = 2;
  private static final int RLIMIT_CORE = 4;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;
  private static final long SIG_ERR = -1;
  private static final int SIGNALFD_RECORD = 128;
  private static final int SIGACTION_SIZE = 152;
  private final SignalSet set = new SignalSet();
  private final SignalSet old = new SignalSet();
  private @Nullable ProcessCalls processCalls;
  private long blocked;

  /** Bound when one of them is first used, since few programs need them and binding is slow. */
  final ProcessCalls processes() {
    if (processCalls == null) processCalls = CLibrary.bind(ProcessCalls.class);
    return processCalls;
  }

  /** Unblocks what this process blocked, or all signals, until {@link #restoreMask}. */
  final void unblock(boolean all) {
    set.set(all ? 0 : blocked);
    processes().pthread_sigmask(all ? SIG_SETMASK : SIG_UNBLOCK, set.address(), old.address());
  }

  final void block(long signals) {
    set.set(signals);
    processes().pthread_sigmask(SIG_BLOCK, set.address(), 0);
  }

  final void restoreMask() {
    processes().pthread_sigmask(SIG_SETMASK, old.address(), 0);
  }

  @Override
  public int kill(int pid, int signal) {
    return pid == 0 || pid == -1 ? -EINVAL : answer(processes().kill(pid, signal));
  }

  @Override
  public int killAll(int signal) {
    return answer(processes().kill(-1, signal));
  }

  @Override
  public int signals(long signals) {
    // An ignored SIGCHLD would let the kernel collect the dead.
    if ((signals & Signal.bit(Signal.SIGCHLD)) != 0) defaultSignal(Signal.SIGCHLD);
    set.set(signals);
    int error = processes().pthread_sigmask(SIG_BLOCK, set.address(), 0);
    if (error != 0) return -error;
    blocked |= signals;
    return answer(
        processes().signalfd(-1, set.address(), OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK));
  }

  @Override
  public int nextSignal(int fd) {
    long count;
    do count = c.read(fd, small.address(), SIGNALFD_RECORD);
    while (CLibrary.interrupted(count));
    if (count > 0) return small.getInt(0);
    int error = (int) answer(count);
    return error == -EAGAIN ? 0 : error;
  }

  @Override
  public int die(int signal) {
    if (processes().getrlimit(RLIMIT_CORE, small.address()) == 0) {
      small.putLong(0, 0);
      processes().setrlimit(RLIMIT_CORE, small.address());
    }
    defaultSignal(signal);
    set.set(Signal.bit(signal));
    processes().pthread_sigmask(SIG_UNBLOCK, set.address(), 0);
    return answer(processes().kill(c.getpid(), signal));
  }

  @Override
  public int ignoreSignal(int signal) {
    return handle(signal, SIG_IGN);
  }

  @Override
  public int defaultSignal(int signal) {
    return handle(signal, SIG_DFL);
  }

  private int handle(int signal, long handler) {
    return processes().signal(signal, handler) == SIG_ERR ? -CLibrary.errno() : 0;
  }

  @Override
  public int isIgnored(int signal) {
    small.clear(SIGACTION_SIZE);
    int result = processes().sigaction(signal, 0, small.address());
    if (result < 0) return answer(result);
    return small.getLong(0) == SIG_IGN ? 1 : 0;
  }
}
