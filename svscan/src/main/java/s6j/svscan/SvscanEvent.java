package s6j.svscan;

import static s6j.posix.Signal.*;

import org.jspecify.annotations.Nullable;

/**
 * What happens to a scanner: a letter from .s6-svscan/control (s6-svscanctl page), a signal
 * (s6-svscan page), or a fact about scans, supervisors and timers. The argument of an event is 0
 * where nothing else is said.
 */
enum SvscanEvent {
  REAP('z'),
  SCAN('a'),

  /** Ends what the last scan did not see; loggers with HUP. */
  PRUNE('n'),

  /** The same, loggers with TERM. */
  PRUNE_FULLY('N'),
  SCAN_AND_PRUNE('h'),
  STOP('t'),
  STOP_FULLY('q'),
  ABORT('b'),
  UPGRADE('U'),

  /** Its argument is the letter. */
  UNKNOWN_LETTER,

  /** Signals for which there may be a script. */
  GOT_HUP(SIGHUP, SCAN_AND_PRUNE),
  GOT_INT(SIGINT, STOP),
  GOT_TERM(SIGTERM, STOP),
  GOT_QUIT(SIGQUIT, STOP_FULLY),
  GOT_USR1(SIGUSR1, null),
  GOT_USR2(SIGUSR2, null),
  GOT_PWR(SIGPWR, null),
  GOT_WINCH(SIGWINCH, null),

  SCAN_TIMER_FIRED,
  START_TIMER_FIRED,
  LOGGER_TIMER_FIRED,

  /**
   * What became of the order to scan: every entry was looked at, or the directory is unreadable.
   */
  SCAN_FINISHED,
  SCAN_FAILED,

  /** A scan had to leave out an entry: it cannot be looked at, */
  LEFT_OUT_UNREADABLE,

  /** there are no descriptors for its pipe, */
  LEFT_OUT_FOR_PIPE,

  /** the logger's former producer still lives, */
  LEFT_OUT_FOR_PRODUCER,

  /** or there are too many services. */
  LEFT_OUT_FOR_ROOM,

  /** About one slot: whether a scan found the directory, */
  SEEN,
  NOT_SEEN,

  /** it was given a pipe to read from, */
  JOINED,

  /** and what became of its supervisor. */
  STARTED,

  /** It lives already: an earlier scanner started it. */
  TAKEN_OVER,
  START_FAILED,
  DIED,

  /** Its logger has read all that there will be, has been given time to end, and lives. */
  STAYED_AT_END,

  /** No supervisor is left. */
  ALONE;

  /** 0: not from the control fifo. */
  final char letter;

  /** 0: no signal that may have a script. */
  final int signal;

  /** What the signal means without a script; null for nothing. */
  final SvscanEvent builtIn;

  SvscanEvent() {
    this('\0', 0, null);
  }

  SvscanEvent(char letter) {
    this(letter, 0, null);
  }

  SvscanEvent(int signal, @Nullable SvscanEvent builtIn) {
    this('\0', signal, builtIn);
  }

  SvscanEvent(char letter, int signal, @Nullable SvscanEvent builtIn) {
    this.letter = letter;
    this.signal = signal;
    this.builtIn = builtIn;
  }

  /** The meaning of a byte from the control fifo. */
  static SvscanEvent ofLetter(int letter) {
    return switch (letter) {
      case 'z' -> REAP;
      case 'a' -> SCAN;
      case 'n' -> PRUNE;
      case 'N' -> PRUNE_FULLY;
      case 'h' -> SCAN_AND_PRUNE;
      case 't', 'i' -> STOP;
      case 'q' -> STOP_FULLY;
      case 'b' -> ABORT;
      case 'U' -> UPGRADE;
      default -> UNKNOWN_LETTER;
    };
  }

  /** The meaning of a signal, but for SIGCHLD, to the scanner; null if it has none. */
  static @Nullable SvscanEvent ofSignal(int signal) {
    return switch (signal) {
      case SIGALRM -> SCAN;
      case SIGABRT -> ABORT;
      case SIGHUP -> GOT_HUP;
      case SIGINT -> GOT_INT;
      case SIGTERM -> GOT_TERM;
      case SIGQUIT -> GOT_QUIT;
      case SIGUSR1 -> GOT_USR1;
      case SIGUSR2 -> GOT_USR2;
      case SIGPWR -> GOT_PWR;
      case SIGWINCH -> GOT_WINCH;
      default -> null;
    };
  }
}
