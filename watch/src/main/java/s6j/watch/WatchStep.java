package s6j.watch;

/** The machine's answer: the next state and what to do, in order. Filled, never allocated. */
final class WatchStep {
  private static final int MOST_ACTIONS = 2;

  final WatchState next = new WatchState();

  private final WatchAction[] actions = new WatchAction[MOST_ACTIONS];
  private int count;

  int count() {
    return count;
  }

  WatchAction action(int place) {
    return actions[place];
  }

  /** Begins with the next state and no action. */
  WatchStep settling(boolean isSettling) {
    next.isSettling = isSettling;
    count = 0;
    return this;
  }

  WatchStep then(WatchAction action) {
    actions[count++] = action;
    return this;
  }
}
