package s6j.supervise;

import static s6j.posix.Signal.SIGCONT;
import static s6j.posix.Signal.SIGINT;
import static s6j.posix.Signal.SIGKILL;
import static s6j.supervise.SuperviseAction.*;
import static s6j.supervise.SuperviseState.Phase.*;

/**
 * The judgement of a supervisor: which state follows, and what is to be done, in order. It does no
 * I/O, reads no clock and allocates nothing (s6-supervise and servicedir pages).
 *
 * <p>The order of actions is the contract: status is written before anything is announced, so that
 * whoever subscribes first and reads then misses nothing.
 */
final class SuperviseMachine {
  static final int USUAL_PAUSE_MILLIS = 1000;
  static final int PAUSE_AFTER_FAILED_SPAWN_MILLIS = 60_000;
  static final int KILL_AGAIN_MILLIS = 5000;

  private SuperviseMachine() {}

  /** Fills {@code step} with the answer to {@code event} in state {@code s}. */
  static Step step(
      SuperviseState s, SuperviseEvent event, long argument, Settings settings, Step step) {
    step.from(s);
    return switch (event) {
      case SEND_ALRM, SEND_ABRT, SEND_QUIT, SEND_HUP, SEND_KILL -> send(s, event.signal, step);
      case SEND_TERM, SEND_INT, SEND_USR1, SEND_USR2, SEND_WINCH -> send(s, event.signal, step);
      case PAUSE, CONTINUE -> pause(s, KILL, event == SuperviseEvent.PAUSE, event.signal, step);
      case PAUSE_GROUP, CONTINUE_GROUP ->
          pause(s, KILL_GROUP, event == SuperviseEvent.PAUSE_GROUP, event.signal, step);
      case KILL_GROUP -> s.phase.hasRun() ? step.then(KILL_GROUP, event.signal) : step;
      case RESTART -> send(s, settings.downSignal, step);
      case RELOAD -> send(s, settings.reloadSignal, step);
      case ONCE -> startIfDown(s, wish(false, step));
      case ONCE_AT_MOST -> wish(false, step);
      case ONCE_AT_MOST_FOR_GOOD -> wish(false, step.then(CREATE_DOWN_FILE));
      case DOWN -> down(s, settings, step);
      case DOWN_FOR_GOOD -> down(s, settings, step.then(CREATE_DOWN_FILE));
      case UP -> startIfDown(s, wish(true, step));
      case UP_FOR_GOOD -> startIfDown(s, wish(true, step.then(REMOVE_DOWN_FILE)));
      case EXIT, GOT_HUP -> exitWhenDown(s, step);
      case UPGRADE -> step.then(SuperviseAction.UPGRADE);
      case GOT_TERM -> terminate(s, settings, step);
      case GOT_QUIT -> leave(s, step);
      case GOT_INT -> leave(s, s.phase == DOWN ? step : step.then(KILL_GROUP, SIGINT));
      case ADOPTED -> adopted(s, argument, settings, step);
      case NOTIFIED -> notified(s, step);
      case CHILD_EXITED -> childExited(s, false, argument, settings, step);
      case CHILD_EXITED_125 -> childExited(s, true, argument, settings, step);
      case TIMER_FIRED -> timerFired(s, settings, step);
      case RUN_STARTED -> runStarted(s, step);
      case RUN_FAILED -> notStarted(s, step.then(SET_TIMER, PAUSE_AFTER_FAILED_SPAWN_MILLIS));
      case RUN_REFUSED -> notStarted(s, step.then(CLEAR_TIMER));
      case FINISH_STARTED -> finishStarted(s, settings, step);
      case FINISH_FAILED -> finishFailed(s, settings, step);
    };
  }

  // ---- commands --------------------------------------------------------------------------------

  private static Step send(SuperviseState s, int signal, Step step) {
    return s.phase.hasRun() ? step.then(KILL, signal) : step;
  }

