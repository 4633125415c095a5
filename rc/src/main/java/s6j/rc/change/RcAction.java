package s6j.rc.change;

/** What the engine orders, with the service (or signal) that it is about. */
public enum RcAction {
  /** Say what the pass does. */
  SAY_PASS,
  /** Say that a service was in the wanted state before. */
  SAY_ALREADY,
  /** Say that an essential service is left up. */
  SAY_ESSENTIAL,
  /** Start the transition and say so. */
  START,
  /** Write the new state of a service to disk. */
  RECORD,
  /** Say that a transition succeeded. */
  SAY_DONE,
  /** Say that a transition failed, with the raw wait status. */
  SAY_FAILED,
  /** Have the supervisor of a longrun bring it down, without waiting. */
  BRING_DOWN,
  /** Say that a signal came. */
  SAY_SIGNAL,
  /** End what waits for longruns. */
  STOP_WAITING
}
