package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import s6j.supervise.SuperviseState.Phase;

/** The machine allocates nothing: it answers in the step it was given, whatever it is asked. */
class SuperviseStepTest {
  private final SuperviseState state = new SuperviseState();
  private final Settings settings = new Settings();
  private final Step step = new Step();

  @Test
  void theAnswerIsTheStepThatWasGiven() {
    for (SuperviseEvent event : SuperviseEvent.values())
      for (Phase phase : Phase.values())
        for (int flags = 0; flags < 64; flags++) {
          describe(phase, flags);
          assertSame(step, SuperviseMachine.step(state, event, 0, settings, step), event.name());
        }
  }

  private void describe(Phase phase, int flags) {
    state.phase = phase;
    state.wantUp = (flags & 1) != 0;
    state.notified = (flags & 2) != 0;
    state.dying = (flags & 4) != 0;
    state.backoffMillis = (flags & 8) * 100;
    settings.firstPauseMillis = (flags & 16) * 10;
    settings.killTimeoutMillis = flags & 32;
    settings.finishTimeoutMillis = flags & 32;
    settings.found.phase = Phase.values()[flags % Phase.values().length];
  }
}
