package s6j.execline.loop;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Chomping;
import s6j.execline.call.Words;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** forbacktickx: a program for each line that a block writes. */
public final class Forbacktickx {
  private static final Option CRUNCHES = Option.flag('C', "pass over empty lines");
  private static final Option TAKES_EMPTY = Option.flag('c', "take empty lines too (default)");

  private Forbacktickx() {}

  public static Program declaration() {
    return new Program(
            "forbacktickx",
            null,
            "[ -p | -P maxpar | -o okcode,okcode,... | -x breakcode,breakcode,... ] [ -E | -e ]"
                + " [ -N | -n ] [ -C | -c ] [ -0 | -d delim ] var { backtickcmd... } command...",
            "runs a program for each line that a block writes",
            Forbacktickx::run)
        .options(Loops.PARALLEL, Loops.MOST, Loops.FINE, Loops.BREAKING)
        .options(Chomping.IMPORTS, Chomping.EXPORTS, Chomping.KEEPS, Chomping.CHOMPS)
        .options(CRUNCHES, TAKES_EMPTY, Forstdin.NULLS, Forstdin.DELIMITERS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    if (!Loops.areRight(line) || CString.length(line.operand(0)) == 0) return call.usage();
    if (CString.length(line.operand(1)) == 0) return call.wrong("empty block");
    byte[][] operands = line.operands(1);
    int end = 0;
    while (end < operands.length && CString.length(operands[end]) > 0) end++;
    if (end == operands.length) return call.wrong("unterminated block");
    int input = posix.dup(0, 0, false);
    if (input < 0 && input != -Errno.EBADF) return call.unable("dup stdin", input);
    Words words = new Words().add("pipeline").add("--");
    words.addAll(Words.between(operands, 0, end)).add("").add("unexport").add("!").add("forstdin");
    addOptions(line, words);
    words.add("--").add(line.operand(0));
    if (input < 0) words.add("fdclose").add("0");
    else words.add("fdmove").add("0").add(Decimal.string(input));
    words.addAll(Words.between(operands, end + 1, operands.length));
    int code = call.becomes(words.array());
    if (input >= 0) posix.close(input);
    return code;
  }

  private static void addOptions(Line line, Words words) {
    words.add(line.chose(Chomping.IMPORTS, Chomping.EXPORTS) ? "-E" : "-e");
    Line.Given codes = null;
    Line.Given parallel = null;
    for (Line.Given given = line.first(); given != null; given = given.next()) {
      if (given.option == Loops.FINE || given.option == Loops.BREAKING) codes = given;
      if (given.option == Loops.PARALLEL || given.option == Loops.MOST) parallel = given;
    }
    if (parallel != null) addParallel(parallel, words);
    words.add(line.chose(Chomping.KEEPS, Chomping.CHOMPS) ? "-N" : "-n");
    if (line.chose(CRUNCHES, TAKES_EMPTY)) words.add("-C");
    byte[] delimiters = Forstdin.delimiters(line);
    if (delimiters.length == 1 && delimiters[0] == 0) words.add("-0");
    else if (!CString.is(delimiters, "\n")) words.add("-d").add(delimiters);
    if (codes == null) return;
    words.add(codes.option == Loops.BREAKING ? "-x" : "-o").add(codes.value);
  }

  /** No parallelism at all means any, as in the reference. */
  private static void addParallel(Line.Given parallel, Words words) {
    long most = parallel.option == Loops.PARALLEL ? 0 : parallel.number();
    if (most == 0) words.add("-p");
    else if (most > 1) words.add("-P").add(Decimal.string(most));
  }
}
