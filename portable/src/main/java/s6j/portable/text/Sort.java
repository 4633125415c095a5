package s6j.portable.text;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-sort: the lines of its input in order. */
public final class Sort {
  private static final Option BLANKS = Option.flag('b', "pass over blanks and tabs in front");
  private static final Option CHECK = Option.flag('c', "only tell whether the lines are in order");
  private static final Option ANY_CASE = Option.flag('f', "small letters are like capital ones");
  private static final Option REVERSED = Option.flag('r', "the other way round");
  private static final Option UNIQUE = Option.flag('u', "of equal lines only one");
  private static final Option NULS = Option.flag('0', "lines end with a NUL, not with a newline");
  private static final int UNSORTED = 1;

  private Sort() {}

  public static Program declaration() {
    return new Program(
            "s6-sort", null, "[ -bcfru0 ]", "writes the lines of its input in order", Sort::run)
        .options(BLANKS, CHECK, ANY_CASE, REVERSED, UNIQUE, NULS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    byte[] end = {(byte) (line.has(NULS) ? 0 : '\n')};
    Lines input = new Lines(posix, end[0], () -> true);
    LineList lines = new LineList();
    while (input.next()) lines.add(CString.slice(input.bytes(), input.from(), input.to()));
    if (input.error() < 0) return call.unable("read from stdin", input.error());
    Comparison comparison =
        new Comparison(line.has(BLANKS), line.has(ANY_CASE), line.has(REVERSED));
    if (line.has(CHECK)) return lines.isSorted(comparison, line.has(UNIQUE)) ? 0 : UNSORTED;
    lines.sort(comparison);
    if (line.has(UNIQUE)) lines.unite(comparison);
    return write(call, lines, end);
  }

  private static int write(ToolCall call, LineList lines, byte[] end) {
    Output out = call.output();
    for (int i = 0; i < lines.count(); i++) {
      byte[] line = lines.line(i);
      out.bytes(line, 0, line.length).bytes(end, 0, 1);
    }
    return out.finish(call.messages, 0);
  }
}
