package s6j.formats;

import org.jspecify.annotations.Nullable;
import s6j.posix.Signal;

/**
 * The letters that a supervisor takes from supervise/control (docs/specification/s6.md, s6-svc):
 * s6-svc has an option of each, and s6-supervise an event.
 */
public enum ControlLetter {
  ALRM('a', Signal.SIGALRM),
  ABRT('b', Signal.SIGABRT),
  QUIT('q', Signal.SIGQUIT),
  HUP('h', Signal.SIGHUP),
  KILL('k', Signal.SIGKILL),
  TERM('t', Signal.SIGTERM),
  INT('i', Signal.SIGINT),
  USR1('1', Signal.SIGUSR1),
  USR2('2', Signal.SIGUSR2),
  STOP('p', Signal.SIGSTOP),
  CONT('c', Signal.SIGCONT),
  WINCH('y', Signal.SIGWINCH),
  RESTART('r'),
  ONCE('o'),
  DOWN('d'),
  UP('u'),
  DOWN_FOR_GOOD('D'),
  UP_FOR_GOOD('U'),
  EXIT('x'),
  ONCE_AT_MOST('O'),
  RELOAD('l'),
  STOP_GROUP('P', Signal.SIGSTOP),
  CONT_GROUP('C', Signal.SIGCONT),
  KILL_GROUP('K', Signal.SIGKILL),
  ONCE_AT_MOST_FOR_GOOD('Q'),

  /** An extension: the supervisor executes its new image in place. */
  UPGRADE('e');

  /** So many, the first, s6-instance-control sends as well as s6-svc. */
  public static final int TO_INSTANCES = ONCE_AT_MOST.ordinal() + 1;

  public final char letter;

  /** What the letter has sent; 0 if that is no matter of the letter alone. */
  public final int signal;

  ControlLetter(char letter) {
    this(letter, 0);
  }

  ControlLetter(char letter, int signal) {
    this.letter = letter;
    this.signal = signal;
  }

  /** The letter that has a signal sent to the process, or null. */
  public static @Nullable ControlLetter ofSignal(int signal) {
    for (ControlLetter one : values())
      if (signal != 0 && one.signal == signal && one.ordinal() < TO_INSTANCES) return one;
    return null;
  }
}
