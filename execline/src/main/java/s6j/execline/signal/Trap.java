package s6j.execline.signal;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.posix.Posix;

/** trap: programs that run when signals come. */
public final class Trap {
  private static final Option FORWARDS =
      Option.flag('x', "send all signals that are not trapped on to the program");

  private Trap() {}

  public static Program declaration() {
    return new Program(
            "trap",
            null,
            "[ -x ] { signal { cmdline } ... } prog...",
            "runs a program, and others when signals come",
            Trap::run)
        .options(FORWARDS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    if (block.length == 0) return call.wrong("empty block");
    if (blocks.isAtEnd()) return call.usage();
    TrapTable table = new TrapTable(call);
    int code = table.read(block);
    if (code != 0) return code;
    return new TrapWatch(call, table, line.has(FORWARDS)).run(blocks.rest());
  }
}
