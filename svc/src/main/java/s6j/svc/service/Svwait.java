package s6j.svc.service;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.talk.WaitSettings;
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
    Line line = program.read(arguments, messages, 0);
    if (line.refused() || line.operandCount() == 0) return line.exitCode();
    WaitOptions options = new WaitOptions(line);
    long deadline = Timeout.deadline(posix, options.timeoutMillis);
    WaitSettings settings = new WaitSettings(options.goal, options.any, false);
    Waiter waiter = new Waiter(posix, messages, settings, line.operands(0));
    int code = waiter.subscribe();
    if (code != 0) return code;
    code = waiter.await(deadline);
    if (waiter.hasFailures()) messages.fatal().text(FAILED).end();
    return code;
  }
}
