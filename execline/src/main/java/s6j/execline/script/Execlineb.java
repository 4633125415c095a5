package s6j.execline.script;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.execline.parameter.Frame;
import s6j.execline.substitution.Substitution;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** execlineb: becomes what a script says. */
public final class Execlineb {
  private static final byte[] NOTHING = {};
  private static final byte[] COMMAND_LINE = CString.of("commandline");
  private static final byte[] STRICT = CString.of("EXECLINE_STRICT");
  private static final Option SETS =
      Option.flag('p', "set the positional parameters, without pushing older ones");
  private static final Option IGNORES = Option.flag('P', "do nothing with the parameters");
  private static final Option SILENT = Option.flag('q', "say nothing of blocks in bad style");
  private static final Option WARNS = Option.flag('w', "warn of blocks in bad style");
  private static final Option REFUSES = Option.flag('W', "refuse blocks in bad style");
  private static final Option SCRIPT =
      Option.value('c', "commandline", "the script itself, instead of a file");
  private static final Option CHECKS =
      Option.flag('n', "check the script, tell where it is wrong, and do not run it");
  private static final Option SUBSTITUTES =
      Option.value('S', "nmin", "substitute the parameters, at least so many").number();
  private static final Option SHIFTS =
      Option.value('s', "nmin", "the same, and $@ begins behind so many").number();

  private final Call call;
  private final Line line;
  private byte @Nullable [][] words;
  private byte[] name;
  private byte[][] parameters;

  private Execlineb(Call call, Line line) {
    this.call = call;
    this.line = line;
  }

  public static Program declaration() {
    return new Program(
            "execlineb",
            null,
            "[ -p | -P | -S nmin | -s nmin ] [ -q | -w | -W ] [ -e ] [ -c commandline ] script args",
            "becomes the program that a script says",
            Execlineb::run)
        .options(SETS, IGNORES, SUBSTITUTES, SHIFTS, SILENT, WARNS, REFUSES)
        .ignoring(Option.flag('e', "accepted, and without a meaning"))
        .options(SCRIPT, CHECKS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    return new Execlineb(call, line).run();
  }

  private int run() {
    int code = line.has(SCRIPT) ? parseWord() : parseFile();
    if (code != 0 || words.length == 0 || line.has(CHECKS)) return code;
    int strictness = strictness();
    Option way = line.last(SETS, IGNORES, SUBSTITUTES, SHIFTS);
    if (way == IGNORES) return become(call.environment);
    if (way == SUBSTITUTES || way == SHIFTS) return substitute(way, strictness);
    Environment environment = call.environment;
    if (way == null) environment = pushed();
    environment.set("#", Decimal.string(parameters.length));
    environment.set("0", name);
    for (int i = 0; i < parameters.length; i++)
      environment.set(Decimal.string(i + 1), parameters[i]);
    return become(environment);
  }

  private int become(Environment environment) {
    return call.becomes(words[0], words, environment);
  }

  private int parseWord() {
    name = call.arguments[0];
    parameters = line.operands(0);
    return parse(line.bytes(SCRIPT, NOTHING), false);
  }

  private int parseFile() {
    if (line.operandCount() == 0) return call.usage();
    name = line.operand(0);
    parameters = line.operands(1);
    Posix posix = call.posix;
    int fd = posix.open(Posix.CWD, name, OpenFlags.O_RDONLY, 0);
    if (fd < 0)
      return call.messages
          .fatal()
          .unableTo("open ")
          .bytes(name)
          .text(" for reading")
          .exit(ExitCode.SYSTEM, fd);
    ByteSink text = new ByteSink(8192);
    int error = Bytes.readAll(posix, fd, text);
    posix.close(fd);
    if (error < 0) return call.unable("parse script in file ", name, error);
    return parse(text.copy(), true);
  }

  private int parse(byte[] text, boolean isFile) {
    Script script = new Script(text, Call.MOST_BYTES);
    words = script.words();
    if (script.isTooLong())
      return call.messages
          .fatal()
          .unableTo("parse script")
          .text(isFile ? " in file " : "")
          .bytes(isFile ? name : NOTHING)
          .exit(ExitCode.SYSTEM, Errno.E2BIG);
    if (words != null) return 0;
    if (line.has(CHECKS)) return tellPlace(script, isFile);
    return call.messages
        .fatal()
        .text(script.fault())
        .text(isFile ? " in file " : "")
        .bytes(isFile ? name : NOTHING)
        .exit(ExitCode.USAGE);
  }

  private int tellPlace(Script script, boolean isFile) {
    return call.messages
        .fatal()
        .bytes(isFile ? name : COMMAND_LINE)
        .text(":")
        .number(script.line())
        .text(":")
        .number(script.column())
        .text(": ")
        .text(script.fault())
        .text(", expected ")
        .text(script.expected())
        .exit(ExitCode.USAGE);
  }

  /** What blocks in bad style lead to from here on; -1 where nothing says. */
  private int strictness() {
    Option chosen = line.last(SILENT, WARNS, REFUSES);
    if (chosen == SILENT) call.environment.unset(STRICT);
    else if (chosen != null) call.environment.set(STRICT, Decimal.string(chosen == WARNS ? 1 : 2));
    if (chosen != null) return chosen == SILENT ? 0 : chosen == WARNS ? 1 : 2;
    byte[] told = call.environment.get(STRICT);
    long number = told == null ? Decimal.INVALID : Decimal.parse(told);
    if (number >= 0) return (int) Math.min(number, 2);
    if (told != null) {
      call.messages.warning().text("invalid EXECLINE_STRICT value, unsetting it").end();
      call.environment.unset(STRICT);
    }
    return -1;
  }

  /** Older parameters are pushed in what this program changed of its own environment. */
  private Environment pushed() {
    return Frame.push(trimmed(call.environment.all()), false);
  }

  private static byte[][] trimmed(byte[][] variables) {
    int count = 0;
    while (count < variables.length && variables[count] != null) count++;
    return Words.between(variables, 0, count);
  }

  private int substitute(Option way, int strictness) {
    long least = line.number(way, 0);
    boolean fatal = strictness > 1;
    if (parameters.length < least && strictness != 0) {
      (fatal ? call.messages.fatal() : call.messages.warning())
          .text("too few arguments: expecting at least ")
          .number(least)
          .text(" but got ")
          .number(parameters.length)
          .end();
      if (fatal) return ExitCode.USAGE;
    }
    Substitution table = table(least, way == SHIFTS);
    byte[] first = words[0];
    words = table.apply(words);
    if (words != null) return words.length == 0 ? 0 : become(call.environment);
    return call.messages
        .fatal()
        .unableTo("exec ")
        .bytes(first)
        .exit(ExitCode.NOT_EXECUTABLE, Errno.E2BIG);
  }

  private Substitution table(long least, boolean shifts) {
    Substitution table = new Substitution(Call.MOST_BYTES);
    int count = parameters.length;
    int behind = (int) Math.min(shifts ? least : 0, count);
    table.add(new byte[] {'#'}, new byte[][] {Decimal.string(count)});
    table.add(new byte[] {'0'}, new byte[][] {name});
    table.add(new byte[] {'@'}, Words.between(parameters, behind, count));
    long last = Math.max(least, count);
    for (long i = 1; i <= last; i++)
      table.add(Decimal.string(i), new byte[][] {i <= count ? parameters[(int) i - 1] : NOTHING});
    return table;
  }
}
