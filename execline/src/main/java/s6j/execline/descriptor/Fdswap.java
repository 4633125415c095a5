package s6j.execline.descriptor;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.Posix;

/** fdswap: exchanges two descriptors. */
public final class Fdswap {
  private Fdswap() {}

  public static Program declaration() {
    return new Program("fdswap", null, "fd1 fd2 prog...", "exchanges two descriptors", Fdswap::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    int first = arguments.length < 4 ? -1 : Numbers.of(arguments[1]);
    int second = first < 0 ? -1 : Numbers.of(arguments[2]);
    if (second < 0) return call.usage();
    int error = swap(posix, first, second);
    if (error < 0) return call.unable("swap fds", error);
    return call.becomes(Words.between(arguments, 3, arguments.length));
  }

  private static int swap(Posix posix, int first, int second) {
    if (first == second) return Math.min(posix.descriptorFlags(first), 0);
    int kept = posix.dup(first, 0, true);
    if (kept < 0) return kept;
    int error = posix.descriptorFlags(second);
    if (error >= 0) error = posix.dup2(second, first);
    if (error >= 0) error = posix.dup2(kept, second);
    posix.close(kept);
    return Math.min(error, 0);
  }
}
