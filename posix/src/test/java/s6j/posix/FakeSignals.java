package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Signals of the fake kernel, and what a test sees of them. */
abstract class FakeSignals extends FakeDescriptors implements Signals {
  final Map<Integer, Runnable> handlers = new HashMap<>();
  private final TreeSet<Integer> pending = new TreeSet<>();
  final Set<Integer> ignored = new HashSet<>();

  /** What a stopped child would have done meanwhile. */
  final List<Runnable> held = new ArrayList<>();

  long blocked;
  boolean stopped;

  FakeSignals(FakeKernel kernel) {
    super(kernel);
  }

  /** What a child does at a signal, instead of what signals do by themselves. */
  public FakePosix on(int signal, Runnable action) {
    handlers.put(signal, action);
    return self();
  }

  /** Sends a signal from outside. */
  public FakePosix signal(int signal) {
    deliver(signal);
    if (ofTest) goOn();
    return self();
  }

  /** Every kill so far on this machine, as "TERM 101", "KILL -101". */
  public List<String> kills() {
    return kernel.kills;
  }

  public boolean isStopped() {
    return stopped;
  }

  void runUnlessEnded(Runnable action) {
    if (stopped) held.add(action);
    else if (!ended) self().guarded(action);
  }

  @Override
  public int kill(int target, int signal) {
    return answer(
        () -> {
          if (target == 0 || target == -1) throw fail(Errno.EINVAL);
          if (signal < 0 || signal > 64) throw fail(Errno.EINVAL);
          if (signal > 0) kernel.kills.add(Signal.name(signal).substring(3) + " " + target);
          int result = send(target, signal);
          goOn();
          return result;
        });
  }

  int send(int target, int signal) {
    int found = 0;
    int allowed = 0;
    for (FakePosix process : List.copyOf(kernel.processes)) {
      if (target > 0 ? process.pid != target : process.group != -target) continue;
      found++;
      if (uid != 0 && process.uid != uid) continue;
      allowed++;
      if (signal > 0) process.deliver(signal);
    }
    if (found == 0) throw fail(Errno.ESRCH);
    if (allowed == 0) throw fail(Errno.EPERM);
    return 0;
  }

  @Override
  public int killAll(int signal) {
    kernel.kills.add(Signal.name(signal).substring(3) + " -1");
    for (FakePosix process : List.copyOf(kernel.processes))
      if (process != self()) process.deliver(signal);
    return 0;
  }

  /** What a signal does to this process. */
  void deliver(int signal) {
    if (ended || stopped && signal == Signal.SIGSTOP) return;
    if ((blocked & Signal.bit(signal)) != 0) pending.add(signal);
    else if (stopped && signal != Signal.SIGKILL && signal != Signal.SIGCONT) pending.add(signal);
    else act(signal);
  }

  private void act(int signal) {
    if (signal == Signal.SIGCONT) resume();
    if (signal == Signal.SIGSTOP) stopped = true;
    boolean untouchable = signal == Signal.SIGKILL || signal == Signal.SIGSTOP;
    if (!untouchable && ignored.contains(signal)) return;
    if (!untouchable && handlers.containsKey(signal)) self().guarded(handlers.get(signal));
    else bySelf(signal);
  }

  private void resume() {
    stopped = false;
    List<Runnable> late = List.copyOf(held);
    held.clear();
    List<Integer> signals = List.copyOf(pending);
    pending.removeIf(signal -> (blocked & Signal.bit(signal)) == 0);
    for (int signal : signals) if ((blocked & Signal.bit(signal)) == 0 && !ended) act(signal);
    late.forEach(this::runUnlessEnded);
  }

  private void bySelf(int signal) {
    switch (signal) {
      case Signal.SIGCHLD, Signal.SIGCONT, Signal.SIGURG, Signal.SIGWINCH -> {}
      case Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU -> stopped = true;
      default -> self().endWith(signal);
    }
  }

  boolean hasPendingSignal() {
    return !pending.isEmpty();
  }

  FakeFailure brokenPipe() {
    deliver(Signal.SIGPIPE);
    goOn();
    return fail(Errno.EPIPE);
  }

  @Override
  public int signals(long set) {
    return answer(
        () -> {
          int fd = lowestFree(0);
          blocked |= set;
          FakeOpenFile file = new FakeOpenFile("signals", null, null, O_RDONLY | O_NONBLOCK);
          file.signalsOf = self();
          put(fd, file, true);
          return fd;
        });
  }

  @Override
  public int nextSignal(int fd) {
    return answer(
        () -> {
          if (used(fd, "nextSignal").signalsOf != self()) throw fail(Errno.EINVAL);
          Integer signal = pending.pollFirst();
          return signal == null ? 0 : signal;
        });
  }

  @Override
  public int die(int signal) {
    return answer(
        () -> {
          ignored.remove(signal);
          handlers.remove(signal);
          blocked &= ~Signal.bit(signal);
          deliver(signal);
          goOn();
          return 0;
        });
  }

  @Override
  public int ignoreSignal(int signal) {
    if (signal == Signal.SIGKILL || signal == Signal.SIGSTOP) return -Errno.EINVAL;
    ignored.add(signal);
    return 0;
  }

  @Override
  public int defaultSignal(int signal) {
    ignored.remove(signal);
    return 0;
  }

  @Override
  public int isIgnored(int signal) {
    return ignored.contains(signal) ? 1 : 0;
  }
}
