package s6j.watch;

/** What {@link WatchMachine} orders. */
enum WatchAction {
  /** QUIET_OVER is due the quiet time from now, and not when it was. */
  AWAIT_QUIET,

  /** PATIENCE_OVER is due some quiet times from now. */
  START_PATIENCE,

  /** Neither is due. */
  CLEAR_TIMERS,

  /** The service, and whoever is named with it, reloads or restarts. */
  TELL
}
