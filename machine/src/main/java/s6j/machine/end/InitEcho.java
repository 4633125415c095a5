package s6j.machine.end;

import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Posix;

/** s6-linux-init-echo: its words, for scripts of machines that have no other echo. */
public final class InitEcho {
  private static final Option OPEN = Option.flag('n', "no newline at the end");
  private static final Option SEPARATOR =
      Option.value('s', "sep", "the first byte of sep between words, NUL if it has none");
  private static final byte[] BLANK = {' '};
  private static final byte[] NUL = {0};
  private static final int STDOUT = 1;
  private static final int BUFFER = 4096;

  private InitEcho() {}

  public static Program declaration() {
    return new Program(
            "s6-linux-init-echo",
            null,
            "[ -n ] [ -s sep ] args...",
            "writes its arguments",
            InitEcho::run)
        .options(OPEN, SEPARATOR);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Messages messages = new Messages(posix, CString.of(program.name));
    Line line = program.read(arguments, messages, 0);
    if (line.refused()) return line.exitCode();
    byte[] separator = line.bytes(SEPARATOR, BLANK);
    if (separator.length == 0) separator = NUL;
    Output out = new Output(posix, STDOUT, BUFFER);
    for (int i = 0; i < line.operandCount(); i++) {
      if (i > 0) out.bytes(separator, 0, 1);
      out.bytes(line.operand(i));
    }
    if (!line.has(OPEN)) out.line();
    return out.finish(messages, 0);
  }
}
