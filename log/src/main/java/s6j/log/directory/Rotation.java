package s6j.log.directory;

import static s6j.log.directory.RotationStep.ABANDON_PREVIOUS;
import static s6j.log.directory.RotationStep.ARCHIVE_PREVIOUS;
import static s6j.log.directory.RotationStep.ARCHIVE_PROCESSED;
import static s6j.log.directory.RotationStep.AWAIT_PROCESSOR;
import static s6j.log.directory.RotationStep.CLOSED;
import static s6j.log.directory.RotationStep.DISCARD_PROCESSED;
import static s6j.log.directory.RotationStep.DROP_PREVIOUS;
import static s6j.log.directory.RotationStep.IDLE;
import static s6j.log.directory.RotationStep.MARK_LAST;
import static s6j.log.directory.RotationStep.MARK_PREVIOUS;
import static s6j.log.directory.RotationStep.MARK_PROCESSED;
import static s6j.log.directory.RotationStep.OPEN_CURRENT;
import static s6j.log.directory.RotationStep.REMOVE_PREVIOUS;
import static s6j.log.directory.RotationStep.REMOVE_PROCESSED;
import static s6j.log.directory.RotationStep.RENAME_CURRENT;
import static s6j.log.directory.RotationStep.RENAME_STATE;
import static s6j.log.directory.RotationStep.RUN_PROCESSOR;
import static s6j.log.directory.RotationStep.SET_ASIDE;
import static s6j.log.directory.RotationStep.SYNC_CURRENT;
import static s6j.log.directory.RotationStep.SYNC_LAST;
import static s6j.log.directory.RotationStep.SYNC_STATE;
import static s6j.log.directory.RotationStep.TRIM_ARCHIVES;

/** The order of a directory's steps: each is tried until it succeeds, then the next one is. */
public final class Rotation {
  private Rotation() {}

  /** A fact about one directory. */
  public enum Event {
    /** The size, the period or SIGALRM asks for a rotation. */
    ROTATE,
    /** The step has been performed. */
    DONE,
    FAILED,
    /** It is time to try again. */
    TIMER,
    PROCESSOR_SUCCEEDED,
    PROCESSOR_FAILED,
    /** The logger ends. */
    CLOSE
  }

  /** An order about the step decided on. */
  public enum Order {
    NOTHING,
    PERFORM,
    RETRY_LATER,
    /** Something impossible happened; go on. */
    WARN
  }

  /** What is decided. */
  public static final class Answer {
    public RotationStep step;
    public Order order;

    Answer of(RotationStep next, Order what) {
      step = next;
      order = what;
      return this;
    }
  }

  /**
   * Judges an event.
   *
   * @param hasProcessor whether a processor is set for the directory
   * @param leaving whether the logger is on its way out, where a failing processor is not retried
   */
  public static Answer next(
      RotationStep step, Event event, boolean hasProcessor, boolean leaving, Answer answer) {
    return switch (step) {
      case IDLE -> onIdle(event, answer);
      case AWAIT_PROCESSOR -> onProcessor(event, leaving, answer);
      case RUN_PROCESSOR ->
          event == Event.FAILED && leaving
              ? answer.of(DISCARD_PROCESSED, Order.PERFORM)
              : onStep(step, event, hasProcessor, answer);
      case CLOSED -> answer.of(CLOSED, event == Event.ROTATE ? Order.NOTHING : Order.WARN);
      default -> onStep(step, event, hasProcessor, answer);
    };
  }

  private static Answer onIdle(Event event, Answer answer) {
    return switch (event) {
      case ROTATE -> answer.of(SYNC_CURRENT, Order.PERFORM);
      case CLOSE -> answer.of(SYNC_LAST, Order.PERFORM);
      case DONE, FAILED, TIMER, PROCESSOR_SUCCEEDED, PROCESSOR_FAILED ->
          answer.of(IDLE, Order.WARN);
    };
  }

  private static Answer onProcessor(Event event, boolean leaving, Answer answer) {
    return switch (event) {
      case PROCESSOR_SUCCEEDED -> answer.of(MARK_PROCESSED, Order.PERFORM);
      case PROCESSOR_FAILED ->
          leaving
              ? answer.of(DISCARD_PROCESSED, Order.PERFORM)
              : answer.of(RUN_PROCESSOR, Order.RETRY_LATER);
      case ROTATE, CLOSE -> answer.of(AWAIT_PROCESSOR, Order.NOTHING);
      case DONE, FAILED, TIMER -> answer.of(AWAIT_PROCESSOR, Order.WARN);
    };
  }

  private static Answer onStep(
      RotationStep step, Event event, boolean hasProcessor, Answer answer) {
    return switch (event) {
      case DONE -> {
        RotationStep next = successor(step, hasProcessor);
        yield answer.of(next, isPerformed(next) ? Order.PERFORM : Order.NOTHING);
      }
      case FAILED -> answer.of(step, Order.RETRY_LATER);
      case TIMER -> answer.of(step, Order.PERFORM);
      case ROTATE, CLOSE -> answer.of(step, Order.NOTHING);
      case PROCESSOR_SUCCEEDED, PROCESSOR_FAILED -> answer.of(step, Order.WARN);
    };
  }

  /** Whether the step is work to do, not a state to rest in. */
  static boolean isPerformed(RotationStep step) {
    return step != IDLE && step != AWAIT_PROCESSOR && step != CLOSED;
  }

  /**
   * Whether lines may be appended to the open file: not while it is already named previous, and not
   * once it is being finalized.
   */
  static boolean takesLines(RotationStep step) {
    return step != OPEN_CURRENT && step != SYNC_LAST && step != MARK_LAST && step != CLOSED;
  }

  private static RotationStep successor(RotationStep step, boolean hasProcessor) {
    return switch (step) {
      case SYNC_CURRENT -> SET_ASIDE;
      case SET_ASIDE -> RENAME_CURRENT;
      case RENAME_CURRENT -> OPEN_CURRENT;
      case OPEN_CURRENT -> MARK_PREVIOUS;
      case MARK_PREVIOUS -> hasProcessor ? RUN_PROCESSOR : ARCHIVE_PREVIOUS;
      case ARCHIVE_PREVIOUS, ABANDON_PREVIOUS -> REMOVE_PREVIOUS;
      case RUN_PROCESSOR -> AWAIT_PROCESSOR;
      case MARK_PROCESSED -> SYNC_STATE;
      case SYNC_STATE -> DROP_PREVIOUS;
      case DROP_PREVIOUS -> RENAME_STATE;
      case RENAME_STATE -> ARCHIVE_PROCESSED;
      case ARCHIVE_PROCESSED -> REMOVE_PROCESSED;
      case DISCARD_PROCESSED -> ABANDON_PREVIOUS;
      case REMOVE_PREVIOUS, REMOVE_PROCESSED -> TRIM_ARCHIVES;
      case SYNC_LAST -> MARK_LAST;
      case MARK_LAST, CLOSED -> CLOSED;
      case IDLE, AWAIT_PROCESSOR, TRIM_ARCHIVES -> IDLE;
    };
  }
}
