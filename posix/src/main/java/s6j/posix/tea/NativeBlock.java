package s6j.posix.tea;

import org.teavm.interop.Address;

/**
 * Memory for C that is never given back: what {@link NativePosix} keeps for its calls, side by side
 * in one array of the heap, whose objects never move, so that an idle daemon owns few pages.
 */
final class NativeBlock {
  private static final int SIZE = 16384;
  private static final int ALIGNMENT = 16;
  private static Address next = fresh(SIZE);
  private static long free = SIZE;

  private NativeBlock() {}

  /** Zeroed memory of {@code size} bytes. */
  static Address take(long size) {
    long whole = (size + ALIGNMENT - 1) & -ALIGNMENT;
    if (whole > free) return fresh((int) whole);
    Address taken = next;
    next = taken.add(whole);
    free -= whole;
    return taken;
  }

  private static Address fresh(int size) {
    long data = Address.ofData(new byte[size + ALIGNMENT]).toLong();
    return Address.fromLong((data + ALIGNMENT - 1) & -ALIGNMENT);
  }
}
