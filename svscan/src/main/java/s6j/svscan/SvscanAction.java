package s6j.svscan;

/**
 * What the machine orders; "argument" is the number that comes with an action in a {@link Step}.
 */
enum SvscanAction {
  /** The next scan is {@code argument} milliseconds from now, unless one is to be earlier. */
  SET_SCAN_TIMER,

  /** Looks at every entry: answered by SCAN_FINISHED or SCAN_FAILED; always the last action. */
  SCAN,

  /** Starts supervisors for those that wait and are due: STARTED or START_FAILED for each. */
  START,

  /** No supervisor is started for {@code argument} milliseconds. */
  HOLD_STARTS,

  /** Collects the dead: DIED for each supervisor. */
  COLLECT,

  /** Sends TERM to the supervisors of strays, signal {@code argument} to those of loggers. */
  SIGNAL_STRAYS,

  /** The same to every supervisor. */
  SIGNAL_ALL,

  /** The slot's own supervisor: TERM, signal {@code argument} to a logger's. */
  SIGNAL_ONE,

  /** The slot gets its supervisor as soon as it may. */
  AWAIT_START,

  /** No supervisor is started for the slot in the next {@code argument} milliseconds. */
  PAUSE,

  /** The slot is free; its pipes are closed. */
  FORGET,

  /**
   * Starts the script for signal {@code argument}: if there is none, the built-in event follows.
   */
  RUN_SCRIPT,

  /** Closes the pipes between services and loggers. */
  CLOSE_PIPES,

  /**
   * Closes the writing ends of these pipes: loggers read the end of their input when their
   * producers are gone too. The reading end of a logger that lives stays, to be looked at.
   */
  CLOSE_OUTPUTS,

  /** Loggers are looked at {@code argument} milliseconds from now. */
  SET_LOGGER_TIMER,

  /**
   * STAYED_AT_END for each logger that should have ended; and another try to end what could not be
   * looked at when all were to end.
   */
  LOOK_AT_LOGGERS,

  /** Gives the console back, and ends the fifo of the catch-all logger. */
  RELEASE_STREAMS,

  /** Has another image take this one's place, with all there is; always the last action. */
  UPGRADE,
  WARN_UNKNOWN_LETTER,
  WARN_IMPOSSIBLE,

  /** The scanner ends; always the last action. */
  LEAVE;
}
