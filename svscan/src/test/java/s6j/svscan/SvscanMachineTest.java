package s6j.svscan;

import static s6j.svscan.SvscanState.Phase.*;

import org.junit.jupiter.api.Test;

/** Stories of the s6-svscan and s6-svscanctl pages, told to the machine. */
class SvscanMachineTest {
  @Test
  void pruningWithoutAScanGoesByTheLastOne() {
    Story.of("n").expect("SIGNAL_STRAYS:HUP");
    Story.of("N").expect("SIGNAL_STRAYS:TERM");
  }

  @Test
  void pruningTogetherWithAScanWaitsForIt() {
    Story.of("a")
        .expect("SET_SCAN_TIMER:0")
        .then("n")
        .expect()
        .then("SCAN_TIMER_FIRED")
        .expect("SCAN")
        .then("SCAN_FINISHED")
        .expect("SIGNAL_STRAYS:HUP")
        .then("SCAN_FINISHED")
        .expect();
    Story.of("h").expect("SET_SCAN_TIMER:0").then("SCAN_FINISHED").expect("SIGNAL_STRAYS:HUP");
    Story.of("h", "N", "n", "SCAN_FINISHED").expect("SIGNAL_STRAYS:TERM");
  }

  @Test
  void anUnreadableDirectoryEndsNobody() {
    Story.of("h", "SCAN_TIMER_FIRED", "SCAN_FAILED")
        .expect("SET_SCAN_TIMER:5000")
        .then("SCAN_TIMER_FIRED", "SCAN_FINISHED")
        .expect("SIGNAL_STRAYS:HUP");
  }

  @Test
  void stoppingSignalsAllBeforeThePipesEnd() {
    for (String letter : new String[] {"t", "i"})
      Story.of(letter)
          .expect("SIGNAL_ALL:HUP", "CLOSE_OUTPUTS", "RELEASE_STREAMS", "SET_LOGGER_TIMER:1000")
          .isIn(ENDING)
          .then("ALONE")
          .expect("LEAVE")
          .isIn(ENDED);
    Story.of("q")
        .expect("SIGNAL_ALL:TERM", "CLOSE_OUTPUTS", "RELEASE_STREAMS", "SET_LOGGER_TIMER:1000")
        .isIn(ENDING);
  }

  /** The reference forgets to kill when a scan is asked for in the same breath, and waits on. */
  @Test
  void aScanThatIsDueKeepsNobodyAlive() {
    Story.of("a", "t")
        .expect("SIGNAL_ALL:HUP", "CLOSE_OUTPUTS", "RELEASE_STREAMS", "SET_LOGGER_TIMER:1000");
  }

  @Test
  void aStopCanBecomeHarder() {
    Story.of("t", "q").expect("SIGNAL_ALL:TERM").isIn(ENDING);
    Story.of("t", "b").expect("CLOSE_PIPES", "LEAVE").isIn(ENDED);
  }

  /** Only a stop looks at them: a tree that runs leaves its loggers alone. */
  @Test
  void loggersThatStayAtTheEndOfTheirInputGetTerm() {
    Story.of("t", "LOGGER_TIMER_FIRED").expect("LOOK_AT_LOGGERS", "SET_LOGGER_TIMER:1000");
    Story.of("t").slot(Slot.Phase.UP).then("STAYED_AT_END").expect("SIGNAL_ONE:TERM");
    Story.of("LOGGER_TIMER_FIRED").expect();
  }

  @Test
  void whoAbortsTellsNobody() {
    Story.of("b").expect("CLOSE_PIPES", "RELEASE_STREAMS", "LEAVE").isIn(ENDED);
  }

  @Test
  void nothingIsStartedAtTheEnd() {
    Story.of("t", "SCAN_TIMER_FIRED").expect().then("START_TIMER_FIRED").expect();
    Story.of("t").slot(Slot.Phase.UP).then("DIED").expect().slotIs(Slot.Phase.DOWN);
  }

  /** All are told to end already, and a scan will not come any more. */
  @Test
  void nobodyIsPrunedAtTheEnd() {
    for (String letter : new String[] {"n", "N", "h"}) Story.of("t", letter).expect().isIn(ENDING);
  }

  @Test
  void signalsAskForTheirScripts() {
    Story.of("GOT_TERM").expect("RUN_SCRIPT:TERM").isIn(RUNNING);
    Story.of("GOT_USR1").expect("RUN_SCRIPT:USR1").isIn(RUNNING);
  }

  @Test
  void aServiceLivesAndDies() {
    Story.of()
        .slot(Slot.Phase.FREE)
        .then("SEEN")
        .expect("AWAIT_START")
        .then("STARTED")
        .expect("PAUSE:1000")
        .slotIs(Slot.Phase.UP)
        .then("DIED")
        .expect("AWAIT_START")
        .then("START_FAILED")
        .expect("HOLD_STARTS:10000", "AWAIT_START")
        .then("STARTED", "NOT_SEEN")
        .slotIs(Slot.Phase.STRAY)
        .then("SEEN")
        .slotIs(Slot.Phase.UP)
        .then("NOT_SEEN", "DIED")
        .expect("FORGET")
        .slotIs(Slot.Phase.FREE);
  }

  @Test
  void aFreedSlotIsOfferedToWhoWasLeftOut() {
    Story.of("LEFT_OUT_FOR_ROOM")
        .expect("SET_SCAN_TIMER:60000")
        .slot(Slot.Phase.STRAY)
        .then("DIED")
        .expect("FORGET", "SET_SCAN_TIMER:0");
    Story.of("LEFT_OUT_FOR_ROOM", "SCAN_TIMER_FIRED")
        .slot(Slot.Phase.STRAY)
        .then("DIED")
        .expect("FORGET");
  }

  @Test
  void whatIsLeftOutIsTriedAgain() {
    Story.of("LEFT_OUT_FOR_PIPE").expect("SET_SCAN_TIMER:3000");
    Story.of("LEFT_OUT_UNREADABLE").expect("SET_SCAN_TIMER:4000");
    Story.of("LEFT_OUT_FOR_PRODUCER").expect("SET_SCAN_TIMER:10000");
  }
}
