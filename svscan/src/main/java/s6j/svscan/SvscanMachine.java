package s6j.svscan;

import static s6j.posix.Signal.SIGHUP;
import static s6j.posix.Signal.SIGTERM;
import static s6j.svscan.SvscanAction.*;
import static s6j.svscan.SvscanState.Phase.*;

import s6j.svscan.SvscanState.Prune;

/**
 * The judgement of a scanner: which state follows, and what is to be done, in order. It does no
 * I/O, reads no clock and allocates nothing (s6-svscan and s6-svscanctl pages).
 */
final class SvscanMachine {
  static final int PAUSE_BETWEEN_STARTS_MILLIS = 1000;
  static final int PAUSE_AFTER_FAILED_SPAWN_MILLIS = 10_000;
  static final int RETRY_PIPE_MILLIS = 3000;
  static final int RETRY_UNREADABLE_MILLIS = 4000;
  static final int RETRY_SCAN_MILLIS = 5000;
  static final int RETRY_PRODUCER_MILLIS = 10_000;
  static final int RETRY_ROOM_MILLIS = 60_000;
  static final int LOOK_AT_LOGGERS_MILLIS = 1000;

  /** So long a logger may live on when it has read all there will ever be. */
  static final int LOGGER_GRACE_MILLIS = 5000;

  private SvscanMachine() {}

  /** Fills {@code step} with the answer to {@code event} in state {@code s}. */
  static Step step(
      SvscanState s, SvscanEvent event, long argument, SvscanSettings settings, Step step) {
    step.from(s);
    return switch (event) {
      case REAP -> step.then(COLLECT);
      case SCAN -> askForScan(s, step);
      case PRUNE -> prune(s, Prune.GENTLY, step);
      case PRUNE_FULLY -> prune(s, Prune.FULLY, step);
      case SCAN_AND_PRUNE -> prune(s, Prune.GENTLY, askForScan(s, step));
      case STOP -> stop(s, SIGHUP, step);
      case STOP_FULLY -> stop(s, SIGTERM, step);
      case ABORT -> abort(s, step).to(ENDED).then(LEAVE);
      case UPGRADE -> s.phase == ENDED ? step : step.then(SvscanAction.UPGRADE);
      case UNKNOWN_LETTER -> step.then(WARN_UNKNOWN_LETTER, argument);
      case GOT_HUP, GOT_INT, GOT_TERM, GOT_QUIT -> step.then(RUN_SCRIPT, event.signal);
      case GOT_USR1, GOT_USR2, GOT_PWR, GOT_WINCH -> step.then(RUN_SCRIPT, event.signal);
      case SCAN_TIMER_FIRED -> scan(s, settings, step);
      case START_TIMER_FIRED -> s.phase == RUNNING ? step.then(START) : step;
      case LOGGER_TIMER_FIRED -> s.phase == ENDING ? lookAtLoggers(step) : step;
      case SCAN_FINISHED -> scanFinished(s, step);
      case SCAN_FAILED -> step.then(SET_SCAN_TIMER, RETRY_SCAN_MILLIS);
      case LEFT_OUT_UNREADABLE -> step.then(SET_SCAN_TIMER, RETRY_UNREADABLE_MILLIS);
      case LEFT_OUT_FOR_PIPE -> step.then(SET_SCAN_TIMER, RETRY_PIPE_MILLIS);
      case LEFT_OUT_FOR_PRODUCER -> step.leftOut(true).then(SET_SCAN_TIMER, RETRY_PRODUCER_MILLIS);
      case LEFT_OUT_FOR_ROOM -> step.leftOut(true).then(SET_SCAN_TIMER, RETRY_ROOM_MILLIS);
      case SEEN -> seen(s, step);
      case NOT_SEEN -> notSeen(s, step);
      case JOINED -> hasSupervisor(s) ? step.then(SIGNAL_ONE, SIGHUP) : step;
      case STARTED, TAKEN_OVER -> started(s, step);
      case START_FAILED -> startFailed(s, step);
      case DIED -> died(s, step);
      case STAYED_AT_END -> s.phase == ENDING ? step.then(SIGNAL_ONE, SIGTERM) : step;
      case ALONE -> s.phase == ENDING ? step.to(ENDED).then(LEAVE) : step;
    };
  }

  // ---- commands --------------------------------------------------------------------------------

