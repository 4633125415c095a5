package s6j.machine.boot;

import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** Keys that are for process 1: ctrl-alt-del becomes INT, the keyboard's request WINCH. */
final class Keyboard {
  private static final byte[] TERMINAL = CString.of("/dev/tty0");
  private static final int INFORMED = 2;

  private final Posix posix;
  private final Messages messages;
  private final long verbosity;

  Keyboard(Posix posix, Messages messages, long verbosity) {
    this.posix = posix;
    this.messages = messages;
    this.verbosity = verbosity;
  }

  void listen() {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOCTTY | OpenFlags.O_CLOEXEC;
    int fd = posix.open(Posix.CWD, TERMINAL, flags, 0);
    if (fd >= 0) {
      int error = posix.signalKeyboardRequests(fd, Signal.SIGWINCH);
      warn("ioctl KDSIGACCEPT on tty0 (kbrequest will not be handled)", error);
      posix.close(fd);
    } else if (fd != -Errno.ENOENT) {
      warn("open tty0 (kbrequest will not be handled)", fd);
    } else if (verbosity >= INFORMED) {
      messages.info().text("headless system detected").end();
    }
    warn("trap ctrl-alt-del", posix.reboot(Posix.RB_DISABLE_CAD));
  }

  private void warn(String what, int error) {
    if (error < 0 && verbosity > 0) messages.unableTo(what, error);
  }
}
