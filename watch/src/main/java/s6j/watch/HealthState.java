package s6j.watch;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.HealthFile.Verdict;

/** What is to be remembered of a service's checks to judge the next; mutable, owned by the loop. */
final class HealthState {
  /** Null while the service is down, or nothing is known. */
  @Nullable Verdict verdict;

  /** In a row. */
  long failures;

  /** In a row. */
  long successes;

  /** Failures since the last restart was ordered, or since the run began. */
  long unanswered;

  void become(HealthState other) {
    verdict = other.verdict;
    failures = other.failures;
    successes = other.successes;
    unanswered = other.unanswered;
  }
}