  private static Step pause(
      SuperviseState s, SuperviseAction kill, boolean paused, int signal, Step step) {
    return s.phase.hasRun() ? step.paused(paused).then(kill, signal).then(WRITE_STATUS) : step;
  }

  private static Step wish(boolean wantUp, Step step) {
    return step.wantUp(wantUp).then(WRITE_STATUS);
  }

  /** A start by command does not wait, and forgets earlier failures. */
  private static Step startIfDown(SuperviseState s, Step step) {
    return s.phase == DOWN ? start(s, step).backoff(0) : step;
  }

  private static Step start(SuperviseState s, Step step) {
    return hideBackoff(s, step).then(SPAWN_RUN);
  }

  private static Step down(SuperviseState s, Settings settings, Step step) {
    return s.phase.hasRun() ? stop(s, settings, step) : wish(false, step);
  }

  /** CONT follows, or a stopped run would not die; whoever stops it by commands knows it can. */
  private static Step stop(SuperviseState s, Settings settings, Step step) {
    step.then(KILL, settings.downSignal);
    if (settings.alwaysContinues || s.paused) step.then(KILL, SIGCONT);
    wish(false, step.paused(false));
    return settings.killTimeoutMillis > 0
        ? step.dying(true).then(SET_TIMER, settings.killTimeoutMillis)
        : step.then(CLEAR_TIMER);
  }

  private static Step exitWhenDown(SuperviseState s, Step step) {
    return switch (s.phase) {
      case DOWN -> leave(s, step);
      case UP, LAST_UP -> step.to(LAST_UP).then(RELEASE_STREAMS);
      case FINISH, LAST_FINISH -> step.to(LAST_FINISH).then(RELEASE_STREAMS);
    };
  }

  /** With run up the streams are kept: its finish may have something to say to the logger. */
  private static Step terminate(SuperviseState s, Settings settings, Step step) {
    return switch (s.phase) {
      case DOWN, FINISH -> exitWhenDown(s, step);
      case UP, LAST_UP -> stop(s, settings, step.to(LAST_UP));
      case LAST_FINISH -> step;
    };
  }

  private static Step leave(SuperviseState s, Step step) {
    return hideBackoff(s, step).then(ANNOUNCE_EXIT, LEAVE);
  }

  // ---- the life of run and finish
  // ----------------------------------------------------------------

  /** As if this supervisor had been there all the time: nothing has changed, so nothing is told. */
  private static Step adopted(SuperviseState s, long timerMillis, Settings settings, Step step) {
    if (s.phase != DOWN || settings.found.phase == DOWN) return impossible(step);
    step.next.become(settings.found);
    if (timerMillis == SuperviseEvent.NO_TIMER) step.then(CLEAR_TIMER);
    else step.then(SET_TIMER, (int) timerMillis);
    return step.then(WRITE_STATUS);
  }

  private static Step runStarted(SuperviseState s, Step step) {
    if (s.phase != DOWN) return impossible(step);
    return step.to(UP)
        .notified(false)
        .dying(false)
        .then(CLEAR_TIMER)
        .then(MARK_CHANGE, WRITE_STATUS, ANNOUNCE_UP);
  }

  private static Step notStarted(SuperviseState s, Step step) {
    return s.phase == DOWN ? step : impossible(step.from(s));
  }

  private static Step notified(SuperviseState s, Step step) {
    if (!s.phase.hasRun() || s.notified) return impossible(step);
    return step.notified(true).then(MARK_READY, WRITE_STATUS, ANNOUNCE_READY);
  }

  private static Step childExited(
      SuperviseState s, boolean permanentFailure, long uptimeMillis, Settings settings, Step step) {
    return switch (s.phase) {
      case DOWN -> impossible(step);
      case UP -> runEnded(uptimeMillis, step.to(FINISH));
      case LAST_UP -> runEnded(uptimeMillis, step.to(LAST_FINISH));
      case FINISH, LAST_FINISH ->
          permanentFailure
              ? fullyDown(s, settings, step.wantUp(false), ANNOUNCE_GIVEN_UP)
              : fullyDown(s, settings, step, ANNOUNCE_FULLY_DOWN);
    };
  }

