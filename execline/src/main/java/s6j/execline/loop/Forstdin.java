package s6j.execline.loop;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Chomping;
import s6j.posix.Posix;

/** forstdin: a program for each line of the input. */
public final class Forstdin {
  private static final int MOST = 10000;
  private static final Option CRUNCHES = Option.flag('C', "pass over empty lines");
  private static final Option TAKES_EMPTY = Option.flag('c', "take empty lines too (default)");
  static final Option NULLS = Option.flag('0', "lines end with a null byte");
  static final Option DELIMITERS =
      Option.value('d', "delim", "lines end with one of these bytes; empty for netstrings");

  private Forstdin() {}

  public static Program declaration() {
    return new Program(
            "forstdin",
            null,
            "[ -E | -e ] [ -p | -P maxpar | -o okcode,okcode,... | -x breakcode,breakcode,... ]"
                + " [ -N | -n ] [ -C | -c ] [ -0 | -d delim ] var command...",
            "runs a program for each line of its input",
            Forstdin::run)
        .options(Chomping.IMPORTS, Chomping.EXPORTS, Loops.PARALLEL, Loops.MOST)
        .options(Loops.FINE, Loops.BREAKING, Chomping.KEEPS, Chomping.CHOMPS)
        .options(CRUNCHES, TAKES_EMPTY, NULLS, DELIMITERS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    if (!Loops.areRight(line)) return call.usage();
    if (!Call.isName(line.operand(0))) return call.wrong("invalid variable name");
    Loops loop = new Loops(call, line, line.operand(0), line.operands(1), Loops.most(line, MOST));
    Records records = new Records(posix, 0, delimiters(line));
    records.chomps = !line.chose(Chomping.KEEPS, Chomping.CHOMPS);
    records.crunches = line.chose(CRUNCHES, TAKES_EMPTY);
    boolean none = true;
    while (records.next()) {
      none = false;
      int code = loop.start(records.bytes(), records.length());
      if (code != Loops.GO_ON) return code;
    }
    if (records.error() < 0) return call.unable(records.what(), records.error());
    loop.finish();
    return none ? 1 : 0;
  }

  /** The bytes that end a line; none for netstrings. */
  static byte[] delimiters(Line line) {
    byte[] delimiters = {'\n'};
    for (Line.Given given = line.first(); given != null; given = given.next())
      if (given.option == NULLS) delimiters = new byte[1];
      else if (given.option == DELIMITERS) delimiters = given.value;
    return delimiters;
  }
}
