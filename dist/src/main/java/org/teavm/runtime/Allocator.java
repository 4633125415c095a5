package org.teavm.runtime;

import org.teavm.interop.Address;
import org.teavm.interop.StaticInit;
import org.teavm.interop.Structure;
import org.teavm.interop.Unmanaged;

/**
 * Makes objects and arrays on the heap of {@link GC}, in place of TeaVM's class of this name, which
 * clears what it allocates: that would touch every page of a buffer that is never filled.
 */
@StaticInit
@Unmanaged
public final class Allocator {
  private static final int DIMENSION = 4;

  private Allocator() {}

  public static Address allocate(RuntimeClass type) {
    RuntimeObject object = GC.take(aligned(type.size)).toStructure();
    object.classReference = type.pack();
    return object.toAddress();
  }

  /** The header, the elements, and what rounds them up. */
  public static Address allocateArray(RuntimeClass type, int size) {
    int element = RuntimeClass.isPrimitive(type.itemType) ? type.itemType.size : Address.sizeOf();
    long header = rounded(Structure.sizeOf(RuntimeArray.class), element);
    long bytes = size < 0 ? size : aligned(header + (long) element * size);
    RuntimeArray array = GC.take(bytes).toStructure();
    array.classReference = type.pack();
    array.size = size;
    return array.toAddress();
  }

  /** An array of arrays; {@code dimensions} points to the sizes, the outermost first. */
  public static RuntimeArray allocateMultiArray(RuntimeClass type, Address dimensions, int count) {
    int size = dimensions.getInt();
    RuntimeArray array = allocateArray(type, size).toStructure();
    if (count == 1) return array;
    long header = rounded(Structure.sizeOf(RuntimeArray.class), Address.sizeOf());
    Address element = array.toAddress().add(header);
    for (int i = 0; i < size; i++) {
      Address inner =
          allocateMultiArray(type.itemType, dimensions.add(DIMENSION), count - 1).toAddress();
      element.putAddress(inner);
      element = element.add(Address.sizeOf());
    }
    return array;
  }

  private static long aligned(long size) {
    return rounded(size, Address.sizeOf());
  }

  private static long rounded(long size, int unit) {
    return (size + unit - 1) / unit * unit;
  }
}
