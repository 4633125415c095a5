package s6j.portable.text;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-grep: the lines of its input that match. */
public final class Grep {
  private static final Option EXTENDED = Option.flag('E', "the pattern is an extended expression");
  private static final Option FIXED = Option.flag('F', "the pattern is a text");
  private static final Option ANY_CASE = Option.flag('i', "small letters are like capital ones");
  private static final Option COUNT = Option.flag('c', "write only how many lines there are");
  private static final Option NUMBERS = Option.flag('n', "each line with its number in front");
  private static final Option QUIET = Option.flag('q', "write nothing");
  private static final Option OTHERS = Option.flag('v', "the lines that do not match");

  private static final int NONE_FOUND = 1;
  private static final int LONGEST_ERROR = 256;

  private final ToolCall call;
  private final Line line;
  private final Output out;
  private final Lines lines;
  private LineTest test;
  private boolean canWrite = true;

  private Grep(ToolCall call, Line line) {
    this.call = call;
    this.line = line;
    out = call.output();
    lines = new Lines(call.posix, '\n', this::flush);
  }

  public static Program declaration() {
    return new Program(
            "s6-grep",
            null,
            "[ -E | -F ] [ -i ] [ -c ] [ -n ] [ -q ] [ -v ] pattern",
            "writes the lines of its input that match a pattern",
            Grep::run)
        .options(EXTENDED, FIXED, ANY_CASE, COUNT, NUMBERS, QUIET, OTHERS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    return line.refused() ? line.exitCode() : new Grep(call, line).search();
  }

  private int search() {
    int code = compile(line.operand(0));
    if (code != 0) return code;
    boolean isQuiet = line.has(QUIET);
    boolean counts = line.has(COUNT);
    boolean wanted = !line.has(OTHERS);
    long found = 0;
    for (long number = 1; canWrite && lines.next(); number++) {
      if (test.matches(lines.bytes(), lines.from(), lines.to()) != wanted) continue;
      found++;
      if (!isQuiet && !counts) write(number);
    }
    if (lines.error() < 0) return call.unable("read from stdin", lines.error());
    if (counts && !isQuiet) out.number(found).line();
    return out.finish(call.messages, found > 0 ? 0 : NONE_FOUND);
  }

  private int compile(byte[] pattern) {
    if (line.has(FIXED)) {
      test = new FixedText(call.posix, pattern, line.has(ANY_CASE));
      return 0;
    }
    int flags = line.has(EXTENDED) ? 0 : Posix.REG_BASIC;
    if (line.has(ANY_CASE)) flags |= Posix.REG_ICASE;
    int regex = call.posix.compileRegex(pattern, flags);
    if (regex < 0) return refuse(regex);
    test = new LineRegex(call.posix, regex, pattern);
    return 0;
  }

  private int refuse(int error) {
    byte[] text = new byte[LONGEST_ERROR];
    int length = call.posix.regexError(error, text);
    call.messages.fatal().unableTo("compile regular expression: ");
    return call.messages.bytes(CString.slice(text, 0, length)).exit(ExitCode.SYSTEM);
  }

  private void write(long number) {
    if (line.has(NUMBERS)) out.number(number).text(":");
    out.bytes(lines.bytes(), lines.from(), lines.to() - lines.from()).line();
  }

  /**
   * What was found is written before more is waited for; without a reader there is no use in it.
   */
  private boolean flush() {
    canWrite = out.flush() >= 0;
    return canWrite;
  }
}
