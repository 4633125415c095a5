package s6j.execline.control;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Call;
import s6j.execline.pattern.ShellPattern;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** case: the block of the first pattern that matches. */
public final class Case {
  private static final Option SHELL = Option.flag('s', "patterns as of file names");
  private static final Option REGEX = Option.flag('S', "regular expressions (default)");
  private static final Option BASIC =
      Option.flag('e', "basic regular expressions; with -s, backslashes are ordinary");
  private static final Option EXTENDED = Option.flag('E', "extended regular expressions (default)");
  private static final Option WHOLE = Option.flag('n', "set no variables (default)");
  private static final Option GROUPS =
      Option.flag('N', "set # to the number of groups, 0 to the pattern, 1 and on to the groups");
  private static final Option ANY_CASE =
      Option.flag('i', "capital and small letters are the same; with -s, dots are matched by dots");

  private final Call call;
  private final byte[] value;
  private final Line line;
  private byte @Nullable [] error;

  private Case(Call call, Line line) {
    this.call = call;
    this.line = line;
    value = line.operand(0);
  }

  public static Program declaration() {
    return new Program(
            "case",
            null,
            "[ -s | -S ] [ -e | -E ] [ -n | -N ] [ -i ] value { re1 { prog1... } re2 { prog2... }"
                + " ... } progdefault... ",
            "becomes the block whose pattern matches a value",
            Case::run)
        .options(SHELL, REGEX, BASIC, EXTENDED, WHOLE, GROUPS, ANY_CASE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    return line.refused() ? line.exitCode() : new Case(call, line).choose();
  }

  private int choose() {
    Blocks blocks = new Blocks(call, line.operands(1));
    byte[][] cases = blocks.read();
    if (cases == null) return blocks.unterminated("unterminated case block");
    Blocks inner = new Blocks(call, cases);
    while (!inner.isAtEnd()) {
      byte[] pattern = inner.word();
      if (inner.isAtEnd()) return call.wrong("malformed case block");
      byte[][] block = inner.read();
      if (block == null) return inner.unterminated("unterminated regex block");
      boolean matches =
          line.chose(SHELL, REGEX) ? matchesShell(pattern) : matchesRegex(pattern, block);
      if (error != null) return call.messages.fatal().bytes(error).exit(ExitCode.USAGE);
      if (matches) return call.becomes(block);
    }
    return call.becomes(blocks.rest());
  }

  private boolean matchesShell(byte[] pattern) {
    ShellPattern shell = new ShellPattern(pattern);
    shell.literal = line.chose(BASIC, EXTENDED);
    shell.hidesDots = line.has(ANY_CASE);
    shell.isPath = line.chose(GROUPS, WHOLE);
    return shell.matches(value);
  }

  private boolean matchesRegex(byte[] pattern, byte[][] block) {
    boolean tellsGroups = line.chose(GROUPS, WHOLE);
    int flags = line.chose(BASIC, EXTENDED) ? Posix.REG_BASIC : 0;
    if (line.has(ANY_CASE)) flags |= Posix.REG_ICASE;
    if (tellsGroups) flags |= Posix.REG_GROUPS;
    byte[] whole = new ByteSink(pattern.length + 2).put('^').put(pattern).put('$').copy();
    int regex = call.posix.compileRegex(whole, flags);
    if (regex < 0) return isRefused(block, regex);
    int groups = tellsGroups ? call.posix.groupsOfRegex(regex) : 0;
    int[] places = new int[2 * groups + 2];
    boolean matches =
        tellsGroups
            ? call.posix.matchGroups(regex, value, places)
            : call.posix.matchesRegex(regex, value, 0, CString.length(value));
    call.posix.freeRegex(regex);
    if (matches && tellsGroups) tell(pattern, places, groups);
    return matches;
  }

  /** The message names the first word of the block, as in the reference. */
  private boolean isRefused(byte[][] block, int failure) {
    byte[] text = new byte[256];
    int length = call.posix.regexError(failure, text);
    ByteSink message = new ByteSink(256).put("unable to regcomp \"^");
    if (block.length > 0) message.put(block[0]);
    error = message.put("$\": ").put(text, 0, length).copy();
    return false;
  }

  private void tell(byte[] pattern, int[] places, int groups) {
    call.environment.set("#", Decimal.string(groups));
    call.environment.set("0", pattern);
    for (int i = 1; i <= groups; i++) {
      int from = Math.max(places[2 * i], 0);
      int to = Math.max(places[2 * i + 1], from);
      call.environment.set(Decimal.string(i), CString.slice(value, from, to));
    }
  }
}
