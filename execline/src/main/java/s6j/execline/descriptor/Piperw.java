package s6j.execline.descriptor;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** piperw: a pipe at two numbers. */
public final class Piperw {
  private Piperw() {}

  public static Program declaration() {
    return new Program(
        "piperw", null, "fdr fdw prog...", "makes a pipe at two descriptors", Piperw::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    int reading = arguments.length < 4 ? -1 : Numbers.of(arguments[1]);
    int writing = reading < 0 ? -1 : Numbers.of(arguments[2]);
    if (writing < 0 || reading == writing) return call.usage();
    int[] ends = new int[2];
    int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    if (error < 0) return call.unable("create pipe", error);
    if (ends[1] == reading) {
      ends[1] = posix.dup(ends[1], 0, true);
      error = ends[1];
    }
    if (error >= 0) error = Numbers.move(posix, ends[0], reading);
    if (error >= 0) error = Numbers.move(posix, ends[1], writing);
    if (error < 0) return call.unable("move fds", error);
    return call.becomes(Words.between(arguments, 3, arguments.length));
  }
}
