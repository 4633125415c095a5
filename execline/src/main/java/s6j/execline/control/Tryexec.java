package s6j.execline.control;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** tryexec: another program if one cannot be executed. */
public final class Tryexec {
  private static final Option NOT = Option.flag('n', "try what follows first, then the block");
  private static final Option EMPTY =
      Option.flag('c', "empty the environment for what is tried first");
  private static final Option DASH = Option.flag('l', "put a dash before its name");
  private static final Option NAME = Option.value('a', "argv0", "the name that it is called by");

  private Tryexec() {}

  public static Program declaration() {
    return new Program(
            "tryexec",
            null,
            "[ -n ] [ -c ] [ -l ] [ -a argv0 ] { command... } remainder...",
            "becomes a block, or what follows if that cannot be executed",
            Tryexec::run)
        .options(NOT, EMPTY, DASH, NAME);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    Blocks blocks = new Blocks(call, line.operands(0));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    if (block.length == 0) return call.wrong("empty block");
    if (line.has(NOT) && blocks.isAtEnd()) return call.wrong("empty remainder not allowed with -n");
    byte[][] first = line.has(NOT) ? blocks.rest() : block;
    byte[][] second = line.has(NOT) ? block : blocks.rest();
    byte[][] words = Exec.named(first, line.bytes(NAME, null), line.has(DASH));
    Environment none = new Environment(new byte[0][]);
    call.lookup.exec(first[0], words, line.has(EMPTY) ? none : call.environment);
    return call.becomes(second);
  }
}
