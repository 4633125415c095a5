package s6j.client;

import s6j.formats.ControlLetter;

/** The signals that a supervisor sends to its service when told so. */
public enum Signal {
  /** SIGALRM. */
  ALRM(ControlLetter.ALRM),
  /** SIGABRT. */
  ABRT(ControlLetter.ABRT),
  /** SIGQUIT. */
  QUIT(ControlLetter.QUIT),
  /** SIGHUP, by which many daemons read their configuration anew. */
  HUP(ControlLetter.HUP),
  /** SIGKILL. */
  KILL(ControlLetter.KILL),
  /** SIGTERM. */
  TERM(ControlLetter.TERM),
  /** SIGINT. */
  INT(ControlLetter.INT),
  /** SIGUSR1. */
  USR1(ControlLetter.USR1),
  /** SIGUSR2. */
  USR2(ControlLetter.USR2),
  /** SIGSTOP. */
  STOP(ControlLetter.STOP),
  /** SIGCONT. */
  CONT(ControlLetter.CONT),
  /** SIGWINCH. */
  WINCH(ControlLetter.WINCH);

  final char letter;

  Signal(ControlLetter letter) {
    this.letter = letter.letter;
  }
}
