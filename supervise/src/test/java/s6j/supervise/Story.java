package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells a supervisor's life to the machine: letters of the control fifo, signal names, "started",
 * "failed", "refused", "finish", "no finish", "exit", "exit 125", "notified", "timer".
 */
final class Story {
  private static final Map<String, SuperviseEvent> FACTS =
      Map.ofEntries(
          Map.entry("TERM", SuperviseEvent.GOT_TERM),
          Map.entry("HUP", SuperviseEvent.GOT_HUP),
          Map.entry("QUIT", SuperviseEvent.GOT_QUIT),
          Map.entry("INT", SuperviseEvent.GOT_INT),
          Map.entry("started", SuperviseEvent.RUN_STARTED),
          Map.entry("failed", SuperviseEvent.RUN_FAILED),
          Map.entry("refused", SuperviseEvent.RUN_REFUSED),
          Map.entry("finish", SuperviseEvent.FINISH_STARTED),
          Map.entry("no finish", SuperviseEvent.FINISH_FAILED),
          Map.entry("exit", SuperviseEvent.CHILD_EXITED),
          Map.entry("exit 125", SuperviseEvent.CHILD_EXITED_125),
          Map.entry("notified", SuperviseEvent.NOTIFIED),
          Map.entry("timer", SuperviseEvent.TIMER_FIRED));

  final Settings settings = new Settings();
  final SuperviseState state = new SuperviseState();

  /** Of every run that ends. */
  long uptimeMillis;

  private final Step step = new Step();

  static Story of(String... events) {
    return new Story().then(events);
  }

  Story then(String... events) {
    for (String event : events) {
      SuperviseEvent known = FACTS.get(event);
      if (known == null) known = SuperviseEvent.ofLetter(event.charAt(0));
      SuperviseMachine.step(state, known, uptimeMillis, settings, step);
      state.become(step.next);
    }
    return this;
  }

  /** What the last event makes the supervisor do: all of it, in this order. */
  Story expect(String... actions) {
    List<String> ordered = new ArrayList<>();
    for (int i = 0; i < step.count(); i++)
      ordered.add(SuperviseTransitions.text(step.action(i), step.argument(i)));
    assertEquals(List.of(actions), ordered);
    return this;
  }

  Story isIn(SuperviseState.Phase phase) {
    assertEquals(phase, state.phase);
    return this;
  }
}
