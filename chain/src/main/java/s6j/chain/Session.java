package s6j.chain;

import static s6j.posix.OpenFlags.*;

import s6j.cli.ExitCode;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A new session, or a new process group in the background or foreground of the old one. */
final class Session implements Deed {
  private static final byte[] TERMINAL = CString.of("/dev/tty");

  /** A process group and no session. */
  boolean onlyGroup;

  /** The group gets the terminal. */
  boolean foreground;

  /** It gets the terminal even from the group that has it. */
  boolean grabs;

  /** A failure ends the chain. */
  boolean strict;

  boolean silent;

  /** The descriptor of the terminal; -1 for /dev/tty. */
  int terminal = -1;

  @Override
  public int perform(Chain chain) {
    if (!onlyGroup) return check(chain, "setsid", chain.posix.setsid());
    int fd = terminal;
    if (foreground && fd < 0) {
      fd = chain.posix.open(Posix.CWD, TERMINAL, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
      if (fd < 0)
        return chain.messages.fatal().unableTo("open ").bytes(TERMINAL).exit(ExitCode.SYSTEM, fd);
    }
    int code = check(chain, "setpgid", chain.posix.setpgid(0, 0));
    return code == GO_ON && foreground ? takeTerminal(chain, fd) : code;
  }

  private int takeTerminal(Chain chain, int fd) {
    boolean restores = grabs && chain.posix.isIgnored(Signal.SIGTTOU) == 0;
    if (grabs) chain.posix.ignoreSignal(Signal.SIGTTOU);
    int answer = chain.posix.setForegroundGroup(fd, chain.posix.getpid());
    if (restores) chain.posix.defaultSignal(Signal.SIGTTOU);
    return check(chain, "tcsetpgrp", answer);
  }

  private int check(Chain chain, String what, int answer) {
    if (answer >= 0) return GO_ON;
    if (strict) return chain.messages.fatal().unableTo(what).exit(ExitCode.SYSTEM, answer);
    if (!silent) chain.messages.warning().unableTo(what).end(answer);
    return GO_ON;
  }
}
