package s6j.watch;

/** What {@link WatchMachine} is told. */
enum WatchEvent {
  /** The files are not what they were at the last look. */
  CHANGED,

  /** The files have become again what the service knows. */
  BACK,

  /** Nothing has changed for the quiet time. */
  QUIET_OVER,

  /** Changes have gone on for as long as anybody waits. */
  PATIENCE_OVER
}
