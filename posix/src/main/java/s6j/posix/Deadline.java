package s6j.posix;

/** Moments of the monotonic clock, in nanoseconds, and how long to wait for them. */
public final class Deadline {
  public static final long NEVER = Long.MAX_VALUE;

  private Deadline() {}

  /** The moment {@code millis} after {@code now}. */
  public static long after(long now, long millis) {
    return millis > (NEVER - now) / 1_000_000 ? NEVER : now + millis * 1_000_000;
  }

  public static boolean passed(long deadline, long now) {
    return deadline != NEVER && deadline <= now;
  }

  /** The timeout of {@link Posix#poll} in milliseconds: rounded up, -1 for {@link #NEVER}. */
  public static int timeoutMillis(long deadline, long now) {
    if (deadline == NEVER) return -1;
    if (deadline <= now) return 0;
    long millis = (deadline - now - 1) / 1_000_000 + 1;
    return millis > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) millis;
  }
}
