package s6j.posix.tea;

import org.teavm.interop.Address;

/**
 * Memory outside the Java heap that is never given back: what {@link NativePosix} keeps for its
 * calls, side by side, so that an idle daemon owns few pages.
 */
final class NativeBlock {
  private static final int SIZE = 16384;
  private static final int ALIGNMENT = 16;
  private static Address next = CMemory.mmap(Address.fromLong(0), SIZE, 3, 0x22, -1, 0);
  private static long free = SIZE;

  private NativeBlock() {}

  /** Zeroed memory of {@code size} bytes. */
  static Address take(long size) {
    long whole = (size + ALIGNMENT - 1) & -ALIGNMENT;
    if (whole > free) return CMemory.calloc(1, whole);
    Address taken = next;
    next = taken.add(whole);
    free -= whole;
    return taken;
  }
}
