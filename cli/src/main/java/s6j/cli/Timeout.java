package s6j.cli;

import s6j.posix.Deadline;
import s6j.posix.Posix;

/** Timeouts of a command line: milliseconds, 0 for none (spec 0.6). */
public final class Timeout {
  private Timeout() {}

  /** When {@code millis} from now are over; what 31 bits do not hold is no timeout. */
  public static long deadline(Posix posix, long millis) {
    if (millis == 0 || millis > Integer.MAX_VALUE) return Deadline.NEVER;
    return Deadline.after(posix.monotonicNanos(), millis);
  }
}
