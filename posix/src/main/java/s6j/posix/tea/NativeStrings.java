package s6j.posix.tea;

import org.teavm.interop.Address;

/**
 * A null-ended vector of NUL-ended strings, as exec takes it, in one block that only grows: of the
 * heap, twice as big each time, and of malloc where it is big.
 */
final class NativeStrings {
  private static final int FEW = 256;
  private static final int MANY = 65536;

  private Address block = NativeBlock.take(FEW);
  private long capacity = FEW;

  /** Copies the strings up to the first null element; the vector, good until the next fill. */
  Address fill(byte[][] strings) {
    int count = 0;
    int pointer = Address.sizeOf();
    long size = pointer;
    while (count < strings.length && strings[count] != null) {
      size += pointer + length(strings[count]) + 1;
      count++;
    }
    reserve(size);
    Address text = at(block, count + 1);
    for (int i = 0; i < count; i++) {
      at(block, i).putAddress(text);
      text = append(text, strings[i]);
    }
    at(block, count).putAddress(Address.fromLong(0));
    return block;
  }

  /** New Java strings of a vector. */
  static byte[][] copy(Address vector) {
    int count = 0;
    while (hasMore(vector, count)) count++;
    byte[][] strings = new byte[count][];
    for (int i = 0; i < count; i++) strings[i] = NativeString.copy(at(vector, i).getAddress());
    return strings;
  }

  /** The place of a vector's element: its pointers are as big as those of the machine. */
  static Address at(Address vector, int index) {
    return vector.add(Address.sizeOf() * (long) index);
  }

  /** Whether a null-ended vector has so many elements, and one more. */
  static boolean hasMore(Address vector, int index) {
    return at(vector, index).getAddress().toLong() != 0;
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
