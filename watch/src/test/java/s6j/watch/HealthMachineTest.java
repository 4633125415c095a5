package s6j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import s6j.formats.files.HealthFile.Verdict;

/** What the machine answers, and its laws. */
class HealthMachineTest {
  private final HealthState state = new HealthState();
  private final HealthStep step = new HealthStep();
  private final HealthSettings settings = new HealthSettings();

  private String answer(HealthEvent event) {
    HealthMachine.step(state, event, 0, settings, step);
    state.become(step.next);
    List<String> actions = new ArrayList<>();
    for (int i = 0; i < step.count(); i++) actions.add(step.action(i).name());
    return String.join(" ", actions);
  }

  @Test
  void aServiceComesGoesBadAndComesBack() {
    settings.failures = 2;
    settings.successes = 2;
    assertEquals("", answer(HealthEvent.SERVICE_DOWN));
    assertEquals("MARK_CHANGE WRITE", answer(HealthEvent.NEW_RUN));
    assertEquals("", answer(HealthEvent.NOT_READY));
    assertEquals("START_CHECK", answer(HealthEvent.DUE));
    assertEquals("", answer(HealthEvent.FAILED_EARLY));
    assertEquals("MARK_CHANGE WRITE", answer(HealthEvent.PASSED));
    assertEquals("", answer(HealthEvent.PASSED));
    assertEquals("WRITE", answer(HealthEvent.FAILED));
    assertEquals("WRITE", answer(HealthEvent.PASSED));
    assertEquals("WRITE", answer(HealthEvent.FAILED));
    assertEquals("MARK_CHANGE TELL_UNHEALTHY WRITE", answer(HealthEvent.FAILED));
    assertEquals("WRITE", answer(HealthEvent.FAILED));
    assertEquals("WRITE", answer(HealthEvent.PASSED));
    assertEquals(Verdict.UNHEALTHY, state.verdict);
    assertEquals("TELL_HEALTHY MARK_CHANGE WRITE", answer(HealthEvent.PASSED));
    assertEquals("REMOVE", answer(HealthEvent.SERVICE_DOWN));
    assertEquals("", answer(HealthEvent.SERVICE_DOWN));
  }

  @Test
  void aRestartIsOrderedAgainIfNothingCameOfIt() {
    settings.restarts = true;
    settings.failures = 2;
    answer(HealthEvent.NEW_RUN);
    answer(HealthEvent.FAILED);
    assertEquals("MARK_CHANGE TELL_UNHEALTHY WRITE RESTART", answer(HealthEvent.FAILED));
    assertEquals("WRITE", answer(HealthEvent.FAILED));
    assertEquals("WRITE RESTART", answer(HealthEvent.FAILED));
    assertEquals("MARK_CHANGE WRITE", answer(HealthEvent.NEW_RUN));
    assertEquals("WRITE", answer(HealthEvent.FAILED));
  }

  /** A restart follows as many failures in a row, all of one run; the actions always fit. */
  @Property
  void noRestartWithoutFailures(@ForAll List<HealthEvent> events) {
    HealthState state = new HealthState();
    HealthSettings settings = new HealthSettings();
    settings.restarts = true;
    int failures = 0;
    for (HealthEvent event : events) {
      boolean isKnown = state.verdict != null;
      if (event == HealthEvent.FAILED) failures++;
      else if (event == HealthEvent.PASSED || event == HealthEvent.NEW_RUN) failures = 0;
      else if (event == HealthEvent.SERVICE_DOWN) failures = 0;
      // The loop only checks what it knows.
      if (!isKnown && event != HealthEvent.NEW_RUN && event != HealthEvent.SERVICE_DOWN) {
        failures = 0;
        continue;
      }
      HealthMachine.step(state, event, 0, settings, step);
      state.become(step.next);
      for (int i = 0; i < step.count(); i++)
        if (step.action(i) == HealthAction.RESTART) assertTrue(failures >= settings.failures);
    }
  }
}
