package s6j.formats.files;

import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.RawStatus;

/**
 * A process that is no child of this one, held so that no signal meets another which gets the same
 * number later: by a descriptor that stands for the process, or, where the system has none or
 * forbids them, by number and start time, which then have to be looked at again and again.
 */
public final class HeldProcess {
  /** How often a process without a descriptor is to be asked whether it has ended. */
  public static final int POLL_MILLIS = 250;

  private static final int NONE = -1;

  private final Posix posix;
  private final ProcessStat stat;
  private int pid;
  private long startTicks;
  private int descriptor = NONE;
  private int refusal;

  public HeldProcess(Posix posix, ProcessStat stat) {
    this.posix = posix;
    this.stat = stat;
  }

  /**
   * Takes hold of the process that has that number and that start: 1; 0 if it has ended; or the
   * negated errno of what kept that from being found out.
   */
  public @OrErrno int hold(int number, long start) {
    int opened = posix.openProcess(number);
    if (opened == -Errno.ESRCH) return 0;
    // Only now is it sure that the descriptor stands for that process and no later one.
    long begun = stat.start(number);
    if (begun == start) return keep(number, start, opened);
    if (opened >= 0) posix.close(opened);
    return begun < 0 && begun != -Errno.ESRCH ? (int) begun : 0;
  }

  /** The same for whatever process has that number now; 0 also if it cannot be held. */
  public @OrErrno int hold(int number) {
    int opened = posix.openProcess(number);
    if (opened >= 0) return keep(number, 0, opened);
    long begun = stat.start(number);
    return begun < 0 ? 0 : keep(number, begun, opened);
  }

  /** When the process started, in ticks; 0 for one that was held as whatever had its number. */
  public long start() {
    return startTicks;
  }

  public int pid() {
    return pid;
  }

  /** Goes on holding a process, by a descriptor that stands for it or -1. */
  public void goOn(int number, long start, int opened) {
    keep(number, start, opened);
  }

  private int keep(int number, long start, int opened) {
    pid = number;
    startTicks = start;
    descriptor = Math.max(opened, NONE);
    refusal = Math.min(opened, 0);
    return 1;
  }

  public boolean isHeld() {
    return pid > 0;
  }

  /** Readable when the process has ended; -1 if it has to be asked for. */
  public @Descriptor int descriptor() {
    return descriptor;
  }

  /** Whether the process is held without a descriptor. */
  public boolean isPolled() {
    return pid > 0 && descriptor < 0;
  }

  /** Gives the descriptor up, if the process can be known by its start: others need it more. */
  public void giveUpDescriptor() {
    long start = stat.start(pid);
    if (descriptor < 0 || start < 0) return;
    posix.close(descriptor);
    descriptor = NONE;
    startTicks = start;
    refusal = -Errno.EMFILE;
  }

  /** Why there is no descriptor: a negated errno. */
  public @OrErrno int refusal() {
    return refusal;
  }

  /** Whether it has ended, collected or not. */
  public boolean hasEnded() {
    return stat.hasEnded(pid, startTicks);
  }

  /** Whether it has ended and somebody has collected it. */
  public boolean isCollected() {
    int asked = descriptor >= 0 ? posix.signalProcess(descriptor, 0, false) : -Errno.ENOSYS;
    if (!isRefused(asked) || startTicks == 0) return asked == -Errno.ESRCH;
    long start = stat.start(pid);
    return start == -Errno.ESRCH || start >= 0 && start != startTicks;
  }

  /**
   * Sends a signal to the process, or to the process group that it leads: 0 or the negated errno.
   */
  public @OrErrno int signal(int signal, boolean group) {
    int sent = descriptor >= 0 ? posix.signalProcess(descriptor, signal, group) : -Errno.ENOSYS;
    if (!isRefused(sent)) return sent;
    if (pid <= 1 || isCollected()) return -Errno.ESRCH;
    // While the leader is not collected, nobody else has the number.
    return posix.kill(group ? -pid : pid, signal);
  }

  /** An old system has no such call, or none for groups, and a filter may forbid it. */
  private static boolean isRefused(int answer) {
    return answer < 0 && answer != -Errno.ESRCH;
  }

  /** How it ended, from the descriptor: 0 with {@code waitStatus[0]}, or a negated errno. */
  public @OrErrno int end(@RawStatus int[] waitStatus) {
    return descriptor < 0 ? -Errno.ENOSYS : posix.endOfProcess(descriptor, waitStatus);
  }

  public void release() {
    if (descriptor >= 0) posix.close(descriptor);
    descriptor = NONE;
    pid = 0;
  }
}