  private static Step askForScan(SvscanState s, Step step) {
    return s.phase == RUNNING ? step.scanDue(true).then(SET_SCAN_TIMER, 0) : step;
  }

  /** With a scan under way it is for that scan to say who is a stray. */
  private static Step prune(SvscanState s, Prune prune, Step step) {
    if (s.phase != RUNNING) return step;
    if (!step.next.scanDue) return signalStrays(prune, step);
    return s.prune == Prune.FULLY ? step : step.prune(prune);
  }

  private static Step signalStrays(Prune prune, Step step) {
    return switch (prune) {
      case NOTHING -> step;
      case GENTLY -> step.then(SIGNAL_STRAYS, SIGHUP);
      case FULLY -> step.then(SIGNAL_STRAYS, SIGTERM);
    };
  }

  /** A second order while supervisors are ending sends the signals again, or harder ones. */
  private static Step stop(SvscanState s, int loggerSignal, Step step) {
    if (s.phase == ENDED) return step;
    step.then(SIGNAL_ALL, loggerSignal).to(ENDING);
    if (s.phase == ENDING) return step;
    return step.then(CLOSE_OUTPUTS)
        .then(RELEASE_STREAMS)
        .then(SET_LOGGER_TIMER, LOOK_AT_LOGGERS_MILLIS);
  }

  private static Step abort(SvscanState s, Step step) {
    return switch (s.phase) {
      case RUNNING -> step.then(CLOSE_PIPES).then(RELEASE_STREAMS);
      case ENDING -> step.then(CLOSE_PIPES);
      case ENDED -> step;
    };
  }

  /** One that does not end at the end of its input would keep the whole tree waiting for ever. */
  private static Step lookAtLoggers(Step step) {
    return step.then(LOOK_AT_LOGGERS).then(SET_LOGGER_TIMER, LOOK_AT_LOGGERS_MILLIS);
  }

  // ---- scans -----------------------------------------------------------------------------------

  private static Step scan(SvscanState s, SvscanSettings settings, Step step) {
    if (s.phase != RUNNING) return step;
    if (settings.rescanMillis > 0) step.then(SET_SCAN_TIMER, settings.rescanMillis);
    return step.leftOut(false).then(SCAN);
  }

  private static Step scanFinished(SvscanState s, Step step) {
    return signalStrays(s.prune, step.scanDue(false).prune(Prune.NOTHING));
  }

  // ---- one slot --------------------------------------------------------------------------------

  private static boolean hasSupervisor(SvscanState s) {
    return s.slot == Slot.Phase.UP || s.slot == Slot.Phase.STRAY;
  }

  private static Step seen(SvscanState s, Step step) {
    return switch (s.slot) {
      case FREE -> step.slot(Slot.Phase.DOWN).then(AWAIT_START);
      case DOWN, UP -> step;
      case STRAY -> step.slot(Slot.Phase.UP);
    };
  }

  private static Step notSeen(SvscanState s, Step step) {
    return switch (s.slot) {
      case FREE -> impossible(step);
      case DOWN -> forget(s, step);
      case UP, STRAY -> step.slot(Slot.Phase.STRAY);
    };
  }

  private static Step started(SvscanState s, Step step) {
    step.then(PAUSE, PAUSE_BETWEEN_STARTS_MILLIS);
    return s.slot == Slot.Phase.DOWN ? step.slot(Slot.Phase.UP) : impossible(step);
  }

  private static Step startFailed(SvscanState s, Step step) {
    if (s.slot != Slot.Phase.DOWN) return impossible(step);
    return step.then(HOLD_STARTS, PAUSE_AFTER_FAILED_SPAWN_MILLIS).then(AWAIT_START);
  }

  private static Step died(SvscanState s, Step step) {
    return switch (s.slot) {
      case FREE, DOWN -> impossible(step);
      case UP -> s.phase == RUNNING ? retry(step) : step.slot(Slot.Phase.DOWN);
      case STRAY -> forget(s, step);
    };
  }

  private static Step retry(Step step) {
    return step.slot(Slot.Phase.DOWN).then(AWAIT_START);
  }

  private static Step forget(SvscanState s, Step step) {
    step.slot(Slot.Phase.FREE).then(FORGET);
    return s.leftOut && s.phase == RUNNING ? step.then(SET_SCAN_TIMER, 0) : step;
  }

  /** A scanner does not die of surprise. */
  private static Step impossible(Step step) {
    return step.then(WARN_IMPOSSIBLE);
  }
}
