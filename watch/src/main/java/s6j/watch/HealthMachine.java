package s6j.watch;

import static s6j.watch.HealthAction.*;

import s6j.formats.files.HealthFile.Verdict;

/** Judges a service's health by its checks (docs/internals/machines.md). */
final class HealthMachine {
  private HealthMachine() {}

  /** Fills {@code step} with the answer to {@code event} in state {@code s}. */
  static HealthStep step(
      HealthState s, HealthEvent event, long argument, HealthSettings settings, HealthStep step) {
    step.from(s);
    return switch (event) {
      case SERVICE_DOWN -> forget(s, step);
      case NEW_RUN -> reset(step.to(Verdict.STARTING)).then(MARK_CHANGE).then(WRITE);
      case DUE -> step.then(START_CHECK);
      case NOT_READY -> step;
      case PASSED -> pass(s, settings, step);
      case FAILED -> fail(s, argument, settings, step);
      case FAILED_EARLY -> step.successes(0);
    };
  }

  private static HealthStep forget(HealthState s, HealthStep step) {
    if (s.verdict != null) step.then(REMOVE);
    return reset(step.to(null));
  }

  private static HealthStep reset(HealthStep step) {
    return step.failures(0).successes(0).unanswered(0);
  }

  private static HealthStep pass(HealthState s, HealthSettings settings, HealthStep step) {
    step.failures(0).unanswered(0).successes(s.successes + 1);
    boolean isEnough = s.verdict == Verdict.STARTING || s.successes + 1 >= settings.successes;
    if (s.verdict == Verdict.HEALTHY || !isEnough) return s.failures > 0 ? step.then(WRITE) : step;
    if (s.verdict == Verdict.UNHEALTHY) step.then(TELL_HEALTHY);
    return step.to(Verdict.HEALTHY).then(MARK_CHANGE).then(WRITE);
  }

  /** {@code last} is how the check ended. */
  private static HealthStep fail(
      HealthState s, long last, HealthSettings settings, HealthStep step) {
    step.successes(0).failures(s.failures + 1).unanswered(s.unanswered + 1);
    if (s.failures + 1 >= settings.failures && s.verdict != Verdict.UNHEALTHY)
      step.to(Verdict.UNHEALTHY).then(MARK_CHANGE).then(TELL_UNHEALTHY, last);
    step.then(WRITE);
    boolean restarts = settings.restarts && s.unanswered + 1 >= settings.failures;
    return restarts ? step.unanswered(0).then(RESTART) : step;
  }
}
