package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;

/** Tells a scanner's life to the machine: letters of the control fifo and names of events. */
final class Story {
  final SvscanState state = new SvscanState();
  private final SvscanSettings settings = new SvscanSettings(null, null);
  private final Step step = new Step();

  static Story of(String... events) {
    return new Story().then(events);
  }

  Story then(String... events) {
    for (String event : events) {
      SvscanEvent known =
          event.length() == 1 ? SvscanEvent.ofLetter(event.charAt(0)) : SvscanEvent.valueOf(event);
      assertSame(step, SvscanMachine.step(state, known, 0, settings, step));
      state.become(step.next);
    }
    return this;
  }

  /** The next events are about a slot in this phase. */
  Story slot(Slot.Phase phase) {
    state.slot = phase;
    return this;
  }

  /** What the last event makes the scanner do: all of it, in this order. */
  Story expect(String... actions) {
    List<String> ordered = new ArrayList<>();
    for (int i = 0; i < step.count(); i++)
      ordered.add(SvscanTransitions.text(step.action(i), step.argument(i)));
    assertEquals(List.of(actions), ordered);
    return this;
  }

  Story isIn(SvscanState.Phase phase) {
    assertEquals(phase, state.phase);
    return this;
  }

  Story slotIs(Slot.Phase phase) {
    assertEquals(phase, state.slot);
    return this;
  }
}
