package s6j.svc.ftrig;

import s6j.posix.Posix;
import s6j.posix.Signal;

/**
 * Signals of a program that waits: what would end it is noticed instead, so that no fifo is left
 * behind; dead children are collected.
 */
public final class SignalTrap {
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD)
          | Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGHUP)
          | Signal.bit(Signal.SIGQUIT);

  private final Posix posix;
  private final int[] status = new int[1];
  private int fd = -1;

  public SignalTrap(Posix posix) {
    this.posix = posix;
  }

  /** The descriptor to poll, or the negated errno. */
  public int set() {
    if (fd < 0) fd = posix.signals(SIGNALS);
    return fd;
  }

  public int descriptor() {
    return fd;
  }

  /** Takes what has come: the signal that shall end the program, or 0. */
  public int take() {
    for (int signal = posix.nextSignal(fd); signal > 0; signal = posix.nextSignal(fd)) {
      if (signal != Signal.SIGCHLD) return signal;
      reap();
    }
    return 0;
  }

  public void close() {
    if (fd >= 0) posix.close(fd);
    fd = -1;
  }

  private void reap() {
    int pid = 1;
    while (pid > 0) pid = posix.waitpid(-1, status, Posix.WNOHANG);
  }
}
