package s6j.log.loop;

import static s6j.log.loop.LogAction.AWAIT_LINE;
import static s6j.log.loop.LogAction.CLOSE_DIRECTORIES;
import static s6j.log.loop.LogAction.CLOSE_INPUT;
import static s6j.log.loop.LogAction.END_LINE;
import static s6j.log.loop.LogAction.ROTATE_ALL;
import static s6j.log.loop.LogAction.WARN;
import static s6j.log.loop.LogState.CLOSING;
import static s6j.log.loop.LogState.DRAINING;
import static s6j.log.loop.LogState.ENDED;
import static s6j.log.loop.LogState.LAST_LINE;
import static s6j.log.loop.LogState.READING;

import s6j.log.script.LogSettings;

/**
 * What a logger does about signals and the end of its input (s6-log page, Signals;
 * docs/specification/s6.md, E.4).
 */
public final class LogMachine {
  private LogMachine() {}

  /** What is decided: the next state and the orders, in order. */
  public static final class Step {
    private static final int MOST_ACTIONS = 4;

    public LogState next;
    public final LogAction[] actions = new LogAction[MOST_ACTIONS];
    public int count;

    Step to(LogState state) {
      next = state;
      count = 0;
      return this;
    }

    Step then(LogAction action) {
      actions[count++] = action;
      return this;
    }
  }

  /** Fills {@code step} with the answer to {@code event} in a state. */
  public static Step step(
      LogState state, LogEvent event, long argument, LogSettings settings, Step step) {
    boolean partialLine = argument != 0;
    return switch (state) {
      case READING -> onReading(event, partialLine, settings.ignoresTerm, step);
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
