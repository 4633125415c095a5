package s6j.portable.process;

import s6j.cli.Line;
import s6j.cli.NextProgram;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Decimal;
import s6j.posix.Pause;
import s6j.posix.Posix;

/** s6-sleep: some time, then another program. */
public final class Sleep {
  private static final Option MILLISECONDS =
      Option.flag('m', "the duration is in milliseconds, not in seconds");
  private static final long SECOND = 1000;

  private Sleep() {}

  public static Program declaration() {
    return new Program(
            "s6-sleep", null, "[ -m ] duration prog...", "waits, then runs a program", Sleep::run)
        .options(MILLISECONDS);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    long duration = Decimal.parse(line.operand(0));
    if (duration < 0) return call.usage();
    Pause.millis(posix, line.has(MILLISECONDS) ? duration : duration * SECOND);
    byte[][] command = line.operands(1);
    return command.length == 0 ? 0 : new NextProgram(posix, call.messages, command).exec();
  }
}
