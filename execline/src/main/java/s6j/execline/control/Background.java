package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.posix.Decimal;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** background: a child beside what follows. */
public final class Background {
  private static final Option DETACHED =
      Option.flag('d', "start it as a grandchild, which nobody here has to wait for");

  private Background() {}

  public static Program declaration() {
    return new Program(
            "background",
            null,
            "[ -d ] { command... }",
            "runs a block beside what follows",
            Background::run)
        .options(DETACHED);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    if (block.length == 0) return call.wrong("empty block");
    byte[][] rest = blocks.rest();
    Children children = new Children(call);
    Spawn plan = children.plan(block);
    boolean detached = line.has(DETACHED) && rest.length > 0;
    int pid = detached ? children.startDetached(plan) : children.startOrSay(plan);
    if (pid == 0) return ExitCode.SYSTEM;
    call.environment.set("!", Decimal.string(pid));
    return call.becomes(rest);
  }
}
