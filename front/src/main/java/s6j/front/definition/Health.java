package s6j.front.definition;

/**
 * Checks of a service that runs. Times in milliseconds; {@code user} is who the check runs as, or
 * empty.
 */
public record Health(
    Script command,
    long every,
    long timeout,
    int failures,
    int successes,
    long grace,
    boolean restarts,
    String user) {
  public static final long DEFAULT_EVERY = 10_000;
  public static final long DEFAULT_TIMEOUT = 5000;
  public static final int DEFAULT_FAILURES = 3;
}
