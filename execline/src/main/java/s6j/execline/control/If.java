package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;

/** if: what follows only if a child succeeds. */
public final class If {
  private static final Option NOT = Option.flag('n', "go on if the block fails; else exit 1");
  private static final Option CRASHES =
      Option.flag('X', "a child killed by a signal is just false");
  private static final Option GENTLE = Option.flag('t', "exit 0 where it does not go on");
  private static final Option CODE =
      Option.value('x', "exitcode", "exit with this code where it does not go on");

  private If() {}

  public static Program declaration() {
    return new Program(
            "if",
            null,
            "[ -n ] [ -X ] [ -t | -x exitcode ] { command... }",
            "goes on only if a block succeeds",
            If::run)
        .options(NOT, CRASHES, GENTLE, CODE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    boolean not = line.has(NOT);
    int code = not ? 1 : -1;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == GENTLE) code = 0;
      if (given.option != CODE) continue;
      code = Codes.number(given.value, 0);
      if (code < 0) return call.usage();
    }
    if (code > 255) return call.wrong("invalid exit code");
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    Children children = new Children(call);
    int status = children.run(block, "wait_pid");
    if (status < 0) return ExitCode.SYSTEM;
    int crash = line.has(CRASHES) ? 0 : children.crash(status);
    if (crash != 0) return crash;
    int told = WaitStatus.passedOn(status);
    if (not == (told == 0)) return code < 0 ? told : code;
    return call.becomes(blocks.rest());
  }
}
