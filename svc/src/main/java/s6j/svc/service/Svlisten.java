package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Program;
import s6j.cli.Timeout;
import s6j.formats.talk.WaitSettings;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.svc.ftrig.Block;

/** s6-svlisten: runs a program and waits until services are in a wanted state. */
public final class Svlisten {
  private Svlisten() {}

  public static Program declaration() {
    Program program =
        new Program(
            "s6-svlisten",
            "svlisten",
            "[ -U | -u | -d | -D | -r | -R ] [ -a | -o ] [ -t timeout ] servicedir... \"\" prog...",
            "listens to services, runs a program, waits for them to be up or down",
            Svlisten::run);
    return WaitOptions.declareChoice(WaitOptions.declare(program));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 3);
    if (line.refused()) return line.exitCode();
    Block block = new Block(arguments, line.firstOperand());
    int code = check(posix, line, messages, block);
    if (code != 0) return code;
    WaitOptions options = new WaitOptions(line);
    NextProgram next = new NextProgram(posix, messages, block.rest());
    if (block.length() == 0) return next.exec();
    warnOfAny(messages, options);
    long deadline = Timeout.deadline(posix, options.timeoutMillis);
    Waiter waiter =
        new Waiter(
            posix, messages, new WaitSettings(options.goal, options.any, true), block.words());
    if (Svc.isNameOf(block.rest()[0])) waiter.expectEffect();
    code = start(waiter, next);
    if (code != 0) return code;
    code = waiter.await(deadline);
    if (waiter.hasFailures()) messages.fatal().text(Svwait.FAILED).end();
    return code;
  }

  /** Subscribes and then starts the program: 0, or the exit code of what it said is wrong. */
  static int start(Waiter waiter, NextProgram next) {
    int code = waiter.subscribe();
    if (code != 0) return code;
    code = next.start();
    return code == 0 ? 0 : waiter.end(code);
  }

  private static int check(Posix posix, Line line, Messages messages, Block block) {
    int code = block.checkQuotes(posix, messages);
    if (code != 0) return code;
    if (block.isUnterminated())
      return messages.fatal().text("unterminated servicedir block").exit(ExitCode.USAGE);
    return block.rest().length == 0 ? line.usage() : 0;
  }

  private static void warnOfAny(Messages messages, WaitOptions options) {
    if (!options.goal.restart || !options.any) return;
    options.any = false;
    messages
        .warning()
        .text("-o is unsupported when combined with -")
        .bytes(new byte[] {(byte) options.goal.letter})
        .text("- using -a instead")
        .end();
  }
}
