package s6j.log.ship;

import s6j.posix.Posix;

/** How long to wait before a receiver is tried again: ever longer, and not all at the same time. */
final class Pauses {
  static final int FIRST = 1000;
  static final int LONGEST = 60_000;

  private final byte[] randomBytes = new byte[4];
  private int next = FIRST;

  long next(Posix posix) {
    int random = 0;
    if (posix.random(randomBytes, 0, randomBytes.length) >= 0)
      for (byte b : randomBytes) random = random << 8 | b & 0xff;
    return next(random);
  }

  /** Milliseconds: of the present pause at least a half, by a random number. */
  long next(int random) {
    int half = next / 2;
    long pause = half + Math.floorMod(random, half + 1);
    next = Math.min(2 * next, LONGEST);
    return pause;
  }

  void reset() {
    next = FIRST;
  }
}
