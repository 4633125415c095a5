package s6j.svc.ftrig;

import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** Waits for what {@link Subscription}s are after: for all of them, or for one. */
public final class EventWait {
  private final Posix posix;
  private final Subscription[] subscriptions;
  private final Poller poller;
  private final SignalTrap signals;
  private int count;

  public EventWait(Posix posix, int capacity) {
    this.posix = posix;
    subscriptions = new Subscription[capacity];
    poller = new Poller(capacity + 1);
    signals = new SignalTrap(posix);
  }

  /** Subscribes at a fifodir for a letter: 0, or the negated errno. */
  public int subscribe(byte[] fifodir, char letter) {
    return add(Subscription.toLetter(posix, letter), fifodir);
  }

  /** Subscribes at a fifodir for what a compiled expression matches. */
  public int subscribe(byte[] fifodir, int regex) {
    return add(Subscription.toRegex(posix, regex), fifodir);
  }

  private int add(Subscription subscription, byte[] fifodir) {
    int trap = signals.set();
    if (trap < 0) return trap;
    int answer = subscription.start(fifodir);
    if (answer >= 0) subscriptions[count++] = subscription;
    return answer < 0 ? answer : 0;
  }

  Subscription get(int place) {
    return subscriptions[place];
  }

  /**
   * Waits until {@code deadline} for all subscriptions, or for any: 0, {@code -ETIMEDOUT}, {@code
   * -EINTR} at a signal that shall end the program, or the negated errno.
   */
  public int await(boolean any, long deadline) {
    while (!isDone(any)) {
      fillPoller();
      int ready = poller.await(posix, deadline);
      if (ready < 0) return ready;
      if (ready > 0 && poller.readable(count) && signals.take() != 0) return -Errno.EINTR;
      int failure = ready > 0 ? takeEvents() : 0;
      if (failure < 0) return failure;
      if (!isDone(any) && Deadline.passed(deadline, posix.monotonicNanos()))
        return -Errno.ETIMEDOUT;
    }
    return 0;
  }

  /** Ends every subscription and lets go of signals; answers {@code code}. */
  public int end(int code) {
    for (int i = 0; i < count; i++) subscriptions[i].end();
    count = 0;
    signals.close();
    return code;
  }

  private boolean isDone(boolean any) {
    int done = 0;
    for (int i = 0; i < count; i++) if (subscriptions[i].isSatisfied()) done++;
    return any && count > 0 ? done > 0 : done == count;
  }

  private void fillPoller() {
    poller.clear();
    for (int i = 0; i < count; i++) poller.add(subscriptions[i].descriptor(), Poller.READ);
    poller.add(signals.descriptor(), Poller.READ);
  }

  private int takeEvents() {
    int failure = 0;
    for (int i = 0; i < count && failure >= 0; i++)
      if (poller.readable(i)) failure = subscriptions[i].take();
    return failure;
  }
}
