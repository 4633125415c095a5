package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.supervise.SuperviseState.Phase.*;

import org.junit.jupiter.api.Test;
import s6j.posix.Signal;

/** Stories of the s6-supervise and servicedir pages, and of D.1 of the specification. */
class SuperviseMachineTest {
  @Test
  void theFirstStartIsDueAtOnce() {
    Story.of("timer")
        .expect("SPAWN_RUN")
        .then("started")
        .expect("CLEAR_TIMER", "MARK_CHANGE", "WRITE_STATUS", "ANNOUNCE_UP");
  }

  @Test
  void downSendsTheSignalAndContinuesAStoppedRun() {
    Story story = Story.of("timer", "started", "p");
    story.settings.downSignal = Signal.SIGINT;
    story.settings.killTimeoutMillis = 3000;
    story.then("d").expect("KILL:INT", "KILL:CONT", "WRITE_STATUS", "SET_TIMER:3000");
    assertFalse(story.state.paused);
    assertFalse(story.state.wantUp);
  }

  @Test
  void theDownSignalIsAloneWhereTheFlagSaysSo() {
    Story story = Story.of("timer", "started");
    story.settings.alwaysContinues = false;
    story.then("d").expect("KILL:TERM", "WRITE_STATUS", "CLEAR_TIMER");
    story = Story.of("timer", "started");
    story.settings.alwaysContinues = false;
    story.then("TERM").expect("KILL:TERM", "WRITE_STATUS", "CLEAR_TIMER");
  }

  /** Or it would never get its signal. */
  @Test
  void aRunThatACommandStoppedIsContinuedWhateverTheFlagSays() {
    Story story = Story.of("timer", "started", "p");
    story.settings.alwaysContinues = false;
    story.then("d").expect("KILL:TERM", "KILL:CONT", "WRITE_STATUS", "CLEAR_TIMER");
  }

  @Test
  void aRunThatDoesNotDieIsKilledAgainAndAgain() {
    Story story = Story.of("timer", "started");
    story.settings.killTimeoutMillis = 100;
    String[] kill = {"KILL:KILL", "KILL:CONT", "WRITE_STATUS", "SET_TIMER:5000"};
    story.then("d", "timer").expect(kill).then("timer").expect(kill);
  }

  @Test
  void theGroupIsKilledWhereTheFlagSaysSo() {
    Story story = Story.of("timer", "started");
    story.settings.killTimeoutMillis = 100;
    story.settings.killsGroup = true;
    story
        .then("d", "timer")
        .expect("KILL_GROUP:KILL", "KILL_GROUP:CONT", "WRITE_STATUS", "SET_TIMER:5000");
  }

