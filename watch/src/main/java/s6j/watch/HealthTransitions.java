package s6j.watch;

import s6j.cli.Output;
import s6j.formats.files.HealthFile;
import s6j.formats.files.HealthFile.Verdict;

/** Prints what {@link HealthMachine} answers in every state to every event: the golden table. */
public final class HealthTransitions {
  private static final Verdict[] VERDICTS = Verdict.values();
  private static final HealthEvent[] EVENTS = HealthEvent.values();

  private final Output output;
  private final HealthState state = new HealthState();
  private final HealthSettings settings = new HealthSettings();
  private final HealthStep step = new HealthStep();

  private HealthTransitions(Output output) {
    this.output = output;
    settings.failures = 2;
    settings.successes = 2;
  }

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    HealthTransitions table = new HealthTransitions(output);
    output.text("# two failures make unhealthy, two successes healthy again").line();
    for (int event = 0; event < EVENTS.length; event++) table.rows(EVENTS[event]);
    output.text("# the same with restarts").line();
    table.settings.restarts = true;
    table.rows(HealthEvent.FAILED);
  }

  /** Counts are those of an unknown service only if there were no checks. */
  private void rows(HealthEvent event) {
    for (int verdict = -1; verdict < VERDICTS.length; verdict++)
      for (int counts = 0; counts < 6; counts++) {
        state.verdict = verdict < 0 ? null : VERDICTS[verdict];
        state.failures = counts / 2;
        state.unanswered = counts / 2;
        state.successes = counts % 2;
        boolean isPossible = state.failures == 0 || state.successes == 0;
        if (isPossible && (verdict >= 0 || counts == 0)) row(event);
      }
  }

  private void row(HealthEvent event) {
    HealthMachine.step(state, event, HealthFile.TIMEOUT, settings, step);
    state(state).text(" | ").text(event.name()).text(" | ");
    state(step.next).text(" |");
    for (int i = 0; i < step.count(); i++) output.text(" ").text(step.action(i).name());
    output.line();
  }

  private Output state(HealthState s) {
    output.text(s.verdict == null ? "unknown" : s.verdict.word);
    if (s.failures > 0) output.text(" failures ").number(s.failures);
    if (s.unanswered != s.failures) output.text(" unanswered ").number(s.unanswered);
    if (s.successes > 0) output.text(" successes ").number(s.successes);
    return output;
  }
}
