package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Repeated;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;

/** loopwhilex: a program again and again. */
public final class Loopwhilex {
  private static final int[] ZERO = {0};
  private static final Option NOT = Option.flag('n', "go on where it would end, and end else");
  private static final Option WHILE =
      Option.value('o', "okcode,okcode,...", "go on while the exit code is one of these (0)");
  private static final Option UNTIL =
      Option.value('x', "exitcode,exitcode,...", "go on until the exit code is one of these");

  private Loopwhilex() {}

  public static Program declaration() {
    return new Program(
            "loopwhilex",
            null,
            "[ -n ] [ -o okcode,okcode,... | -x exitcode,exitcode,... ] prog...",
            "runs a program again and again",
            Loopwhilex::run)
        .options(NOT, WHILE, UNTIL);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    int[] codes = ZERO;
    boolean not = line.has(NOT);
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == NOT) continue;
      codes = Codes.list(given.value);
      if (codes == null) return call.usage();
    }
    if (line.chose(UNTIL, WHILE)) not = !not;
    byte[][] command = line.operands(0);
    Children children = new Children(call);
    Repeated body = new Repeated(call, children.plan(command));
    int code;
    do {
      int pid = body.start();
      if (pid < 0) return Unspawned.say(call, command[0], pid, "loop body");
      int status = children.end(pid, command, "wait_pid");
      if (status < 0) return ExitCode.SYSTEM;
      code = WaitStatus.passedOn(status);
    } while (not != Codes.has(codes, code));
    return code;
  }
}
