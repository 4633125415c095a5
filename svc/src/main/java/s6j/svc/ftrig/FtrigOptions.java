package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** What s6-ftrig-wait, s6-ftrig-listen and s6-ftrig-listen1 have in common. */
final class FtrigOptions {
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "timeout", "give up after this many milliseconds; 0 is never")
          .complaint("timeout must be an unsigned integer");

  private FtrigOptions() {}

  static Program declare(Program program) {
    return program.options(TIMEOUT);
  }

  /** When the timeout is over; looks at its value, behind the operands as in s6. */
  static long deadline(Posix posix, Line line) {
    return Timeout.deadline(posix, line.number(TIMEOUT, 0));
  }

  /** Subscribes at a fifodir for a regular expression: 0, or 111 once it has said why not. */
  static int subscribe(
      Posix posix, Messages messages, EventWait wait, byte[] fifodir, byte[] pattern) {
    int regex = Regex.compile(posix, messages, pattern);
    if (regex < 0) return wait.end(ExitCode.SYSTEM);
    // An empty name would be the root directory; s6 refuses it so.
    int answer = CString.length(fifodir) == 0 ? -Errno.EPROTO : wait.subscribe(fifodir, regex);
    if (answer >= 0) return 0;
    messages.fatal().unableTo("subscribe to ").bytes(fifodir).text(" with regexp ").bytes(pattern);
    return wait.end(messages.exit(ExitCode.SYSTEM, answer));
  }

  /** Says why a wait for a program's event failed: the exit code, 1 for a timeout. */
  static int explain(Messages messages, int failure) {
    int code = failure == -Errno.ETIMEDOUT ? 1 : ExitCode.SYSTEM;
    return messages.fatal().unableTo("get expected event").exit(code, failure);
  }

  /** Prints all that a subscription heard: 0 or 111. */
  static int print(Posix posix, Messages messages, Subscription subscription) {
    byte[] heard = subscription.heard();
    return new Output(posix, 1, 4096).bytes(heard, 0, heard.length).line().finish(messages, 0);
  }
}
