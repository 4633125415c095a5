package s6j.execline.descriptor;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.Posix;

/** fdblock: whether reading and writing wait. */
public final class Fdblock {
  private static final Option NOT = Option.flag('n', "reading and writing do not wait");

  private Fdblock() {}

  public static Program declaration() {
    return new Program(
            "fdblock", null, "[ -n ] fd prog...", "makes a descriptor blocking", Fdblock::run)
        .options(NOT);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(2);
    if (line.refused()) return line.exitCode();
    int fd = Numbers.of(line.operand(0));
    if (fd < 0) return call.usage();
    int error = posix.setNonBlocking(fd, line.has(NOT));
    if (error < 0) return call.unable(line.has(NOT) ? "ndelay_on" : "ndelay_off", error);
    return call.becomes(line.operands(1));
  }
}
