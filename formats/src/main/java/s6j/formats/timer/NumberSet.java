package s6j.formats.timer;

/** Some of the numbers from {@code least} to {@code most}. */
final class NumberSet {
  static final int NONE = -1;
  private static final int BITS = 64;

  final int least;
  final int most;
  private final long[] bits;

  NumberSet(int least, int most) {
    this.least = least;
    this.most = most;
    bits = new long[(most - least) / BITS + 1];
  }

  boolean takes(int number) {
    return number >= least && number <= most;
  }

  NumberSet add(int number) {
    bits[(number - least) / BITS] |= 1L << ((number - least) & (BITS - 1));
    return this;
  }

  NumberSet addAll() {
    for (int i = least; i <= most; i++) add(i);
    return this;
  }

  boolean has(int number) {
    if (!takes(number)) return false;
    return (bits[(number - least) / BITS] >>> ((number - least) & (BITS - 1)) & 1) != 0;
  }

  /** The smallest from {@code number} on, or {@link #NONE}. */
  int from(int number) {
    for (int i = number < least ? least : number; i <= most; i++) if (has(i)) return i;
    return NONE;
  }

  boolean isWhole() {
    for (int i = least; i <= most; i++) if (!has(i)) return false;
    return true;
  }
}
