package s6j.execline.directive;

import s6j.cli.Line;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.substitution.Substitution;
import s6j.posix.Posix;

/** define: a value for a key. */
public final class Define extends Substituting {
  private Define(Call call, Substitution table) {
    super(call, table);
  }

  static Substituting of(Call call, Substitution table) {
    return new Define(call, table);
  }

  public static Program declaration() {
    return new Program(
            "define",
            null,
            "[ -N | -n ] [ -s ] [ -C | -c ] [ -d delim ] key value prog...",
            "substitutes a value for a key",
            Define::run)
        .options(
            Splits.KEEPS,
            Splits.CHOMPS,
            Splits.SPLITS,
            Splits.CRUNCHES,
            Splits.SPREADS,
            Splits.DELIMITERS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return of(new Call(posix, program, arguments), new Substitution(Call.MOST_BYTES)).run();
  }

  @Override
  int read(Program program, byte[][] words) {
    Line line = program.open(words, call.messages);
    if (line.isWrong() || line.operandCount() < 2) return USAGE;
    if (isBad(line.operand(0))) return KEY;
    byte[][] values = Splits.of(line).words(line.operand(1));
    return values == null ? FAILED : add(line.operand(0), values, line.firstOperand() + 2);
  }
}
