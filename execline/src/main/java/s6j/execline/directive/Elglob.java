package s6j.execline.directive;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.pattern.Glob;
import s6j.execline.substitution.Substitution;
import s6j.execline.substitution.Transformation;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Posix;

/** elglob: the names of files for a key. */
public final class Elglob extends Substituting {
  private static final Option VERBOSE = Option.flag('v', "warn of directories that cannot be read");
  private static final Option STRICT = Option.flag('w', "fail on directories that cannot be read");
  private static final Option SORTED = Option.flag('s', "sort the names");
  private static final Option MARKED = Option.flag('m', "put a slash behind directories");
  private static final Option LITERAL = Option.flag('e', "backslashes are ordinary");
  private static final Option NONE =
      Option.flag('0', "no word, instead of the pattern, for no file");
  private static final Option OPEN = Option.flag('n', "with -d, nothing behind the last name");
  private static final Option JOINED =
      Option.value('d', "delim", "one word, this behind each name; empty for netstrings");

  private Elglob(Call call, Substitution table) {
    super(call, table);
  }

  static Substituting of(Call call, Substitution table) {
    return new Elglob(call, table);
  }

  public static Program declaration() {
    return new Program(
            "elglob",
            null,
            "[ -v ] [ -w ] [ -s ] [ -m ] [ -e ] [ -0 ] [ -n ] [ -d delim ] key pattern prog...",
            "substitutes the names of files for a key",
            Elglob::run)
        .options(VERBOSE, STRICT, SORTED, MARKED, LITERAL, NONE, OPEN, JOINED);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return of(new Call(posix, program, arguments), new Substitution(Call.MOST_BYTES)).run();
  }

  @Override
  int read(Program program, byte[][] words) {
    Line line = program.open(words, call.messages);
    if (line.isWrong() || line.operandCount() < 2) return USAGE;
    if (isBad(line.operand(0))) return KEY;
    Glob glob = new Glob(call.posix);
    glob.sorts = line.has(SORTED);
    glob.marks = line.has(MARKED);
    glob.literal = line.has(LITERAL);
    glob.strict = line.has(STRICT);
    if (line.has(VERBOSE))
      glob.warnings =
          (name, error) ->
              call.messages.warning().text("while globbing, error reading ").bytes(name).end(error);
    byte[][] names = glob.find(line.operand(1));
    if (names == null) {
      error = glob.error();
      return FAILED;
    }
    if (names.length == 0 && !line.has(NONE)) names = new byte[][] {line.operand(1)};
    byte[] delimiter = line.bytes(JOINED, null);
    if (delimiter != null) names = new byte[][] {joined(names, delimiter, line.has(OPEN))};
    return add(line.operand(0), names, line.firstOperand() + 2);
  }

  private static byte[] joined(byte[][] names, byte[] delimiter, boolean isOpen) {
    ByteSink text = new ByteSink(256);
    boolean netstrings = CString.length(delimiter) == 0;
    for (byte[] name : names)
      if (netstrings) Transformation.netstring(name, text);
      else text.put(name).put(delimiter[0]);
    if (isOpen && !netstrings && text.length() > 0) text.cut(text.length() - 1);
    return text.copy();
  }
}
