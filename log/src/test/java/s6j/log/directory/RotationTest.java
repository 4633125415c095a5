package s6j.log.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The order of a rotation's steps. */
class RotationTest {
  @Test
  void withoutProcessor() {
    assertEquals(
        "SYNC_CURRENT SET_ASIDE RENAME_CURRENT OPEN_CURRENT MARK_PREVIOUS ARCHIVE_PREVIOUS"
            + " REMOVE_PREVIOUS TRIM_ARCHIVES",
        steps(RotationStep.IDLE, Rotation.Event.ROTATE, false, false));
  }

  @Test
  void withProcessor() {
    assertEquals(
        "SYNC_CURRENT SET_ASIDE RENAME_CURRENT OPEN_CURRENT MARK_PREVIOUS RUN_PROCESSOR",
        steps(RotationStep.IDLE, Rotation.Event.ROTATE, true, false));
    assertEquals(
        "MARK_PROCESSED SYNC_STATE DROP_PREVIOUS RENAME_STATE ARCHIVE_PROCESSED REMOVE_PROCESSED"
            + " TRIM_ARCHIVES",
        steps(RotationStep.AWAIT_PROCESSOR, Rotation.Event.PROCESSOR_SUCCEEDED, true, false));
  }

  @Test
  void aProcessorThatFailsOnTheWayOutLeavesAnUnprocessedArchive() {
    assertEquals(
        "DISCARD_PROCESSED ABANDON_PREVIOUS REMOVE_PREVIOUS TRIM_ARCHIVES",
        steps(RotationStep.AWAIT_PROCESSOR, Rotation.Event.PROCESSOR_FAILED, true, true));
  }

  @Test
  void theEnd() {
    assertEquals("SYNC_LAST MARK_LAST", steps(RotationStep.IDLE, Rotation.Event.CLOSE, true, true));
  }

  /** Whatever fails, and however often, the steps that succeed are the same in the same order. */
  @Property
  void failuresOnlyDelay(@ForAll @Size(min = 1, max = 60) List<Boolean> failures) {
    List<RotationStep> performed = new ArrayList<>();
    Rotation.Answer answer = new Rotation.Answer();
    Rotation.next(RotationStep.IDLE, Rotation.Event.ROTATE, false, false, answer);
    for (int i = 0; answer.step != RotationStep.IDLE && i < 1000; i++) {
      assertTrue(answer.order == Rotation.Order.PERFORM);
      RotationStep step = answer.step;
      if (i < failures.size() && failures.get(i)) {
        Rotation.next(step, Rotation.Event.FAILED, false, false, answer);
        assertEquals(Rotation.Order.RETRY_LATER, answer.order);
        Rotation.next(answer.step, Rotation.Event.TIMER, false, false, answer);
      } else {
        performed.add(step);
        Rotation.next(step, Rotation.Event.DONE, false, false, answer);
      }
    }
    assertEquals(8, performed.size());
    assertEquals(performed.stream().sorted().distinct().toList().size(), performed.size());
  }

  private static String steps(
      RotationStep from, Rotation.Event event, boolean processor, boolean leaving) {
    StringBuilder steps = new StringBuilder();
    Rotation.Answer answer = new Rotation.Answer();
    Rotation.next(from, event, processor, leaving, answer);
    while (answer.order == Rotation.Order.PERFORM) {
      steps.append(steps.length() == 0 ? "" : " ").append(answer.step);
      Rotation.next(answer.step, Rotation.Event.DONE, processor, leaving, answer);
    }
    return steps.toString();
  }
}
