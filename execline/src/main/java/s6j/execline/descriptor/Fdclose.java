package s6j.execline.descriptor;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.Posix;

/** fdclose: closes a descriptor. */
public final class Fdclose {
  private Fdclose() {}

  public static Program declaration() {
    return new Program("fdclose", null, "fd prog...", "closes a descriptor", Fdclose::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments);
    int fd = arguments.length < 3 ? -1 : Numbers.of(arguments[1]);
    if (fd < 0) return call.usage();
    posix.close(fd);
    return call.becomes(Words.between(arguments, 2, arguments.length));
  }
}
