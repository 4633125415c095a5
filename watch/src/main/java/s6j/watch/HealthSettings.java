package s6j.watch;

/** How often is checked and what follows; times in milliseconds. */
final class HealthSettings {
  long everyMillis = 10_000;

  /** A check that takes longer is killed and has failed. */
  long timeoutMillis = 5000;

  /** A run as young as this may fail. */
  long graceMillis = 0;

  /** So many failures in a row make unhealthy. */
  long failures = 3;

  /** So many successes in a row make healthy again. */
  long successes = 1;

  /** Whether an unhealthy service is restarted. */
  boolean restarts;

  byte[] directory;
  byte[][] command;
}
