package s6j.watch;

/**
 * What {@link HealthMachine} is told; when a check is due, first what has become of the service.
 */
enum HealthEvent {
  /** The service does not run, or has no supervisor. */
  SERVICE_DOWN,

  /** It runs, and it is not the run that was known. */
  NEW_RUN,

  /** A check is due. */
  DUE,

  /** A check is due, but the service has not told yet that it is ready. */
  NOT_READY,
  PASSED,

  /**
   * Its argument is how the check ended, as {@link s6j.formats.files.HealthFile#last} has it: the
   * other events have none.
   */
  FAILED,

  /** A check failed that was begun while the run was young. */
  FAILED_EARLY
}
