package s6j.execline.parameter;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Posix;

/** shift: drops positional parameters. */
public final class Shift {
  private static final Option ARGUMENTS =
      Option.value('n', "arg#", "drop so many parameters").number();
  private static final Option BLOCKS =
      Option.value('b', "block#", "then drop so many blocks of parameters").number();

  private Shift() {}

  public static Program declaration() {
    return new Program(
            "shift",
            null,
            "[ -n arg# ] [ -b block# ] prog...",
            "drops positional parameters",
            Shift::run)
        .options(ARGUMENTS, BLOCKS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    int count = call.positionals();
    if (count < 0) return ExitCode.USAGE;
    long dropped = line.number(ARGUMENTS, line.has(BLOCKS) ? 0 : 1);
    if (dropped > count) {
      if (call.strictness() > 0 && isRefused(call, dropped, count)) return ExitCode.USAGE;
      dropped = count;
    }
    PositionalBlocks blocks = new PositionalBlocks(call, (int) dropped, count);
    long wanted = line.number(BLOCKS, 0);
    for (int i = 0; i < wanted; i++) if (!blocks.skip(i)) return blocks.incomplete(i);
    drop(call.environment, blocks.at(), count);
    return call.becomes(line.operands(0));
  }

  private static boolean isRefused(Call call, long wanted, int count) {
    boolean fatal = call.strictness() > 1;
    Messages messages = fatal ? call.messages.fatal() : call.messages.warning();
    messages.unableTo("shift ").number(wanted).text(" arguments: got ").number(count).end();
    return fatal;
  }

  private static void drop(Environment environment, int dropped, int count) {
    environment.set("#", Decimal.string(count - dropped));
    for (int i = 1; i <= count; i++) {
      byte[] value = i <= count - dropped ? environment.get(Decimal.string(i + dropped)) : null;
      if (value == null) environment.unset(Decimal.string(i));
      else environment.set(Decimal.string(i), value);
    }
  }
}
