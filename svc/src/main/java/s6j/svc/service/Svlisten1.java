package s6j.svc.service;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.talk.WaitSettings;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-svlisten1: runs a program and waits until a service is in a wanted state. */
public final class Svlisten1 {
  private Svlisten1() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-svlisten1",
            "svlisten1",
            "[ -U | -u | -d | -D | -r | -R ] [ -t timeout ] servicedir prog...",
            "listens to a service, runs a program, waits for it to be up or down",
            Svlisten1::run);
    return WaitOptions.declare(program);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 2);
    if (line.refused()) return line.exitCode();
    WaitOptions options = new WaitOptions(line);
    byte[][] service = {line.operand(0)};
    long deadline = Timeout.deadline(posix, options.timeoutMillis);
    WaitSettings settings = new WaitSettings(options.goal, false, true);
    Waiter waiter = new Waiter(posix, messages, settings, service);
    if (Svc.isNameOf(line.operand(1))) waiter.expectEffect();
    int code = Svlisten.start(waiter, new NextProgram(posix, messages, line.operands(1)));
    if (code != 0) return code;
    code = waiter.await(deadline);
    if (waiter.hasFailures())
      messages.fatal().bytes(service[0]).text(" failed permanently or its supervisor died").end();
    return code;
  }
}
