package s6j.svscan;

import s6j.cli.Messages;
import s6j.formats.ScanDirectory;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** What the scanner becomes at its end (s6-svscan page, "finish" and "crash"). */
final class LastProgram {
  private final Posix posix;
  private final Messages messages;

  LastProgram(Posix posix, Messages messages) {
    this.posix = posix;
    this.messages = messages;
  }

  /**
   * Becomes .s6-svscan/finish, in the scan directory; without one the exit code 0. If it cannot be
   * executed, becomes .s6-svscan/crash, which must not fail: else the exit code 126 or 127.
   */
  int run() {
    int error = become(ScanDirectory.FINISH);
    if (error == -Errno.ENOENT) return 0;
    messages.warning().unableTo("exec finish script ").bytes(ScanDirectory.FINISH).end(error);
    messages.warning().text("executing into ").bytes(ScanDirectory.CRASH).end();
    int worse = become(ScanDirectory.CRASH);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(ScanDirectory.CRASH)
        .exit(Executable.exitCode(worse), worse);
  }

  /** With signals as other programs get them; what is said afterwards must not end this one. */
  private int become(byte[] program) {
    posix.defaultSignal(Signal.SIGPIPE);
    int error = posix.exec(program, new byte[][] {program}, null);
    posix.ignoreSignal(Signal.SIGPIPE);
    return error;
  }
}
