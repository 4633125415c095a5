package s6j.supervise;

/** The machine's answer: the next state and what to do, in order. Filled, never allocated. */
final class Step {
  private static final int MOST_ACTIONS = 12;

  final SuperviseState next = new SuperviseState();

  private final SuperviseAction[] actions = new SuperviseAction[MOST_ACTIONS];
  private final int[] arguments = new int[MOST_ACTIONS];
  private int count;

  /** Begins with the present state and no action. */
  Step from(SuperviseState present) {
    next.become(present);
    count = 0;
    return this;
  }

  int count() {
    return count;
  }

  SuperviseAction action(int place) {
    return actions[place];
  }

  int argument(int place) {
    return arguments[place];
  }

  Step to(SuperviseState.Phase phase) {
    next.phase = phase;
    return this;
  }

  Step wantUp(boolean wantUp) {
    next.wantUp = wantUp;
    return this;
  }

  Step notified(boolean notified) {
    next.notified = notified;
    return this;
  }

  Step dying(boolean dying) {
    next.dying = dying;
    return this;
  }

  Step paused(boolean paused) {
    next.paused = paused;
    return this;
  }

  Step backoff(int millis) {
    next.backoffMillis = millis;
    return this;
  }

  Step uptime(long millis) {
    next.uptimeMillis = millis;
    return this;
  }

  Step then(SuperviseAction action) {
    return then(action, 0);
  }

  Step then(SuperviseAction first, SuperviseAction second) {
    return then(first).then(second);
  }

  Step then(SuperviseAction first, SuperviseAction second, SuperviseAction third) {
    return then(first).then(second).then(third);
  }

  Step then(SuperviseAction action, int argument) {
    actions[count] = action;
    arguments[count] = argument;
    count++;
    return this;
  }
}
