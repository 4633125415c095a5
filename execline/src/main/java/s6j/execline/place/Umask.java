package s6j.execline.place;

import s6j.cli.Program;
import s6j.execline.call.Call;
import s6j.execline.call.Words;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** umask: what new files do not allow. */
public final class Umask {
  private Umask() {}

  public static Program declaration() {
    return new Program(
        "umask", "execline-umask", "value prog...", "sets the mask of new files", Umask::run);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    Call call = new Call(posix, program, arguments, "execline-umask");
    if (arguments.length < 3) return call.usage();
    int behind = 0;
    byte[] word = arguments[1];
    while (behind < word.length && word[behind] >= '0' && word[behind] <= '7') behind++;
    long mask = Decimal.parse(word, 0, behind, 8);
    if (mask < 0) return call.usage();
    posix.umask((int) mask);
    return call.becomes(Words.between(arguments, 2, arguments.length));
  }
}
