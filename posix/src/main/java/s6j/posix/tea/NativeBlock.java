package s6j.posix.tea;

import org.teavm.interop.Address;

/**
 * Memory for C that is never given back: what {@link NativePosix} keeps for its calls, beside the
 * other objects of the start in the heap, where nothing moves, so that an idle daemon owns few
 * pages.
 */
final class NativeBlock {
  private static final int UNIT = 8;

  private NativeBlock() {}

  /** Zeroed memory of {@code size} bytes, for whatever has no greater alignment than a long. */
  static Address take(long size) {
    return Address.ofData(new long[(int) ((size + UNIT - 1) / UNIT)]);
  }
}
