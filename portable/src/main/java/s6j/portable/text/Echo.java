package s6j.portable.text;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-echo: its words, as they are. */
public final class Echo {
  private static final Option OPEN = Option.flag('n', "no newline at the end");
  private static final Option SEPARATOR =
      Option.value('s', "sep", "the first byte of sep between words, NUL if it has none");
  private static final byte[] BLANK = {' '};
  private static final byte[] NUL = {0};

  private Echo() {}

  public static Program declaration() {
    return new Program(
            "s6-echo", null, "[ -n ] [ -s sep ] args...", "writes its arguments", Echo::run)
        .options(OPEN, SEPARATOR);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(0);
    if (line.refused()) return line.exitCode();
    byte[] separator = line.bytes(SEPARATOR, BLANK);
    if (separator.length == 0) separator = NUL;
    Output out = call.output();
    for (int i = 0; i < line.operandCount(); i++) {
      if (i > 0) out.bytes(separator, 0, 1);
      out.bytes(line.operand(i));
    }
    if (!line.has(OPEN)) out.line();
    return out.finish(call.messages, 0);
  }
}
