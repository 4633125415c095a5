package s6j.execline.directive;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.execline.substitution.Substitution;
import s6j.execline.substitution.Transformation;
import s6j.posix.CString;
import s6j.posix.Posix;

/** multidefine: the words of a value for keys, one each. */
public final class Multidefine extends Substituting {
  private static final byte[] NOTHING = {};
  private static final Option NO_WORD =
      Option.flag('0', "a key without a word of its own gets none, instead of the empty one");
  private static final Option REST = Option.flag('r', "the last key gets all the words left over");

  private Multidefine(Call call, Substitution table) {
    super(call, table);
  }

  static Substituting of(Call call, Substitution table) {
    return new Multidefine(call, table);
  }

  public static Program declaration() {
    return new Program(
            "multidefine",
            null,
            "[ -0 ] [ -r ] [ -N | -n ] [ -C | -c ] [ -d delim ] value { vars... } prog...",
            "substitutes the words of a value for keys",
            Multidefine::run)
        .options(NO_WORD, REST, Splits.KEEPS, Splits.CHOMPS, Splits.CRUNCHES, Splits.SPREADS)
        .options(Splits.DELIMITERS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return of(new Call(posix, program, arguments), new Substitution(Call.MOST_BYTES)).run();
  }

  @Override
  int read(Program program, byte[][] words) {
    Line line = program.open(words, call.messages);
    if (line.isWrong() || line.operandCount() < 2) return USAGE;
    byte[][] operands = line.operands(1);
    Blocks blocks = new Blocks(call, operands);
    byte[][] keys = blocks.read();
    if (keys == null) return blocks.isAtEnd() ? USAGE : SAID;
    if (keys.length == 0) return EMPTY_BLOCK;
    Transformation transformation = Splits.of(line);
    transformation.splits = true;
    byte[][] values = transformation.words(line.operand(0));
    if (values == null) return FAILED;
    for (int i = 0; i < keys.length; i++) {
      boolean takesRest = line.has(REST) && i == keys.length - 1;
      byte[][] own = wordsOf(values, i, takesRest, line.has(NO_WORD));
      if (CString.length(keys[i]) > 0 && !table.add(keys[i], own)) return KEY;
    }
    return line.firstOperand() + keys.length + 2;
  }

  private static byte[][] wordsOf(byte[][] values, int i, boolean takesRest, boolean orNone) {
    if (i < values.length) return Words.between(values, i, takesRest ? values.length : i + 1);
    return orNone ? new byte[0][] : new byte[][] {NOTHING};
  }
}
