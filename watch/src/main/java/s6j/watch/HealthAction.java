package s6j.watch;

/** What {@link HealthMachine} orders. */
enum HealthAction {
  START_CHECK,

  /** The verdict is another one from this moment on. */
  MARK_CHANGE,
  WRITE,
  REMOVE,

  /** Its argument is how the last check ended, as {@link HealthEvent#FAILED} has it. */
  TELL_UNHEALTHY,
  TELL_HEALTHY,
  RESTART
}
