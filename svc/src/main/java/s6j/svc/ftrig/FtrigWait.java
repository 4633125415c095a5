package s6j.svc.ftrig;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-ftrig-wait: waits for events that match, and prints them. */
public final class FtrigWait {
  private FtrigWait() {}

  public static Program declaration() {
    return FtrigOptions.declare(
        new Program(
            "s6-ftrig-wait",
            "ftrig-wait",
            "[ -t timeout ] fifodir regexp",
            "waits for events that match a regular expression",
            FtrigWait::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    long deadline = FtrigOptions.deadline(posix, line);
    if (line.refused()) return line.exitCode();
    byte[] pattern = line.operand(1);
    EventWait wait = new EventWait(posix, 1);
    int code = FtrigOptions.subscribe(posix, messages, wait, line.operand(0), pattern);
    if (code != 0) return code;
    Subscription subscription = wait.get(0);
    int failure = wait.await(false, deadline);
    wait.end(0);
    if (failure < 0) return explain(messages, pattern, failure);
    return FtrigOptions.print(posix, messages, subscription);
  }

  private static int explain(Messages messages, byte[] pattern, int failure) {
    int code = failure == -Errno.ETIMEDOUT ? ExitCode.TIMED_OUT : ExitCode.SYSTEM;
    return messages.fatal().unableTo("match regexp on ").bytes(pattern).exit(code, failure);
  }
}
