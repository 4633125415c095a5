package s6j.svc.ftrig;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.NextProgram;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-ftrig-listen1: listens, runs a program, waits for events that match, and prints them. */
public final class FtrigListen1 {
  private FtrigListen1() {}

  public static Program declaration() {
    return FtrigOptions.declare(
        new Program(
            "s6-ftrig-listen1",
            "ftrig-listen1",
            "[ -t timeout ] fifodir regexp prog...",
            "listens to a fifodir, runs a program, waits for events that match",
            FtrigListen1::run));
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.baseName(arguments[0]));
    Line line = program.read(arguments, messages, 3);
    long deadline = FtrigOptions.deadline(posix, line);
    if (line.refused()) return line.exitCode();
    EventWait wait = new EventWait(posix, 1);
    int code = FtrigOptions.subscribe(posix, messages, wait, line.operand(0), line.operand(1));
    if (code != 0) return code;
    Subscription subscription = wait.get(0);
    code = new NextProgram(posix, messages, line.operands(2)).start();
    if (code != 0) return wait.end(code);
    int failure = wait.await(false, deadline);
    wait.end(0);
    if (failure < 0) return FtrigOptions.explain(messages, failure);
    return FtrigOptions.print(posix, messages, subscription);
  }
}
