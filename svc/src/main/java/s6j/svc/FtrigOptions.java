package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** What s6-ftrig-wait, s6-ftrig-listen and s6-ftrig-listen1 have in common. */
final class FtrigOptions {
  private final Program program;
  private final Messages messages;

  boolean any;
  long timeoutMillis;
  int firstOperand;

  FtrigOptions(Program program, Messages messages) {
    this.program = program;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program.value(
        't', "timeout", "timeout", "give up after this many milliseconds; 0 is never");
  }

  /** 0, or 100 once it has said what is wrong; values are judged by {@link #checkTimeout}. */
  int parse(byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next()) {
      switch (option) {
        case 't' -> timeoutMillis = Timeout.parse(options.value());
        case 'a' -> any = false;
        case 'o' -> any = true;
        default -> {
          return options.refuse(messages);
        }
      }
    }
    firstOperand = options.firstOperand();
    return 0;
  }

  /** Looks at the timeout, behind the operands as in s6: 0, or 100 once it has said it is none. */
  int checkTimeout() {
    if (timeoutMillis != Decimal.INVALID) return 0;
    return messages.fatal().text("timeout must be an unsigned integer").exit(100);
  }

  /** Subscribes at a fifodir for a regular expression: 0, or 111 once it has said why not. */
  static int subscribe(
      Posix posix, Messages messages, EventWait wait, byte[] fifodir, byte[] pattern) {
    int regex = Regex.compile(posix, messages, pattern);
    if (regex < 0) return wait.end(111);
    // An empty name would be the root directory; s6 refuses it so.
    int answer = CString.length(fifodir) == 0 ? -Errno.EPROTO : wait.subscribe(fifodir, regex);
    if (answer >= 0) return 0;
    messages.fatal().unableTo("subscribe to ").bytes(fifodir).text(" with regexp ").bytes(pattern);
    return wait.end(messages.exit(111, answer));
  }

  /** Says why a wait for a program's event failed: the exit code, 1 for a timeout. */
  static int explain(Messages messages, int failure) {
    int code = failure == -Errno.ETIMEDOUT ? 1 : 111;
    return messages.fatal().unableTo("get expected event").exit(code, failure);
  }

  /** Prints all that a subscription heard: 0 or 111. */
  static int print(Posix posix, Messages messages, Subscription subscription) {
    byte[] heard = subscription.heard();
    return new Output(posix, 1, 4096).bytes(heard, 0, heard.length).line().finish(messages, 0);
  }
}
