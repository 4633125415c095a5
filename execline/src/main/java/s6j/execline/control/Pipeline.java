package s6j.execline.control;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.posix.Decimal;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** pipeline: a child whose output or input is this program's. */
public final class Pipeline {
  private static final Option DETACHED =
      Option.flag('d', "start it as a grandchild, which nobody here has to wait for");
  private static final Option READS =
      Option.flag('r', "what follows reads what the block writes (default)");
  private static final Option WRITES = Option.flag('w', "the block reads what follows writes");

  private Pipeline() {}

  public static Program declaration() {
    return new Program(
            "pipeline",
            null,
            "[ -d ] [ -r | -w ] { command... } command...",
            "runs a block beside what follows, with a pipe between them",
            Pipeline::run)
        .options(DETACHED, READS, WRITES);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] block = blocks.read();
    if (block != null && block.length == 0) return call.wrong("empty block");
    if (block == null) return blocks.unterminated("unterminated block");
    if (blocks.isAtEnd()) return call.wrong("empty remainder");
    int own = line.chose(WRITES, READS) ? 1 : 0;
    int[] ends = new int[2];
    int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (error < 0) return call.unable("create pipe", error);
    Children children = new Children(call);
    Spawn plan = children.plan(block).move(ends[1 - own], 1 - own);
    boolean detached = line.has(DETACHED);
    int pid = detached ? children.startDetached(plan) : children.startOrSay(plan);
    if (pid == 0) return ExitCode.SYSTEM;
    posix.close(ends[1 - own]);
    error = move(posix, ends[own], own);
    if (error < 0) return call.unable("fd_move", error);
    call.environment.set("!", Decimal.string(pid));
    return call.becomes(blocks.rest());
  }

  private static int move(Posix posix, int from, int to) {
    if (from == to) return posix.setCloseOnExec(to, false);
    int error = posix.dup2(from, to);
    posix.close(from);
    return error;
  }
}
