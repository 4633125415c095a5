package org.teavm.runtime;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Unmanaged;

/**
 * The heap of the native images, in place of TeaVM's class of this name: it stands earlier on the
 * compiler's class path. It hands out the memory in order and never takes any back
 * (docs/decisions/0002). Daemons allocate nothing after their start and tools end before their heap
 * is full, so there is nothing to collect; a full heap ends the process with a message.
 *
 * <p>Its native methods and the signatures of its other methods are those TeaVM's C backend asks
 * for.
 */
@Unmanaged
@StaticInit
public final class GC {
  private static Address next = heapAddress();
  private static long free = availableBytes();

  private GC() {}

  public static native Address heapAddress();

  public static native long availableBytes();

  public static native void writeBarrier(RuntimeObject object);

  @Import(name = "teavm_outOfMemory")
  public static native void outOfMemory();

  public static int getFreeMemory() {
    return (int) free;
  }

  /** Fresh memory of {@code size} bytes: pages of the kernel, hence zero. */
  public static RuntimeObject alloc(int size) {
    return take(size).toStructure();
  }

  /** {@code size} is a multiple of 8, since all sizes of objects are. */
  static Address take(long size) {
    if (size < 0 || size > free) outOfMemory();
    Address taken = next;
    next = taken.add(size);
    free -= size;
    return taken;
  }

  public static void collectGarbage() {}

  public static void collectGarbageFull() {}

  public static void registerDirectBuffer(RuntimeBuffer buffer) {}
}
