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

/** ifte: one of two blocks, as what follows says. */
public final class Ifte {
  private static final Option NOT = Option.flag('n', "the first block if the command fails");
  private static final Option CRASHES =
      Option.flag('X', "a child killed by a signal is just false");

  private Ifte() {}

  public static Program declaration() {
    return new Program(
            "ifte",
            null,
            "[ -X ] [ -n ] { command-then... } { command-else... } command-if...",
            "becomes one of two blocks, as the command that follows says",
            Ifte::run)
        .options(CRASHES, NOT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] then = blocks.read();
    if (then == null) return blocks.unterminated("unterminated then block");
    if (blocks.isAtEnd()) return call.wrong("else block required");
    byte[][] otherwise = blocks.read();
    if (otherwise == null) return blocks.unterminated("unterminated else block");
    if (blocks.isAtEnd()) return call.wrong("empty command-if");
    byte[][] condition = blocks.rest();
    Children children = new Children(call);
    int pid = children.start(children.plan(condition));
    if (pid < 0) return Unspawned.say(call, condition[0], pid, "command-if");
    int status = children.end(pid, condition, null);
    if (status < 0) return ExitCode.SYSTEM;
    int crash = line.has(CRASHES) ? 0 : children.crash(status);
    if (crash != 0) return crash;
    boolean isTrue = WaitStatus.passedOn(status) == 0;
    return call.becomes(isTrue != line.has(NOT) ? then : otherwise);
  }
}
