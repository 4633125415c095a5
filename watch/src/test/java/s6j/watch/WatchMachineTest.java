package s6j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The table of the machine, and its law. */
class WatchMachineTest {
  private final WatchState state = new WatchState();
  private final WatchStep step = new WatchStep();

  private String answer(WatchEvent event) {
    WatchMachine.step(state, event, step);
    state.isSettling = step.next.isSettling;
    List<String> actions = new ArrayList<>();
    for (int i = 0; i < step.count(); i++) actions.add(step.action(i).name());
    return String.join(" ", actions) + (state.isSettling ? " | settling" : " | still");
  }

  @Test
  void changesAreToldOnceTheyAreOver() {
    assertEquals("START_PATIENCE AWAIT_QUIET | settling", answer(WatchEvent.CHANGED));
    assertEquals("AWAIT_QUIET | settling", answer(WatchEvent.CHANGED));
    assertEquals("CLEAR_TIMERS TELL | still", answer(WatchEvent.QUIET_OVER));
  }

  @Test
  void patienceEnds() {
    answer(WatchEvent.CHANGED);
    assertEquals("CLEAR_TIMERS TELL | still", answer(WatchEvent.PATIENCE_OVER));
  }

  @Test
  void whatIsAsItWasIsNotTold() {
    answer(WatchEvent.CHANGED);
    assertEquals("CLEAR_TIMERS | still", answer(WatchEvent.BACK));
    assertEquals(" | still", answer(WatchEvent.BACK));
    assertEquals("CLEAR_TIMERS | still", answer(WatchEvent.QUIET_OVER));
    assertEquals("CLEAR_TIMERS | still", answer(WatchEvent.PATIENCE_OVER));
  }

  /** Every command has a change since the one before it. */
  @Property
  void nothingIsToldWithoutAChange(@ForAll List<WatchEvent> events) {
    boolean changed = false;
    WatchState own = new WatchState();
    for (WatchEvent event : events) {
      WatchMachine.step(own, event, step);
      own.isSettling = step.next.isSettling;
      changed |= event == WatchEvent.CHANGED;
      for (int i = 0; i < step.count(); i++) {
        if (step.action(i) != WatchAction.TELL) continue;
        assertEquals(true, changed);
        changed = false;
      }
      if (event == WatchEvent.BACK) changed = false;
    }
  }
}
