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

/** ifelse: one of two programs, as a child says. */
public final class Ifelse {
  private static final Option NOT = Option.flag('n', "the second block if the first one fails");
  private static final Option CRASHES =
      Option.flag('X', "a child killed by a signal is just false");

  private Ifelse() {}

  public static Program declaration() {
    return new Program(
            "ifelse",
            null,
            "[ -n ] [ -X ] { command-if } { command-then... } command-else...",
            "becomes a block or what follows, as another block says",
            Ifelse::run)
        .options(NOT, CRASHES);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] condition = blocks.read();
    if (condition == null) return blocks.unterminated("unterminated if block");
    if (blocks.isAtEnd()) return call.wrong("then block required");
    byte[][] then = blocks.read();
    if (then == null) return blocks.unterminated("unterminated then block");
    Children children = new Children(call);
    int status = children.run(condition, null);
    if (status < 0) return ExitCode.SYSTEM;
    int crash = line.has(CRASHES) ? 0 : children.crash(status);
    if (crash != 0) return crash;
    boolean isTrue = WaitStatus.passedOn(status) == 0;
    return call.becomes(isTrue != line.has(NOT) ? then : blocks.rest());
  }
}
