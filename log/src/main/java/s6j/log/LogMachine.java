package s6j.log;

import static s6j.log.LogAction.AWAIT_LINE;
import static s6j.log.LogAction.CLOSE_DIRECTORIES;
import static s6j.log.LogAction.CLOSE_INPUT;
import static s6j.log.LogAction.END_LINE;
import static s6j.log.LogAction.ROTATE_ALL;
import static s6j.log.LogAction.WARN;
import static s6j.log.LogState.CLOSING;
import static s6j.log.LogState.DRAINING;
import static s6j.log.LogState.ENDED;
import static s6j.log.LogState.LAST_LINE;
import static s6j.log.LogState.READING;

/**
 * What a logger does about signals and the end of its input (s6-log page, Signals;
 * docs/specification/s6.md, E.4).
 */
final class LogMachine {
  private LogMachine() {}

  /** What is decided: the next state and the orders, in order. */
  static final class Step {
    private static final int MOST_ACTIONS = 4;

    LogState state;
    final LogAction[] actions = new LogAction[MOST_ACTIONS];
    int count;

    Step to(LogState next) {
      state = next;
      count = 0;
      return this;
    }

    Step then(LogAction action) {
      actions[count++] = action;
      return this;
    }
  }

  /**
   * Judges an event.
   *
   * @param partialLine whether the bytes read so far end in the middle of a line
   * @param ignoresTerm option -p
   */
  static Step step(
      LogState state, LogEvent event, boolean partialLine, boolean ignoresTerm, Step step) {
    return switch (state) {
      case READING -> onReading(event, partialLine, ignoresTerm, step);
      case LAST_LINE -> onLastLine(event, partialLine, step);
      case DRAINING -> onDraining(event, step);
      case CLOSING -> onClosing(event, step);
      case ENDED -> cannotHappen(ENDED, step);
    };
  }

  private static Step onReading(
      LogEvent event, boolean partialLine, boolean ignoresTerm, Step step) {
    return switch (event) {
      case END_OF_INPUT -> stop(partialLine, step);
      case TERM -> ignoresTerm ? step.to(READING) : onOrderToStop(partialLine, step);
      case HUP -> onOrderToStop(partialLine, step);
      case ALARM -> step.to(READING).then(ROTATE_ALL);
      case LINE_ENDED, LINE_GIVEN_UP, ALL_WRITTEN, ALL_CLOSED -> cannotHappen(READING, step);
    };
  }

  /** Between two lines there is nothing to wait for: what the pipe holds is for the next logger. */
  private static Step onOrderToStop(boolean partialLine, Step step) {
    return partialLine ? step.to(LAST_LINE).then(AWAIT_LINE) : step.to(DRAINING).then(CLOSE_INPUT);
  }

  private static Step onLastLine(LogEvent event, boolean partialLine, Step step) {
    return switch (event) {
      case END_OF_INPUT, LINE_GIVEN_UP -> stop(partialLine, step);
      case LINE_ENDED -> step.to(DRAINING).then(CLOSE_INPUT);
      case TERM, HUP -> step.to(LAST_LINE);
      case ALARM -> step.to(LAST_LINE).then(ROTATE_ALL);
      case ALL_WRITTEN, ALL_CLOSED -> cannotHappen(LAST_LINE, step);
    };
  }

  private static Step stop(boolean partialLine, Step step) {
    step.to(DRAINING);
    if (partialLine) step.then(END_LINE);
    return step.then(CLOSE_INPUT);
  }

  private static Step onDraining(LogEvent event, Step step) {
    return switch (event) {
      case TERM, HUP, ALARM -> step.to(DRAINING);
      case ALL_WRITTEN -> step.to(CLOSING).then(CLOSE_DIRECTORIES);
      case END_OF_INPUT, LINE_ENDED, LINE_GIVEN_UP, ALL_CLOSED -> cannotHappen(DRAINING, step);
    };
  }

  private static Step onClosing(LogEvent event, Step step) {
    return switch (event) {
      case TERM, HUP, ALARM -> step.to(CLOSING);
      case ALL_CLOSED -> step.to(ENDED);
      case END_OF_INPUT, LINE_ENDED, LINE_GIVEN_UP, ALL_WRITTEN -> cannotHappen(CLOSING, step);
    };
  }

  private static Step cannotHappen(LogState state, Step step) {
    return step.to(state).then(WARN);
  }
}
