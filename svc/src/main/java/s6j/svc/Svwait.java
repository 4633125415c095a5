package s6j.svc;

import s6j.cli.Messages;
import s6j.cli.Operands;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.WaitSettings;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-svwait: waits until services are in a wanted state. */
public final class Svwait {
  static final String FAILED = "some services reported permanent failure or their supervisor died";

  private Svwait() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-svwait",
            "svwait",
            "[ -U | -u | -d | -D | -r | -R ] [ -a | -o ] [ -t timeout ] servicedir...",
            "waits for services to be up or down",
            Svwait::run);
    return WaitOptions.declareChoice(WaitOptions.declare(program));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    WaitOptions options = new WaitOptions(program, messages);
    int code = options.parse(arguments);
    if (code != 0) return code;
    byte[][] services = Operands.from(arguments, options.firstOperand());
    if (services.length == 0) return 0;
    long deadline = Timeout.deadline(posix, options.timeoutMillis);
    WaitSettings settings = new WaitSettings(options.goal, options.any, false);
    Waiter waiter = new Waiter(posix, messages, settings, services);
    code = waiter.subscribe();
    if (code != 0) return code;
    code = waiter.await(deadline);
    if (waiter.hasFailures()) messages.fatal().text(FAILED).end();
    return code;
  }
}
