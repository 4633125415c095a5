package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.WaitGoal;
import s6j.posix.Decimal;

/** The options that s6-svwait, s6-svlisten and s6-svlisten1 have in common. */
final class WaitOptions {
  private final Program program;
  private final Messages messages;
  private int firstOperand;

  WaitGoal goal = WaitGoal.UP;
  boolean any;
  long timeoutMillis;

  WaitOptions(Program program, Messages messages) {
    this.program = program;
    this.messages = messages;
  }

  static Program declare(Program program) {
    return program
        .flag('u', "wait until it is up (default)")
        .flag('U', "wait until it is up and ready")
        .flag('d', "wait until it is down")
        .flag('D', "wait until it is down and its finish script is over")
        .flag('r', "wait until it has been down and is up again")
        .flag('R', "wait until it has been down and is up and ready again")
        .value('t', "timeout", "give up after this many milliseconds; 0 is never");
  }

  static Program declareChoice(Program program) {
    return program
        .flag('a', "wait for all services (default)")
        .flag('o', "wait for one of the services");
  }

  /** 0, or 100 once it has said what is wrong. */
  int parse(byte[][] arguments) {
    Options options = new Options(program, arguments);
    for (int option = options.next(); option != Options.END; option = options.next())
      if (!take(option, options.value())) return messages.usage(program);
    firstOperand = options.firstOperand();
    return 0;
  }

  int firstOperand() {
    return firstOperand;
  }

  private boolean take(int option, byte[] value) {
    switch (option) {
      case 'a' -> any = false;
      case 'o' -> any = true;
      case 't' -> timeoutMillis = Timeout.parse(value);
      default -> goal = WaitGoal.of(option);
    }
    return goal != null && timeoutMillis != Decimal.INVALID;
  }
}
