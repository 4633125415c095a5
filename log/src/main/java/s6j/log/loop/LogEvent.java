package s6j.log.loop;

/**
 * A fact that a {@link LogMachine} judges. The argument of each is 1 if the bytes read so far end
 * in the middle of a line, and else 0.
 */
public enum LogEvent {
  /** End of file, or an error, on standard input. */
  END_OF_INPUT,
  TERM,
  HUP,
  ALARM,
  /** The line that was begun before the order to stop is complete. */
  LINE_ENDED,
  /** The rest of that line has not come in time, or is too long. */
  LINE_GIVEN_UP,
  /** Every buffer is empty and every directory at rest. */
  ALL_WRITTEN,
  /** Every directory is finalized. */
  ALL_CLOSED
}