  @Test
  void withoutFinishDownAndFullyDownAreOneMessage() {
    Story.of("timer", "started", "exit")
        .expect("MARK_CHANGE", "CLOSE_NOTIFICATION", "WRITE_TALLY", "SPAWN_FINISH")
        .then("no finish")
        .expect("SET_TIMER:1000", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_DOWN_AND_FULLY_DOWN");
  }

  @Test
  void withFinishTheyAreTwo() {
    Story.of("timer", "started", "exit", "finish")
        .expect("SET_TIMER:5000", "WRITE_STATUS", "ANNOUNCE_DOWN")
        .then("exit")
        .expect("SET_TIMER:1000", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_FULLY_DOWN");
  }

  @Test
  void aServiceThatWasReadyStartsASecondAfterItsReadiness() {
    Story.of("timer", "started", "notified")
        .expect("MARK_READY", "WRITE_STATUS", "ANNOUNCE_READY")
        .then("exit", "finish", "exit")
        .expect(
            "SET_TIMER_SINCE_NOTIFIED:1000", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_FULLY_DOWN")
        .then("timer", "started", "exit", "no finish")
        .expect("SET_TIMER:1000", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_DOWN_AND_FULLY_DOWN");
  }

  @Test
  void finishWithCode125KeepsTheServiceDown() {
    Story story = Story.of("timer", "started", "exit", "finish", "exit 125");
    story.expect("CLEAR_TIMER", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_GIVEN_UP").isIn(DOWN);
    assertFalse(story.state.wantUp);
    story.then("u").expect("WRITE_STATUS", "SPAWN_RUN");
  }

  @Test
  void code125OfRunItselfMeansNothing() {
    assertTrue(Story.of("timer", "started", "exit 125").isIn(FINISH).state.wantUp);
  }

  @Test
  void onceStartsAndDoesNotRestart() {
    Story.of("o")
        .expect("WRITE_STATUS", "SPAWN_RUN")
        .then("started", "exit", "no finish")
        .expect("CLEAR_TIMER", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_DOWN_AND_FULLY_DOWN");
  }

  @Test
  void onceAtMostCancelsTheRestart() {
    Story.of("timer", "started", "exit", "no finish", "O")
        .expect("WRITE_STATUS")
        .then("timer")
        .expect("CLEAR_TIMER");
  }

  @Test
  void forGoodLeavesADownFile() {
    Story.of("Q").expect("CREATE_DOWN_FILE", "WRITE_STATUS");
    Story.of("D").expect("CREATE_DOWN_FILE", "WRITE_STATUS");
    Story.of("U").expect("REMOVE_DOWN_FILE", "WRITE_STATUS", "SPAWN_RUN");
    Story.of("timer", "started", "Q").expect("CREATE_DOWN_FILE", "WRITE_STATUS").isIn(UP);
    Story.of("timer", "started", "D")
        .expect("CREATE_DOWN_FILE", "KILL:TERM", "KILL:CONT", "WRITE_STATUS", "CLEAR_TIMER");
  }

  @Test
  void exitWaitsForTheServiceAndItsFinish() {
    Story.of("timer", "started", "x")
        .expect("RELEASE_STREAMS")
        .isIn(LAST_UP)
        .then("exit", "finish")
        .isIn(LAST_FINISH)
        .then("exit")
        .expect(
            "CLEAR_TIMER",
            "MARK_READY",
            "WRITE_STATUS",
            "ANNOUNCE_FULLY_DOWN",
            "ANNOUNCE_EXIT",
            "LEAVE");
    Story.of("x").expect("ANNOUNCE_EXIT", "LEAVE");
  }

  @Test
  void upDoesNotTakeAnExitBack() {
    Story.of("timer", "started", "x", "u", "exit", "no finish")
        .expect(
            "CLEAR_TIMER",
            "MARK_READY",
            "WRITE_STATUS",
            "ANNOUNCE_DOWN_AND_FULLY_DOWN",
            "ANNOUNCE_EXIT",
            "LEAVE");
  }

  @Test
  void termBringsDownAndKeepsTheStreams() {
    Story.of("timer", "started", "TERM")
        .expect("KILL:TERM", "KILL:CONT", "WRITE_STATUS", "CLEAR_TIMER")
        .isIn(LAST_UP);
    Story.of("timer", "started", "exit", "finish", "TERM").expect("RELEASE_STREAMS");
  }

  @Test
  void quitLeavesTheServiceAloneAndIntDoesNot() {
    Story.of("timer", "started", "QUIT").expect("ANNOUNCE_EXIT", "LEAVE");
    Story.of("timer", "started", "INT").expect("KILL_GROUP:INT", "ANNOUNCE_EXIT", "LEAVE");
    Story.of("INT").expect("ANNOUNCE_EXIT", "LEAVE");
  }

  @Test
  void aFailedStartWaitsAMinuteUnlessCommanded() {
    Story.of("timer", "failed")
        .expect("SET_TIMER:60000")
        .then("u")
        .expect("WRITE_STATUS", "SPAWN_RUN")
        .then("refused")
        .expect("CLEAR_TIMER");
  }

  @Test
  void finishHasItsTime() {
    Story.of("timer", "started", "exit", "finish", "timer")
        .expect("WARN_FINISH_TOO_LONG", "KILL:CONT", "KILL:KILL", "WRITE_STATUS", "SET_TIMER:5000");
  }

  @Test
  void surpriseIsSurvived() {
    Story.of("exit").expect("WARN_IMPOSSIBLE").isIn(DOWN);
    Story.of("notified").expect("WARN_IMPOSSIBLE").isIn(DOWN);
    Story.of("timer", "started", "started").expect("WARN_IMPOSSIBLE").isIn(UP);
    Story.of("timer", "started", "failed").expect("WARN_IMPOSSIBLE").isIn(UP);
    Story.of("timer", "started", "timer").expect("CLEAR_TIMER", "WARN_IMPOSSIBLE").isIn(UP);
  }

  @Test
  void backoffGrowsUpToItsCapAndALongRunEndsIt() {
    Story story = backingOff();
    story.uptimeMillis = 50;
    story
        .then("timer", "started", "exit", "no finish")
        .expect(
            "SET_TIMER:200",
            "MARK_READY",
            "WRITE_STATUS",
            "WRITE_BACKOFF:200",
            "ANNOUNCE_DOWN_AND_FULLY_DOWN");
    story.then("timer").expect("REMOVE_BACKOFF", "SPAWN_RUN");
    assertEquals(600, pauseAfterRun(story));
    assertEquals(1000, pauseAfterRun(story.then("timer")));
    assertEquals(1000, pauseAfterRun(story.then("timer")));
    story.uptimeMillis = 10_000;
    assertEquals(0, pauseAfterRun(story.then("timer")));
    story.expect("SET_TIMER:1000", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_DOWN_AND_FULLY_DOWN");
    story.uptimeMillis = 50;
    assertEquals(200, pauseAfterRun(story.then("timer")));
  }

  @Test
  void aCommandEndsTheBackoff() {
    Story story = backingOff().then("timer", "started", "exit", "no finish", "u");
    story.expect("WRITE_STATUS", "REMOVE_BACKOFF", "SPAWN_RUN");
    assertEquals(200, pauseAfterRun(story));
    story.then("x").expect("REMOVE_BACKOFF", "ANNOUNCE_EXIT", "LEAVE");
  }

  @Test
  void aServiceBroughtDownHasNotFailed() {
    Story story = backingOff().then("timer", "started", "d", "exit", "no finish");
    story.expect("CLEAR_TIMER", "MARK_READY", "WRITE_STATUS", "ANNOUNCE_DOWN_AND_FULLY_DOWN");
    assertEquals(0, story.state.backoffMillis);
  }

  private static int pauseAfterRun(Story story) {
    return story.then("started", "exit", "no finish").state.backoffMillis;
  }

  private static Story backingOff() {
    Story story = new Story();
    story.settings.firstPauseMillis = 200;
    story.settings.pauseFactor = 3;
    story.settings.longestPauseMillis = 1000;
    story.settings.resetAfterMillis = 10_000;
    return story;
  }
}
