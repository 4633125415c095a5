package s6j.svscan;

import static s6j.posix.OpenFlags.*;

import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Posix;

/** The scanner's own standard input, output and error. */
final class StandardStreams {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final byte[] DEV_NULL = CString.of("/dev/null");

  private final Posix posix;
  private final Messages messages;
  private final int console;

  /** {@code console} holds the console while a catch-all logger has the streams, or is -1. */
  StandardStreams(Posix posix, Messages messages, int console) {
    this.posix = posix;
    this.messages = messages;
    this.console = console;
  }

  /**
   * The scanner's own end of the catch-all logger's fifo would keep the logger from ending
   * (s6-svscan page, -X): output and error leave it, for the console if there is one.
   */
  void release(boolean hasCatchAll) {
    if (hasCatchAll) redirectToNothing();
    if (console < 0) return;
    int restored = posix.dup2(console, STDERR);
    if (restored >= 0) {
      posix.close(console);
      restored = posix.dup2(STDERR, STDOUT);
    }
    if (restored < 0) messages.warning().unableTo("restore stdout").end(restored);
  }

  private void redirectToNothing() {
    int nothing = posix.open(Posix.CWD, DEV_NULL, O_WRONLY | O_CLOEXEC, 0);
    int moved = nothing < 0 ? nothing : posix.dup2(nothing, STDOUT);
    if (moved >= 0) moved = posix.dup2(nothing, STDERR);
    if (nothing > STDERR) posix.close(nothing);
    if (moved < 0) messages.warning().unableTo("redirect stdout and stderr").end(moved);
  }
}
