package s6j.supervise;

import static s6j.posix.Signal.*;

import org.jspecify.annotations.Nullable;
import s6j.formats.ControlLetter;
import s6j.posix.WaitStatus;

/**
 * What happens to a supervisor: a letter from supervise/control (s6-svc page), a signal, or a fact
 * about its children and its timer. The argument of an event is 0 where nothing else is said.
 */
enum SuperviseEvent {
  SEND_ALRM(ControlLetter.ALRM),
  SEND_ABRT(ControlLetter.ABRT),
  SEND_QUIT(ControlLetter.QUIT),
  SEND_HUP(ControlLetter.HUP),
  SEND_KILL(ControlLetter.KILL),
  SEND_TERM(ControlLetter.TERM),
  SEND_INT(ControlLetter.INT),
  SEND_USR1(ControlLetter.USR1),
  SEND_USR2(ControlLetter.USR2),
  SEND_WINCH(ControlLetter.WINCH),
  PAUSE(ControlLetter.STOP),
  CONTINUE(ControlLetter.CONT),
  PAUSE_GROUP(ControlLetter.STOP_GROUP),
  CONTINUE_GROUP(ControlLetter.CONT_GROUP),
  KILL_GROUP(ControlLetter.KILL_GROUP),
  RESTART(ControlLetter.RESTART),
  RELOAD(ControlLetter.RELOAD),
  ONCE(ControlLetter.ONCE),
  ONCE_AT_MOST(ControlLetter.ONCE_AT_MOST),
  ONCE_AT_MOST_FOR_GOOD(ControlLetter.ONCE_AT_MOST_FOR_GOOD),
  DOWN(ControlLetter.DOWN),
  DOWN_FOR_GOOD(ControlLetter.DOWN_FOR_GOOD),
  UP(ControlLetter.UP),
  UP_FOR_GOOD(ControlLetter.UP_FOR_GOOD),
  EXIT(ControlLetter.EXIT),
  UPGRADE(ControlLetter.UPGRADE),

  /** Signals that the supervisor itself got. */
  GOT_TERM,
  GOT_HUP,
  GOT_QUIT,
  GOT_INT,

  /**
   * An earlier supervisor left a run or finish that this one goes on with; {@link Settings#found}
   * is how. Its argument is how many milliseconds the timer has still to go, or {@link #NO_TIMER}.
   */
  ADOPTED,

  /** Run sent a newline to its notification descriptor, for the first time. */
  NOTIFIED,

  /** Run died, or finish did. Its argument is how many milliseconds run was up; 0 for finish. */
  CHILD_EXITED,

  /** The same with exit code 125, of which finish makes "never again". */
  CHILD_EXITED_125,
  TIMER_FIRED,

  /** What became of the order to start run. */
  RUN_STARTED,
  RUN_FAILED,

  /** It cannot be started as it is configured, and another try would be in vain. */
  RUN_REFUSED,

  /** What became of the order to start finish; to have none is a failure too. */
  FINISH_STARTED,
  FINISH_FAILED;

  /** 0: not from the control fifo. */
  final char letter;

  /** What the letter sends; 0 if that is no matter of the letter alone. */
  final int signal;

  /** The timer was not set. */
  static final int NO_TIMER = -1;

  private static final int PERMANENT_FAILURE = 125;
  private static final SuperviseEvent[] BY_LETTER = byLetter();

  SuperviseEvent() {
    letter = 0;
    signal = 0;
  }

  SuperviseEvent(ControlLetter command) {
    letter = command.letter;
    signal = command.signal;
  }

  /** The meaning of a byte from the control fifo; null if it has none. */
  static @Nullable SuperviseEvent ofLetter(int letter) {
    return letter > 0 && letter < BY_LETTER.length ? BY_LETTER[letter] : null;
  }

  private static SuperviseEvent[] byLetter() {
    SuperviseEvent[] events = new SuperviseEvent[128];
    for (SuperviseEvent event : values()) if (event.letter != 0) events[event.letter] = event;
    return events;
  }

  /** The meaning of a signal to the supervisor; null if it has none. */
  static @Nullable SuperviseEvent ofSignal(int signal) {
    return switch (signal) {
      case SIGTERM -> GOT_TERM;
      case SIGHUP -> GOT_HUP;
      case SIGQUIT -> GOT_QUIT;
      case SIGINT -> GOT_INT;
      default -> null;
    };
  }

  /** The meaning of the child's raw wait status. */
  static SuperviseEvent ofExit(int waitStatus) {
    boolean permanent =
        WaitStatus.exited(waitStatus) && WaitStatus.exitCode(waitStatus) == PERMANENT_FAILURE;
    return permanent ? CHILD_EXITED_125 : CHILD_EXITED;
  }
}
