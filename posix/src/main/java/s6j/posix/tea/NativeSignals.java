package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Signal;
import s6j.posix.Signals;

/** Signals, natively. */
abstract class NativeSignals extends NativeDescriptors implements Signals {
  /** Bytes of a struct signalfd_siginfo; the first int is the signal. */
  private static final int ARRIVED = 128;

  private final Address set = NativeBlock.take(2 * CSignals.SET);
  private final Address savedMask = set.add(CSignals.SET);
  private final CSignals.Action action =
      NativeBlock.take(Structure.sizeOf(CSignals.Action.class)).toStructure();

  /** What {@link #signals} blocked. */
  private long blocked;

  /** A sigset_t with these signals, good until the next one is asked for. */
  final Address set(long signals) {
    set.putLong(signals);
    return set;
  }

  /** Unblocks what this process blocked, keeping the present mask for {@link #restoreMask}. */
  final void unblockOwn() {
    CSignals.sigprocmask(CSignals.SIG_UNBLOCK, set(blocked), savedMask);
  }

  final void restoreMask() {
    CSignals.sigprocmask(CSignals.SIG_SETMASK, savedMask, Address.fromLong(0));
  }

  final void unblockAll() {
    CSignals.sigprocmask(CSignals.SIG_SETMASK, set(0), Address.fromLong(0));
  }

  @Override
  public int signals(long wanted) {
    blocked |= wanted;
    // An ignored SIGCHLD would let the kernel collect the dead.
    if ((wanted & Signal.bit(Signal.SIGCHLD)) != 0) defaultSignal(Signal.SIGCHLD);
    Address none = Address.fromLong(0);
    int error = answer(CSignals.sigprocmask(CSignals.SIG_BLOCK, set(wanted), none));
    if (error < 0) return error;
    int flags = OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
    return marked(answer(CSignals.signalfd(-1, set(wanted), flags)));
  }

  @Override
  public int nextSignal(int fd) {
    long count;
    do count = answer(CFiles.read(fd, scratch, ARRIVED));
    while (count == -Errno.EINTR);
    if (count == -Errno.EAGAIN) return 0;
    return count < 0 ? (int) count : scratch.getInt();
  }

  @Override
  public int die(int signal) {
    if (CProcesses.getrlimit(CProcesses.RLIMIT_CORE, scratch) == 0) {
      scratch.putLong(0);
      CProcesses.setrlimit(CProcesses.RLIMIT_CORE, scratch);
    }
    defaultSignal(signal);
    Address none = Address.fromLong(0);
    CSignals.sigprocmask(CSignals.SIG_UNBLOCK, set(Signal.bit(signal)), none);
    return answer(CSignals.kill(CProcesses.getpid(), signal));
  }

  @Override
  public int ignoreSignal(int signal) {
    return handle(signal, CSignals.SIG_IGN);
  }

  @Override
  public int defaultSignal(int signal) {
    return handle(signal, CSignals.SIG_DFL);
  }

  private int handle(int signal, long handler) {
    CMemory.memset(action.toAddress(), 0, Structure.sizeOf(CSignals.Action.class));
    action.handler = Address.fromLong(handler);
    return answer(CSignals.sigaction(signal, action, Address.fromLong(0).toStructure()));
  }

  @Override
  public int isIgnored(int signal) {
    int error = answer(CSignals.sigaction(signal, Address.fromLong(0).toStructure(), action));
    if (error < 0) return error;
    return action.handler.toLong() == CSignals.SIG_IGN ? 1 : 0;
  }

  @Override
  public int kill(int pid, int signal) {
    if (pid == 0 || pid == -1) return -Errno.EINVAL;
    return answer(CSignals.kill(pid, signal));
  }

  @Override
  public int killAll(int signal) {
    return answer(CSignals.kill(-1, signal));
  }
}
