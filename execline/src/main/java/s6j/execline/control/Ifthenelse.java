package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Words;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;

/** ifthenelse: one of two blocks as a child, then what follows. */
public final class Ifthenelse {
  private static final Option CRASHES =
      Option.flag('X', "a child killed by a signal is just false");
  private static final Option JOINS =
      Option.flag('s', "become the chosen block with what follows behind it, without a child");

  private Ifthenelse() {}

  public static Program declaration() {
    return new Program(
            "ifthenelse",
            null,
            "[ -X ] { command-if... } { command-then... } { command-else... } [ remainder... ]",
            "runs one of two blocks, as another says, then what follows",
            Ifthenelse::run)
        .options(CRASHES, JOINS);
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
    byte[][] otherwise = blocks.read();
    if (otherwise == null) return blocks.unterminated("unterminated else block");
    Children children = new Children(call);
    int status = children.run(condition, null);
    if (status < 0) return ExitCode.SYSTEM;
    int crash = line.has(CRASHES) ? 0 : children.crash(status);
    if (crash != 0) return crash;
    byte[][] chosen = WaitStatus.passedOn(status) == 0 ? then : otherwise;
    if (!line.has(JOINS)) return children.inSequence(chosen, blocks.rest());
    return call.becomes(new Words().addAll(chosen).addAll(blocks.rest()).array());
  }
}
