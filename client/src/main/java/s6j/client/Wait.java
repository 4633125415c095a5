package s6j.client;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import s6j.client.system.Ear;
import s6j.client.system.EventHub;

/**
 * Waits for one service to come to a state, perhaps as the effect of a command. First it listens,
 * then it reads the status, so that no change is missed; then every letter is judged by itself, so
 * that a state which lasts no longer than a moment is seen. The status is looked at each second as
 * well, in case a letter was lost.
 */
final class Wait implements Ear {
  private static final char GONE = 0;
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A supervisor that is to leave a service down tells nobody if it is down already. */
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** What else than a state is waited for. */
  enum Effect {
    NONE,
    /** It is not to be started again. */
    STAYS,
    /** The run is another one than that of the beginning. */
    ANEW
  }

  private final Service service;
  private final State goal;
  private final Effect effect;
  private final BlockingQueue<Character> heard = new LinkedBlockingQueue<>();

  /** Whether the run that was up at the beginning has ended, where another one is waited for. */
  private boolean isAnother;

  Wait(Service service, State goal, Effect effect) {
    this.service = service;
    this.goal = goal;
    this.effect = effect;
  }

  /** Gives the command and waits. */
  Status until(Duration timeout, Runnable command) throws InterruptedException {
    long end = System.nanoTime() + nanos(timeout);
    EventHub.Hearing hearing = ServiceEvents.listen(service, this);
    try {
      requireSupervisor();
      Status before = service.status();
      isAnother = effect != Effect.ANEW || !before.state().isUp();
      command.run();
      Status now = before;
      boolean reached = isReached(now);
      while (!reached) {
        long left = end - System.nanoTime();
        if (left <= 0) throw new NotReachedException(service.path(), inVain(timeout), now);
        Character letter = heard.poll(Math.min(left, pause(now)), TimeUnit.NANOSECONDS);
        reached = letter != null && isReached(letter, now);
        now = service.status();
        if (now.state().isUp() && !now.since().equals(before.since())) isAnother = true;
        reached |= (letter == null || letter == 's' || isToStay()) && isReached(now);
      }
      return now;
    } finally {
      hearing.close();
    }
  }

  /** As many as can be counted; for ever, to anybody who waits. */
  static long nanos(Duration timeout) {
    return timeout.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : timeout.toNanos();
  }

  private long pause(Status now) {
    return isToStay() && goal.isReachedBy(now.state()) ? SOON_NANOS : LOOK_NANOS;
  }

  private boolean isToStay() {
    return effect == Effect.STAYS;
  }

  private boolean isReached(Status now) {
    return isReached(now.state()) || isToStay() && goal.isReachedBy(now.state()) && !now.wantedUp();
  }

  private boolean isReached(State state) {
    return isAnother && !isToStay() && goal.isReachedBy(state);
  }

  private boolean isReached(char letter, Status now) {
    switch (letter) {
      case 'u':
        return isReached(State.UP);
      case 'U':
        return isReached(State.READY);
      case 'd', 'D':
        isAnother = true;
        return isReached(letter == 'd' ? State.FINISHING : State.DOWN);
      case 'O':
        if (goal.isUp())
          throw new NotReachedException(service.path(), "gave up, expected " + goal, now);
        return false;
      case 'x':
        throw new NotSupervisedException(
            service.path(), "its supervisor has left, expected " + goal, null);
      case GONE:
        throw new NotSupervisedException(service.path(), "is gone, expected " + goal, null);
      default:
        return false;
    }
  }

  private String inVain(Duration timeout) {
    return "waited " + timeout + ", expected " + goal;
  }

  private void requireSupervisor() {
    if (!service.isSupervised())
      throw new NotSupervisedException(
          service.path(), "has no supervisor, expected one that brings it " + goal, null);
  }

  @Override
  public void hear(char letter) {
    heard.add(letter);
  }

  @Override
  public void gone() {
    heard.add(GONE);
  }
}
