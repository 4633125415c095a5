package s6j.watch;

/** What {@link HealthMachine} orders. */
enum HealthAction {
  START_CHECK,

  /** The verdict is another one from this moment on. */
  MARK_CHANGE,
  WRITE,
  REMOVE,
  TELL_UNHEALTHY,
  TELL_HEALTHY,
  RESTART
}
