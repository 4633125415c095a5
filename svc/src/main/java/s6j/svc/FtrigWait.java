package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Program;
import s6j.cli.Timeout;
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
    FtrigOptions options = new FtrigOptions(program, messages);
    int code = options.parse(arguments);
    if (code != 0) return code;
    byte[][] operands = Operands.from(arguments, options.firstOperand);
    if (operands.length < 2) return messages.usage(program);
    code = options.checkTimeout();
    if (code != 0) return code;
    long deadline = Timeout.deadline(posix, options.timeoutMillis);
    EventWait wait = new EventWait(posix, 1);
    code = FtrigOptions.subscribe(posix, messages, wait, operands[0], operands[1]);
    if (code != 0) return code;
    Subscription subscription = wait.get(0);
    int failure = wait.await(false, deadline);
    wait.end(0);
    if (failure < 0) return explain(messages, operands[1], failure);
    return FtrigOptions.print(posix, messages, subscription);
  }

  private static int explain(Messages messages, byte[] pattern, int failure) {
    int code = failure == -Errno.ETIMEDOUT ? 99 : 111;
    return messages.fatal().unableTo("match regexp on ").bytes(pattern).exit(code, failure);
  }
}
