package s6j.execline.directive;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.substitution.Substitution;
import s6j.posix.Posix;

/** importas: the value of a variable for a key. */
public final class Importas extends Substituting {
  private static final byte[][] NONE = {};
  private static final Option SAME = Option.flag('S', "the variable has the name of the key");
  private static final Option INSISTS = Option.flag('i', "exit 100 if the variable is not set");
  private static final Option REMOVES = Option.flag('u', "remove the variable");
  private static final Option DEFAULT =
      Option.value('D', "default", "the value if the variable is not set");

  private Importas(Call call, Substitution table) {
    super(call, table);
  }

  static Substituting of(Call call, Substitution table) {
    return new Importas(call, table);
  }

  public static Program declaration() {
    return new Program(
            "importas",
            null,
            "[ -i | -D default ] [ -u ] [ -N | -n ] [ -s ] [ -C | -c ] [ -d delim ] key var"
                + " prog...",
            "substitutes the value of a variable for a key",
            Importas::run)
        .options(SAME, INSISTS, REMOVES, DEFAULT)
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
    int count = line.has(SAME) ? 1 : 2;
    if (line.isWrong() || line.operandCount() < count) return USAGE;
    byte[] key = line.operand(0);
    if (isBad(key)) return KEY;
    byte[] variable = line.operand(count - 1);
    byte[] value = call.original().get(variable);
    if (value == null && line.has(INSISTS)) {
      exitCode = call.messages.fatal().bytes(variable).text(" not set").exit(exitCode);
      return SAID;
    }
    if (value != null && line.has(REMOVES)) call.environment.unset(variable);
    if (value == null) value = line.bytes(DEFAULT, null);
    byte[][] values = value == null ? NONE : Splits.of(line).words(value);
    return values == null ? FAILED : add(key, values, line.firstOperand() + count);
  }
}
