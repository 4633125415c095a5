package org.teavm.runtime;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The heap of the native images, in place of TeaVM's class of this name: it stands earlier on the
 * compiler's class path. It hands out the memory in order and never takes any back
 * (docs/decisions/0002). Daemons allocate nothing after their start and tools end before their heap
 * is full, so there is nothing to collect. The heap grows by pieces (image.c) up to the image's
 * size; where there is no more, the process ends with a message.
 *
 * <p>Its native methods and the signatures of its other methods are those TeaVM's C backend asks
 * for.
 */
@Unmanaged
@StaticInit
public final class GC {
  /** From this size on an array is taken from the far end, so that small objects lie together. */
  private static final int BIG = 2048;

  private static Address next = heapAddress();
  private static long free = availableBytes();

  private GC() {}

  public static native Address heapAddress();

  public static native long availableBytes();

  public static native void writeBarrier(RuntimeObject object);

  @Import(name = "teavm_outOfMemory")
  public static native void outOfMemory();

  /** Replaces what {@link #heapAddress} and {@link #availableBytes} answer, or ends the process. */
  @Import(name = "teavm_gc_addPiece")
  private static native void addPiece(long size);

  public static int getFreeMemory() {
    return (int) free;
  }

  /** Fresh memory of {@code size} bytes: pages of the kernel, hence zero. */
  public static RuntimeObject alloc(int size) {
    return take(size).toStructure();
  }

  /** {@code size} is a multiple of 8, since all sizes of objects are. */
  static Address take(long size) {
    if (size < 0 || size > free) grow(size);
    free -= size;
    if (size >= BIG) return next.add(free);
    Address taken = next;
    next = taken.add(size);
    return taken;
  }

  /** What is left of the present piece is lost. */
  private static void grow(long size) {
    addPiece(size);
    next = heapAddress();
    free = availableBytes();
  }

  public static void collectGarbage() {}

  public static void collectGarbageFull() {}

  public static void registerDirectBuffer(RuntimeBuffer buffer) {}
}
