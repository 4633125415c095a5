package s6j.execline.descriptor;

import s6j.posix.Decimal;
import s6j.posix.Posix;

/** Numbers of descriptors on command lines. */
final class Numbers {
  /** What is a number and can be no descriptor. */
  private static final int NONE = Integer.MAX_VALUE;

  private Numbers() {}

  /** The descriptor that a word names; negative for what is no number. */
  static int of(byte[] word) {
    long number = Decimal.parse(word);
    return number > NONE ? NONE : (int) number;
  }

  /** Moves a descriptor to a number; the same one just stays open in what follows. */
  static int move(Posix posix, int from, int to) {
    if (from == to) return posix.setCloseOnExec(to, false);
    int error = posix.dup2(from, to);
    if (error >= 0) posix.close(from);
    return Math.min(error, 0);
  }
}
