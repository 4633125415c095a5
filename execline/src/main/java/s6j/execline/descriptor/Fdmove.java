package s6j.execline.descriptor;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.posix.Errno;
import s6j.posix.Posix;

/** fdmove: moves or copies a descriptor. */
public final class Fdmove {
  private static final Option COPIES = Option.flag('c', "copy it, the old one stays open");

  private Fdmove() {}

  public static Program declaration() {
    return new Program(
            "fdmove",
            null,
            "[ -c ] to from prog...",
            "moves a descriptor to another number",
            Fdmove::run)
        .options(COPIES);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    Line line = call.read(3);
    if (line.refused()) return line.exitCode();
    int to = Numbers.of(line.operand(0));
    int from = Numbers.of(line.operand(1));
    if (to < 0 || from < 0) return call.usage();
    int error = line.has(COPIES) ? copy(posix, from, to) : move(posix, from, to);
    if (error >= 0) return call.becomes(line.operands(2));
    return call.messages
        .fatal()
        .unableTo("move fd ")
        .bytes(line.operand(1))
        .text(" to fd ")
        .bytes(line.operand(0))
        .exit(ExitCode.SYSTEM, error);
  }

  private static int copy(Posix posix, int from, int to) {
    return from == to ? -Errno.EINVAL : posix.dup2(from, to);
  }

  /** To itself is well, even of a closed one. */
  private static int move(Posix posix, int from, int to) {
    int error = Numbers.move(posix, from, to);
    return from == to ? 0 : error;
  }
}
