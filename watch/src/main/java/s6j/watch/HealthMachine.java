package s6j.watch;

import s6j.formats.HealthFile.Verdict;

/**
 * Judges a service's health by its checks: no clock, no I/O. Filled by each {@link #step}: the next
 * state and what to do, in order.
 */
final class HealthMachine {
  static final int MOST_ACTIONS = 4;

  final HealthAction[] actions = new HealthAction[MOST_ACTIONS];
  int count;

  /** Null while the service is down, or nothing is known. */
  Verdict verdict;

  /** In a row. */
  long failures;

  long successes;

  /** Failures since the last restart was ordered, or since the run began. */
  long unanswered;

  void step(HealthEvent event, HealthSettings settings) {
    count = 0;
    switch (event) {
      case SERVICE_DOWN -> forget();
      case NEW_RUN -> begin();
      case DUE -> then(HealthAction.START_CHECK);
      case NOT_READY -> {}
      case PASSED -> pass(settings);
      case FAILED -> fail(settings);
      case FAILED_EARLY -> successes = 0;
    }
  }

  private void forget() {
    if (verdict != null) then(HealthAction.REMOVE);
    verdict = null;
    reset();
  }

  private void begin() {
    become(Verdict.STARTING);
    reset();
    then(HealthAction.WRITE);
  }

  private void reset() {
    failures = 0;
    successes = 0;
    unanswered = 0;
  }

  private void pass(HealthSettings settings) {
    boolean failedBefore = failures > 0;
    failures = 0;
    unanswered = 0;
    successes++;
    boolean isEnough = verdict == Verdict.STARTING || successes >= settings.successes;
    if (verdict == Verdict.UNHEALTHY && isEnough) then(HealthAction.TELL_HEALTHY);
    if (verdict != Verdict.HEALTHY && isEnough) {
      become(Verdict.HEALTHY);
      then(HealthAction.WRITE);
    } else if (failedBefore) then(HealthAction.WRITE);
  }

  private void fail(HealthSettings settings) {
    successes = 0;
    failures++;
    unanswered++;
    if (failures >= settings.failures && verdict != Verdict.UNHEALTHY) {
      become(Verdict.UNHEALTHY);
      then(HealthAction.TELL_UNHEALTHY);
    }
    then(HealthAction.WRITE);
    if (!settings.restarts || unanswered < settings.failures) return;
    unanswered = 0;
    then(HealthAction.RESTART);
  }

  private void become(Verdict next) {
    verdict = next;
    then(HealthAction.MARK_CHANGE);
  }

  private void then(HealthAction action) {
    actions[count++] = action;
  }
}
