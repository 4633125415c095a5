package s6j.supervise;

import s6j.posix.Signal;

/**
 * What the files of a service directory say, as of the moment it matters (s6 servicedir page).
 * Filled by {@link SettingsReader} before a step.
 */
final class Settings {
  static final int DEFAULT_FINISH_TIMEOUT_MILLIS = 5000;

  int downSignal = Signal.SIGTERM;
  int reloadSignal = Signal.SIGHUP;

  /** That CONT follows the down signal also where nobody has stopped run. */
  boolean alwaysContinues = true;

  /** From the down signal to KILL; 0 is never. */
  int killTimeoutMillis;

  /** That KILL goes to the process group. */
  boolean killsGroup;

  /** How long finish may take; 0 is for ever. */
  int finishTimeoutMillis = DEFAULT_FINISH_TIMEOUT_MILLIS;

  /** restart-backoff: the pause after the first failure; 0 if there is no backoff. */
  int firstPauseMillis;

  /** What the next pause is multiplied by, 1..1000. */
  int pauseFactor;

  int longestPauseMillis;

  /** A run of at least this time is no failure. */
  int resetAfterMillis;

  /**
   * The state in which an earlier supervisor left the service, as supervise/.child tells it; {@code
   * DOWN} if there was none.
   */
  final SuperviseState found = new SuperviseState();

  /**
   * The pause before the next start, after a run of so long, when the pause before was {@code
   * last}; 0: the usual one.
   */
  int pauseAfter(int last, long uptimeMillis) {
    if (firstPauseMillis == 0 || uptimeMillis >= resetAfterMillis) return 0;
    long pause = last == 0 ? firstPauseMillis : (long) last * pauseFactor;
    return (int) Math.min(pause, longestPauseMillis);
  }
}
