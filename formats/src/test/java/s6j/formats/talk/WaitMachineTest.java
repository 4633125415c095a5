package s6j.formats.talk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Spec F.3, and the law of the room: a wait always ends by its deadline. */
class WaitMachineTest {
  private static WaitState state(WaitSettings settings, String... services) {
    WaitState state = new WaitState(services.length);
    for (int i = 0; i < services.length; i++)
      WaitMachine.observe(
          settings, state, i, services[i].contains("up"), services[i].contains("ready"));
    return state;
  }

  /** Letters of the first service, of the second one behind a slash; the answer after the last. */
  private static String story(WaitSettings settings, WaitState state, String letters) {
    WaitResult result = WaitMachine.judge(settings, state);
    int service = 0;
    for (int i = 0; i < letters.length() && result == WaitResult.WAITING; i++) {
      if (letters.charAt(i) == '/') service++;
      else result = WaitMachine.step(settings, state, service, WaitEvent.of(letters.charAt(i)));
    }
    return result + " " + WaitMachine.exitCode(state);
  }

  private static String one(char goal, String was, String letters) {
    WaitSettings settings = new WaitSettings(WaitGoal.of(goal), false, true);
    return story(settings, state(settings, was), letters);
  }

  private static String two(char goal, boolean any, String letters) {
    WaitSettings settings = new WaitSettings(WaitGoal.of(goal), any, true);
    boolean waitsForDown = goal == 'd' || goal == 'D';
    String was = waitsForDown ? "up" : "down ready";
    return story(settings, state(settings, was, was), letters);
  }

  @Test
  void aStateThatIsThereNeedsNoEvent() {
    assertEquals("DONE 0", one('u', "up", ""));
    assertEquals("DONE 0", one('U', "up ready", ""));
    assertEquals("DONE 0", one('d', "down", ""));
    assertEquals("DONE 0", one('D', "down ready", ""));
    assertEquals("WAITING 0", one('U', "up", ""));
    assertEquals("WAITING 0", one('D', "down", ""));
  }

  @Test
  void lettersBringTheState() {
    assertEquals("DONE 0", one('u', "down ready", "u"));
    assertEquals("WAITING 0", one('U', "down ready", "u"));
    assertEquals("DONE 0", one('U', "down ready", "uU"));
    assertEquals("DONE 0", one('d', "up ready", "d"));
    assertEquals("WAITING 0", one('D', "up ready", "d"));
    assertEquals("DONE 0", one('D', "up ready", "dD"));
  }

  @Test
  void strangeLettersChangeNothing() {
    assertEquals("WAITING 0", one('u', "down ready", "s?\n"));
    assertEquals("WAITING 0", one('d', "up", "s"));
  }

  @Test
  void aRestartIsDownAndThenUp() {
    assertEquals("WAITING 0", one('r', "up ready", "dD"));
    assertEquals("DONE 0", one('r', "up ready", "dDu"));
    assertEquals("WAITING 0", one('R', "up ready", "dDu"));
    assertEquals("DONE 0", one('R', "up ready", "dDuU"));
    assertEquals("WAITING 0", one('r', "up ready", "uU"));
  }

  @Test
  void aRestartedServiceThatWasDownOnlyHasToComeUp() {
    assertEquals("DONE 0", one('r', "down ready", "u"));
  }

  @Test
  void svwaitTakesARunningFinishScriptForDown() {
    WaitSettings settings = new WaitSettings(WaitGoal.RESTARTED, false, false);
    assertEquals("DONE 0", story(settings, state(settings, "up"), "du"));
    assertEquals("WAITING 0", one('r', "up", "du"));
  }

  @Test
  void givingUpEndsAWaitForUp() {
    assertEquals("DONE 1", one('u', "up finishing".replace("up", ""), "OD"));
    assertEquals("DONE 1", one('U', "up", "dO"));
    assertEquals("DONE 1", one('r', "up", "dO"));
    assertEquals("DONE 0", one('D', "up", "dOD"));
  }

  @Test
  void aSupervisorThatLeavesFailsWhatIsNotThere() {
    assertEquals("DONE 1", one('u', "down ready", "x"));
    assertEquals("DONE 1", one('D', "down", "x"));
    assertEquals("DONE 1", one('r', "up ready", "dDx"));
    assertEquals("DONE 0", two('d', false, "dDx/d"));
  }

  @Test
  void oneThatGaveUpIsNotAwaitedAnyMore() {
    assertEquals("DONE 1", two('u', false, "OD/u"));
    assertEquals("DONE 2", two('u', false, "OD/x"));
  }

  @Test
  void allMustBeThereAtTheSameTime() {
    assertEquals("WAITING 0", two('u', false, "u"));
    assertEquals("DONE 0", two('u', false, "u/u"));
    assertEquals("WAITING 0", two('u', false, "ud/u"));
  }

  @Test
  void anyIsEnough() {
    assertEquals("DONE 0", two('u', true, "/u"));
    assertEquals("DONE 1", two('u', true, "O"));
  }

  @Test
  void restartsOneAfterTheOtherAreSeen() {
    WaitSettings settings = new WaitSettings(WaitGoal.RESTARTED, false, true);
    assertEquals("DONE 0", story(settings, state(settings, "up", "up"), "dDu/dDu"));
  }

  @Test
  void moreFailuresThanACodeCanTellAreNeitherNoneNorATimeout() {
    WaitSettings settings = new WaitSettings(WaitGoal.UP, false, true);
    WaitState state = new WaitState(256);
    for (int i = 0; i < 256; i++) {
      WaitMachine.observe(settings, state, i, false, true);
      WaitMachine.step(settings, state, i, WaitEvent.LEFT);
    }
    assertEquals(WaitMachine.MOST_FAILURES, WaitMachine.exitCode(state));
  }

  @Property
  void theTimerEndsAWaitInAnyState(
      @ForAll @IntRange(max = 5) int goal,
      @ForAll boolean any,
      @ForAll boolean fullyDown,
      @ForAll @Size(max = 60) byte[] walk) {
    WaitSettings settings = new WaitSettings(WaitGoal.values()[goal], any, fullyDown);
    WaitState state = new WaitState(3);
    for (int i = 0; i < 3; i++) WaitMachine.observe(settings, state, i, (goal + i) % 2 == 0, any);
    for (byte step : walk) {
      WaitEvent event = WaitEvent.values()[(step & 0xff) % 7];
      WaitMachine.step(settings, state, (step & 0xff) % 3, event);
    }
    assertEquals(WaitResult.TIMED_OUT, WaitMachine.step(settings, state, -1, WaitEvent.TIMER));
  }

  @Property
  void failuresAreServicesAndDoneMeansThatEnoughAreSettled(
      @ForAll @IntRange(max = 5) int goal,
      @ForAll boolean any,
      @ForAll @Size(max = 60) byte[] walk) {
    WaitSettings settings = new WaitSettings(WaitGoal.values()[goal], any, true);
    WaitState state = new WaitState(2);
    WaitMachine.observe(settings, state, 0, true, false);
    WaitMachine.observe(settings, state, 1, false, true);
    int failed = 0;
    for (byte step : walk) {
      WaitEvent event = WaitEvent.values()[(step & 0xff) % 7];
      WaitMachine.step(settings, state, (step & 0xff) / 7 % 2, event);
      int now = (state.failed[0] ? 1 : 0) + (state.failed[1] ? 1 : 0);
      assertEquals(now, state.failures);
      assertEquals(true, now >= failed, "a failure is not taken back");
      failed = now;
    }
  }
}
