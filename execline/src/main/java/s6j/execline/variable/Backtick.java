package s6j.execline.variable;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Blocks;
import s6j.execline.call.Bytes;
import s6j.execline.call.Call;
import s6j.execline.call.Children;
import s6j.execline.call.Chomping;
import s6j.execline.call.Words;
import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;

/** backtick: what a block writes, in a variable. */
public final class Backtick {
  private static final int NULL_BYTE = 124;
  private static final Option STRICT =
      Option.flag('i', "end if the block fails or writes a null byte (default)");
  private static final Option LENIENT = Option.flag('I', "take what there is, up to a null byte");
  private static final Option REMOVES =
      Option.flag('x', "remove the variable if the block fails or writes a null byte");
  private static final Option DEFAULT =
      Option.value('D', "default", "the value if the block fails or writes a null byte");

  private final Call call;
  private final Line line;
  private final byte[] variable;
  private final ByteSink output = new ByteSink(4096);
  private int status;

  private Backtick(Call call, Line line) {
    this.call = call;
    this.line = line;
    variable = line.operand(0);
  }

  public static Program declaration() {
    return new Program(
            "backtick",
            null,
            "[ -i | -I | -x | -D default ] [ -N | -n ] [ -E | -e ] var { prog... } remainder...",
            "sets a variable to what a block writes",
            Backtick::run)
        .options(STRICT, LENIENT, REMOVES, DEFAULT, Chomping.KEEPS, Chomping.CHOMPS)
        .options(Chomping.IMPORTS, Chomping.EXPORTS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    if (!Call.isName(line.operand(0))) return call.wrong("invalid variable name");
    Blocks blocks = new Blocks(call, line.operands(1));
    byte[][] block = blocks.read();
    if (block == null) return blocks.unterminated("unterminated block");
    if (block.length == 0) return call.wrong("empty block");
    if (blocks.isAtEnd()) return call.wrong("the command line after the block must not be empty");
    Backtick backtick = new Backtick(call, line);
    int code = backtick.collect(block);
    return code != 0 ? code : backtick.take(blocks.rest());
  }

  /** Runs the block to its end: 0, or the exit code. */
  private int collect(byte[][] block) {
    Posix posix = call.posix;
    int[] ends = new int[2];
    int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (error < 0) return call.unable("spawn ", block[0], error);
    Children children = new Children(call);
    int pid = children.startOrSay(children.planUnmasked(block).move(ends[1], 1));
    if (pid == 0) return ExitCode.SYSTEM;
    posix.close(ends[1]);
    error = Bytes.readAll(posix, ends[0], output);
    if (error < 0) return call.unable("slurp", error);
    posix.close(ends[0]);
    status = children.await(pid);
    return status < 0 ? call.unable("wait_pid", status) : 0;
  }

  private int take(byte[][] command) {
    Option way = line.last(STRICT, LENIENT, REMOVES, DEFAULT);
    boolean strict = way == null || way == STRICT;
    boolean failed = Children.exact(status) != 0;
    int length = CString.length(output.copy());
    boolean hasNull = length < output.length();
    if (strict && failed)
      return call.messages
          .fatal()
          .text(
              WaitStatus.signaled(status)
                  ? "child process crashed"
                  : "child process exited non-zero")
          .exit(WaitStatus.passedOn(status));
    if (strict && hasNull) return call.messages.fatal().text(NULL).exit(NULL_BYTE);
    byte[] value = null;
    if (strict || way == LENIENT || !failed && !hasNull) value = text(failed, length);
    else if (way == DEFAULT) value = line.bytes(DEFAULT, null);
    if (!failed && hasNull && way != LENIENT) call.messages.warning().text(NULL).end();
    return become(value, !strict, command);
  }

  private static final String NULL = "child process output contained a null character";

  /** The newline that is dropped is the last byte of all that was written. */
  private byte[] text(boolean failed, int length) {
    if (!failed) output.cut(length);
    if (!line.chose(Chomping.KEEPS, Chomping.CHOMPS)) Chomping.chomp(output);
    return CString.slice(output.array(), 0, Math.min(length, output.length()));
  }

  private int become(byte @Nullable [] value, boolean tellsEnd, byte[][] command) {
    if (value == null) call.environment.unset(variable);
    else call.environment.set(variable, value);
    if (tellsEnd) call.environment.set("?", Decimal.string(Children.exact(status)));
    boolean imports = line.chose(Chomping.IMPORTS, Chomping.EXPORTS);
    if (!imports || value == null && !tellsEnd) return call.becomes(command);
    Words words = new Words().add("multisubstitute");
    if (value != null) addImport(words, variable);
    if (tellsEnd) addImport(words, CString.of("?"));
    return call.becomes(words.add("").addAll(command).array());
  }

  private static void addImport(Words words, byte[] name) {
    byte[] word = CString.concat(new byte[] {' '}, name);
    words.add(" importas").add(" -uSi").add(" --").add(word);
  }
}
