package s6j.execline.signal;

import s6j.cli.ExitCode;
import s6j.execline.call.Call;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.WaitStatus;

/** Takes in the ends of children until those are there that are waited for. */
final class Reaping {
  private static final int GO_ON = -1;

  private final Call call;
  private final Posix posix;
  private final int[] pids;
  private final boolean one;
  private final int[] status = new int[1];
  private int left;

  /** The child that decides the exit code; 0 for any. */
  private final int last;

  private boolean isKnown;
  private int code;
  private int pid;

  /** Waits for all children if {@code pids} is empty; for one of them if {@code one}. */
  Reaping(Call call, int[] pids, boolean one) {
    this.call = call;
    this.pids = pids;
    this.one = one;
    posix = call.posix;
    left = pids.length;
    last = left == 0 ? 0 : pids[left - 1];
    isKnown = left == 0 && !one;
  }

  /** Whether the end of the child that decides is known. */
  boolean isKnown() {
    return isKnown;
  }

  int code() {
    return code;
  }

  int pid() {
    return pid;
  }

  /** Waits as long as it takes: 0, or the exit code. */
  int await() {
    while (true) {
      int dead = posix.waitpid(-1, status, 0);
      if (dead == -Errno.EINTR) continue;
      if (dead == -Errno.ECHILD) return 0;
      if (dead < 0) return call.unable("wait", dead);
      if (isDone(dead)) return 0;
    }
  }

  /** Waits so long at most: 0, or the exit code. */
  int await(long millis, boolean insists) {
    long deadline = Deadline.after(posix.monotonicNanos(), millis);
    int fd = posix.signals(Signal.bit(Signal.SIGCHLD));
    if (fd < 0) return call.unable("trap SIGCHLD", fd);
    Poller poller = new Poller(1);
    poller.add(fd, Poller.READ);
    int answer = 0;
    while (answer == 0) {
      int dead = posix.waitpid(-1, status, Posix.WNOHANG);
      if (dead == -Errno.ECHILD || dead > 0 && isDone(dead)) break;
      if (dead > 0) continue;
      int ready = poller.await(posix, deadline);
      if (ready > 0) while (posix.nextSignal(fd) > 0) continue;
      else answer = ready == 0 ? over(insists) : call.unable("iopause", ready);
    }
    posix.close(fd);
    return answer == GO_ON ? 0 : answer;
  }

  private int over(boolean insists) {
    if (!insists) return GO_ON;
    return call.messages.fatal().unableTo("wait").exit(ExitCode.TIMED_OUT, Errno.ETIMEDOUT);
  }

  /** Notes a child that died; whether that was all. */
  private boolean isDone(int dead) {
    boolean isListed = pids.length == 0;
    for (int i = 0; i < left; i++)
      if (pids[i] == dead) {
        pids[i] = pids[--left];
        isListed = true;
        break;
      }
    boolean decides = one ? isListed : dead == last;
    if (decides) {
      isKnown = true;
      pid = dead;
      code = WaitStatus.passedOn(status[0]);
    }
    return one && isListed || pids.length > 0 && left == 0;
  }
}
