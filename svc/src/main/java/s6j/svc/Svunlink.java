package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Options;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** s6-svunlink: takes a service out of a scan directory. */
public final class Svunlink {
  private Svunlink() {}

  public static Program declaration() {
    return declareOptions(
        new Program(
            "s6-svunlink",
            "svunlink",
            "[ -X ] [ -t timeout ] scandir servicename",
            "takes a service out of a scan directory",
            Svunlink::run));
  }

  /** The options that s6-instance-delete has too. */
  static Program declareOptions(Program program) {
    return program
        .flag('X', "do not wait for the supervisors to leave")
        .value('t', "timeout", "wait at most this many milliseconds; 0 is without limit");
  }

  /** What the options say, and where the operands begin. */
  static final class Choice {
    boolean waits = true;
    long timeoutMillis;
    int firstOperand;

    /** 0, or 100 once the usage is said. */
    int parse(Program program, Messages messages, byte[][] arguments) {
      Options options = new Options(program, arguments);
      for (int option = options.next(); option != Options.END; option = options.next()) {
        if (option == 't') timeoutMillis = Timeout.parse(options.value());
        else if (option == 'X') waits = false;
        else return messages.usage(program);
        if (timeoutMillis == Decimal.INVALID) return messages.usage(program);
      }
      firstOperand = options.firstOperand();
      return arguments.length - firstOperand < 2 ? messages.usage(program) : 0;
    }
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Choice choice = new Choice();
    int code = choice.parse(program, messages, arguments);
    if (code != 0) return code;
    byte[] scanDirectory = arguments[choice.firstOperand];
    byte[] name = arguments[choice.firstOperand + 1];
    if (!ServiceName.isValid(name)) return messages.fatal().text("invalid service name").exit(100);
    if (CString.length(scanDirectory) == 0)
      return messages.fatal().text("invalid scandir").exit(100);
    long deadline = Timeout.deadline(posix, choice.timeoutMillis);
    int failure = new ServiceUnlink(posix).unlink(scanDirectory, name, choice.waits, deadline);
    // The service is out; that its supervisor takes longer to leave is no failure.
    if (failure >= 0 || failure == -Errno.ETIMEDOUT) return 0;
    messages.fatal().unableTo("prepare unlinking of service ").bytes(name).text(" in scandir ");
    return messages.bytes(scanDirectory).exit(111, failure);
  }
}