  /** Status waits for the outcome of the spawn, so that nobody sees a state in between. */
  private static Step runEnded(long uptimeMillis, Step step) {
    return step.uptime(uptimeMillis)
        .paused(false)
        .dying(false)
        .then(MARK_CHANGE, CLOSE_NOTIFICATION, WRITE_TALLY)
        .then(SPAWN_FINISH);
  }

  private static Step finishStarted(SuperviseState s, Settings settings, Step step) {
    if (!s.phase.hasFinish()) return impossible(step);
    if (settings.finishTimeoutMillis > 0) step.then(SET_TIMER, settings.finishTimeoutMillis);
    else step.then(CLEAR_TIMER);
    return step.then(WRITE_STATUS, ANNOUNCE_DOWN);
  }

  private static Step finishFailed(SuperviseState s, Settings settings, Step step) {
    if (!s.phase.hasFinish()) return impossible(step);
    return fullyDown(s, settings, step, ANNOUNCE_DOWN_AND_FULLY_DOWN);
  }

  private static Step fullyDown(
      SuperviseState s, Settings settings, Step step, SuperviseAction announcement) {
    boolean last = s.phase == LAST_FINISH;
    boolean startsAgain = step.next.wantUp && !last;
    step.to(DOWN).notified(false);
    step.backoff(startsAgain ? settings.pauseAfter(s.backoffMillis, s.uptimeMillis) : 0);
    if (startsAgain) pauseBeforeStart(s, step);
    else step.then(CLEAR_TIMER);
    step.then(MARK_READY, WRITE_STATUS);
    if (step.next.backoffMillis > 0) step.then(WRITE_BACKOFF, step.next.backoffMillis);
    step.then(announcement);
    return last ? leave(s, step) : step;
  }

  /** A service that was ready has waited already. */
  private static Step pauseBeforeStart(SuperviseState s, Step step) {
    if (step.next.backoffMillis > 0) return step.then(SET_TIMER, step.next.backoffMillis);
    return step.then(s.notified ? SET_TIMER_SINCE_NOTIFIED : SET_TIMER, USUAL_PAUSE_MILLIS);
  }

  // ---- time ------------------------------------------------------------------------------------

  private static Step timerFired(SuperviseState s, Settings settings, Step step) {
    return switch (s.phase) {
      case DOWN -> s.wantUp ? start(s, step) : restInPeace(s, step);
      case UP, LAST_UP -> s.dying ? killRun(settings, step) : impossible(step.then(CLEAR_TIMER));
      case FINISH, LAST_FINISH -> killFinish(step);
    };
  }

  private static Step restInPeace(SuperviseState s, Step step) {
    return hideBackoff(s, step).backoff(0).then(CLEAR_TIMER);
  }

  private static Step hideBackoff(SuperviseState s, Step step) {
    return s.phase == DOWN && s.backoffMillis > 0 ? step.then(REMOVE_BACKOFF) : step;
  }

  private static Step killRun(Settings settings, Step step) {
    SuperviseAction kill = settings.killsGroup ? KILL_GROUP : KILL;
    return step.paused(false)
        .then(kill, SIGKILL)
        .then(kill, SIGCONT)
        .then(WRITE_STATUS)
        .then(SET_TIMER, KILL_AGAIN_MILLIS);
  }

  private static Step killFinish(Step step) {
    return step.paused(false)
        .then(WARN_FINISH_TOO_LONG)
        .then(KILL, SIGCONT)
        .then(KILL, SIGKILL)
        .then(WRITE_STATUS)
        .then(SET_TIMER, KILL_AGAIN_MILLIS);
  }

  /** A supervisor does not die of surprise, nor does it forget what it waits for. */
  private static Step impossible(Step step) {
    return step.then(WARN_IMPOSSIBLE);
  }
}
