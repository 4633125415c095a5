package s6j.watch;

/**
 * Judges when changed files are worth a command: once they are left alone. It reads no clock and
 * does no I/O. Its state is whether there are changes that the service was not told of.
 */
final class WatchMachine {
  static final int MOST_ACTIONS = 2;

  /** The orders of the last {@link #step}, up to {@link #count}. */
  final WatchAction[] actions = new WatchAction[MOST_ACTIONS];

  int count;

  /** Whether there are changes that the service was not told of. */
  boolean isSettling;

  void step(WatchEvent event) {
    count = 0;
    if (isSettling) settle(event);
    else if (event == WatchEvent.CHANGED) {
      isSettling = true;
      then(WatchAction.START_PATIENCE);
      then(WatchAction.AWAIT_QUIET);
    } else if (event != WatchEvent.BACK) then(WatchAction.CLEAR_TIMERS);
  }

  private void settle(WatchEvent event) {
    if (event == WatchEvent.CHANGED) {
      then(WatchAction.AWAIT_QUIET);
      return;
    }
    isSettling = false;
    then(WatchAction.CLEAR_TIMERS);
    if (event != WatchEvent.BACK) then(WatchAction.TELL);
  }

  private void then(WatchAction action) {
    actions[count++] = action;
  }
}
