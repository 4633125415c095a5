package s6j.portable.file;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.portable.call.ToolCall;
import s6j.posix.Posix;

/** s6-mkfifo: new fifos. */
public final class Mkfifo {
  private static final Option MODE =
      Option.value('m', "mode", "this mode, in base 8, whatever the umask").octal().number();

  private static final int FOR_ALL = 0666;
  private static final int EXECUTION = 0111;

  private Mkfifo() {}

  public static Program declaration() {
    return new Program("s6-mkfifo", null, "[ -m mode ] fifo...", "makes fifos", Mkfifo::run)
        .options(MODE);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    ToolCall call = new ToolCall(posix, program, arguments);
    Line line = call.read(1);
    if (line.refused()) return line.exitCode();
    int present = posix.umask(EXECUTION);
    int mode = (int) line.number(MODE, FOR_ALL & ~hidden(present));
    for (int i = 0; i < line.operandCount(); i++) {
      int error = posix.mkfifo(Posix.CWD, line.operand(i), mode);
      if (error < 0) return call.unable("mkfifo ", line.operand(i), error);
    }
    return 0;
  }

  /** A mask that forbids reading to somebody hides the fifo; one against writing means files. */
  private static int hidden(int mask) {
    return (mask >> 2 & 0111) * 7;
  }
}
