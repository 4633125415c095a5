package s6j.execline.parameter;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** runblock: becomes a block among the positional parameters. */
public final class Runblock {
  private static final Option KEEPS =
      Option.flag('P', "leave the positional parameters as they are");
  private static final Option SHIFT =
      Option.value('n', "argshift", "pass over so many parameters first").number();
  private static final Option REST =
      Option.flag('r', "all parameters behind the n-th block, instead of that block");

  private Runblock() {}

  public static Program declaration() {
    return new Program(
            "runblock",
            null,
            "[ -P ] [ -n argshift ] [ -r ] n cmd...",
            "becomes a block among the positional parameters",
            Runblock::run)
        .options(KEEPS, SHIFT, REST);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    long number = Decimal.parse(line.operand(0));
    boolean rest = line.has(REST);
    if (number < 0 || number == 0 && !rest) return call.usage();
    int count = call.positionals();
    if (count < 0) return ExitCode.USAGE;
    int from = (int) Math.min(line.number(SHIFT, 0), Integer.MAX_VALUE - 1);
    PositionalBlocks blocks = new PositionalBlocks(call, from, count);
    long skipped = rest ? number : number - 1;
    for (int i = 1; i <= skipped; i++) if (!blocks.skip(i)) return tooFew(call, blocks);
    Words words = new Words().addAll(line.operands(1));
    if (!rest && !blocks.read((int) number, words)) return tooFew(call, blocks);
    if (rest && blocks.at() >= count) return 0;
    for (int i = blocks.at() + 1; rest && i <= count; i++) {
      byte[] word = call.positional(i);
      if (word == null) return ExitCode.USAGE;
      words.add(word);
    }
    return become(call, words.array(), line.has(KEEPS));
  }

  private static int tooFew(Call call, PositionalBlocks blocks) {
    return blocks.isSaid() ? ExitCode.USAGE : call.wrong("too few arguments");
  }

  private static int become(Call call, byte[][] command, boolean keeps) {
    if (command.length == 0) return 0;
    byte[][] variables = call.posix.environment();
    Environment popped = keeps ? call.environment : Frame.pop(variables, true, false);
    return call.becomes(command[0], command, popped);
  }
}
