package s6j.log.loop;

/** An order of the {@link LogMachine} to the loop. */
public enum LogAction {
  /** Rotate every directory now. */
  ROTATE_ALL,
  /** Wait for the rest of the line, at most as long as -t says. */
  AWAIT_LINE,
  /** Take what is read of the line as the line. */
  END_LINE,
  CLOSE_INPUT,
  /** Finalize every directory. */
  CLOSE_DIRECTORIES,
  /** Something impossible happened; go on. */
  WARN
}
