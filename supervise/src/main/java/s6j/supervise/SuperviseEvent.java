package s6j.supervise;

import static s6j.posix.Signal.*;

import s6j.posix.WaitStatus;

/**
 * What happens to a supervisor: a letter from supervise/control (s6-svc page), a signal, or a fact
 * about its children and its timer.
 */
enum SuperviseEvent {
  SEND_ALRM('a', SIGALRM),
  SEND_ABRT('b', SIGABRT),
  SEND_QUIT('q', SIGQUIT),
  SEND_HUP('h', SIGHUP),
  SEND_KILL('k', SIGKILL),
  SEND_TERM('t', SIGTERM),
  SEND_INT('i', SIGINT),
  SEND_USR1('1', SIGUSR1),
  SEND_USR2('2', SIGUSR2),
  SEND_WINCH('y', SIGWINCH),
  PAUSE('p', SIGSTOP),
  CONTINUE('c', SIGCONT),
  PAUSE_GROUP('P', SIGSTOP),
  CONTINUE_GROUP('C', SIGCONT),
  KILL_GROUP('K', SIGKILL),
  RESTART('r'),
  RELOAD('l'),
  ONCE('o'),
  ONCE_AT_MOST('O'),
  ONCE_AT_MOST_FOR_GOOD('Q'),
  DOWN('d'),
  DOWN_FOR_GOOD('D'),
  UP('u'),
  UP_FOR_GOOD('U'),
  EXIT('x'),

  /** Signals that the supervisor itself got. */
  GOT_TERM,
  GOT_HUP,
  GOT_QUIT,
  GOT_INT,

  /**
   * An earlier supervisor left a run or finish that this one goes on with; {@link Settings#found}
   * is how.
   */
  ADOPTED,

  /** Run sent a newline to its notification descriptor, for the first time. */
  NOTIFIED,

  /** Run died, or finish did. */
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

  private static final int PERMANENT_FAILURE = 125;

  SuperviseEvent() {
    this('\0', 0);
  }

  SuperviseEvent(char letter) {
    this(letter, 0);
  }

  SuperviseEvent(char letter, int signal) {
    this.letter = letter;
    this.signal = signal;
  }

  /** The meaning of a byte from the control fifo; null if it has none. */
  static SuperviseEvent ofLetter(int letter) {
    return switch (letter) {
      case 'a' -> SEND_ALRM;
      case 'b' -> SEND_ABRT;
      case 'q' -> SEND_QUIT;
      case 'h' -> SEND_HUP;
      case 'k' -> SEND_KILL;
      case 't' -> SEND_TERM;
      case 'i' -> SEND_INT;
      case '1' -> SEND_USR1;
      case '2' -> SEND_USR2;
      case 'y' -> SEND_WINCH;
      case 'p' -> PAUSE;
      case 'c' -> CONTINUE;
      case 'P' -> PAUSE_GROUP;
      case 'C' -> CONTINUE_GROUP;
      case 'K' -> KILL_GROUP;
      case 'r' -> RESTART;
      case 'l' -> RELOAD;
      case 'o' -> ONCE;
      case 'O' -> ONCE_AT_MOST;
      case 'Q' -> ONCE_AT_MOST_FOR_GOOD;
      case 'd' -> DOWN;
      case 'D' -> DOWN_FOR_GOOD;
      case 'u' -> UP;
      case 'U' -> UP_FOR_GOOD;
      case 'x' -> EXIT;
      default -> null;
    };
  }

  /** The meaning of a signal to the supervisor; null if it has none. */
  static SuperviseEvent ofSignal(int signal) {
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
