package s6j.posix.tea;

import org.teavm.interop.Address;

/**
 * A null-ended vector of NUL-ended strings, as exec takes it, in one block that only grows: of the
 * heap, twice as big each time, and of malloc where it is big.
 */
final class NativeStrings {
  private static final int POINTER = 8;

  private static final int FEW = 256;
  private static final int MANY = 65536;

  private Address block = NativeBlock.take(FEW);
  private long capacity = FEW;

  /** Copies the strings up to the first null element; the vector, good until the next fill. */
  Address fill(byte[][] strings) {
    int count = 0;
    long size = POINTER;
    while (count < strings.length && strings[count] != null) {
      size += POINTER + length(strings[count]) + 1;
      count++;
    }
    reserve(size);
    Address text = block.add(POINTER * (count + 1L));
    for (int i = 0; i < count; i++) {
      block.add(POINTER * i).putAddress(text);
      text = append(text, strings[i]);
    }
    block.add(POINTER * count).putLong(0);
    return block;
  }

  /** New Java strings of a vector. */
  static byte[][] copy(Address vector) {
    int count = 0;
    while (vector.add(POINTER * count).getLong() != 0) count++;
    byte[][] strings = new byte[count][];
    for (int i = 0; i < count; i++)
      strings[i] = NativeString.copy(vector.add(POINTER * i).getAddress());
    return strings;
  }

  private static Address append(Address at, byte[] string) {
    long length = length(string);
    CMemory.memcpy(at, Address.ofData(string), length);
    at.add(length).putByte((byte) 0);
    return at.add(length + 1);
  }

  private static long length(byte[] string) {
    return CMemory.strnlen(Address.ofData(string), string.length);
  }

  private void reserve(long size) {
    if (size <= capacity) return;
    if (capacity > MANY) CMemory.free(block);
    boolean isBig = size > MANY;
    capacity = isBig ? size : Math.min(MANY, Math.max(size, 2 * capacity));
    block = isBig ? CMemory.had(CMemory.malloc(size)) : NativeBlock.take(capacity);
  }
}
