package s6j.posix.jnr;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/**
 * A piece of memory outside the Java heap, allocated once, grown when asked for more; freed with
 * its object.
 */
final class NativeMemory {
  private Pointer memory;
  private int size;

  NativeMemory(int size) {
    allocate(size);
  }

  private void allocate(int wanted) {
    memory = Memory.allocateDirect(CLibrary.RUNTIME, wanted, true);
    size = wanted;
  }

  /** The address of at least {@code wanted} bytes; what they held is lost if they had to grow. */
  long address(int wanted) {
    if (wanted > size) allocate(Math.max(wanted, 2 * size));
    return memory.address();
  }

  long address() {
    return memory.address();
  }

  int size() {
    return size;
  }

  void clear(int length) {
    memory.setMemory(0, length, (byte) 0);
  }

  void put(int at, byte[] bytes, int offset, int length) {
    memory.put(at, bytes, offset, length);
  }

  void get(int at, byte[] bytes, int offset, int length) {
    memory.get(at, bytes, offset, length);
  }

  void putByte(int at, int value) {
    memory.putByte(at, (byte) value);
  }

  void putShort(int at, int value) {
    memory.putShort(at, (short) value);
  }

  void putInt(int at, int value) {
    memory.putInt(at, value);
  }

  void putLong(int at, long value) {
    memory.putLong(at, value);
  }

  byte getByte(int at) {
    return memory.getByte(at);
  }

  short getShort(int at) {
    return memory.getShort(at);
  }

  int getInt(int at) {
    return memory.getInt(at);
  }

  long getLong(int at) {
    return memory.getLong(at);
  }

  /** Puts a string and its NUL; the place behind them. */
  int putString(int at, byte[] string) {
    int length = CString.length(string);
    memory.put(at, string, 0, length);
    memory.putByte(at + length, (byte) 0);
    return at + length + 1;
  }

  /** The string at an address the C library answered; null for a null pointer. */
  static byte @Nullable [] string(long address) {
    if (address == 0) return null;
    Pointer text = Pointer.wrap(CLibrary.RUNTIME, address);
    int length = 0;
    while (text.getByte(length) != 0) length++;
    byte[] string = new byte[length];
    text.get(0, string, 0, length);
    return string;
  }

  /** The pointer at an address the C library answered. */
  static long pointer(long address) {
    return Pointer.wrap(CLibrary.RUNTIME, address).getLong(0);
  }
}
