package s6j.watch;

import static s6j.watch.WatchAction.*;

/**
 * Judges when changed files are worth a command: once they are left alone
 * (docs/internals/machines.md).
 */
final class WatchMachine {
  private WatchMachine() {}

  /** Fills {@code step} with the answer to {@code event} in state {@code s}. */
  static WatchStep step(WatchState s, WatchEvent event, WatchStep step) {
    return switch (event) {
      case CHANGED -> change(s, step.settling(true));
      case BACK -> s.isSettling ? step.settling(false).then(CLEAR_TIMERS) : step.settling(false);
      case QUIET_OVER, PATIENCE_OVER -> settle(s, step.settling(false).then(CLEAR_TIMERS));
    };
  }

  private static WatchStep change(WatchState s, WatchStep step) {
    return s.isSettling ? step.then(AWAIT_QUIET) : step.then(START_PATIENCE).then(AWAIT_QUIET);
  }

  private static WatchStep settle(WatchState s, WatchStep step) {
    return s.isSettling ? step.then(TELL) : step;
  }
}
