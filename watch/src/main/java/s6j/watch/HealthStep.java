package s6j.watch;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.HealthFile.Verdict;

/** The machine's answer: the next state and what to do, in order. Filled, never allocated. */
final class HealthStep {
  private static final int MOST_ACTIONS = 4;

  final HealthState next = new HealthState();

  private final HealthAction[] actions = new HealthAction[MOST_ACTIONS];
  private final long[] arguments = new long[MOST_ACTIONS];
  private int count;

  /** Begins with the present state and no action. */
  HealthStep from(HealthState present) {
    next.become(present);
    count = 0;
    return this;
  }

  int count() {
    return count;
  }

  HealthAction action(int place) {
    return actions[place];
  }

  long argument(int place) {
    return arguments[place];
  }

  HealthStep to(@Nullable Verdict verdict) {
    next.verdict = verdict;
    return this;
  }

  HealthStep failures(long failures) {
    next.failures = failures;
    return this;
  }

  HealthStep successes(long successes) {
    next.successes = successes;
    return this;
  }

  HealthStep unanswered(long unanswered) {
    next.unanswered = unanswered;
    return this;
  }

  HealthStep then(HealthAction action) {
    return then(action, 0);
  }

  HealthStep then(HealthAction action, long argument) {
    actions[count] = action;
    arguments[count] = argument;
    count++;
    return this;
  }
}
