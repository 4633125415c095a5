package s6j.posix.jnr;

import s6j.posix.CString;

/** A vector of strings as execve takes it: pointers, a null pointer, then the bytes. */
final class StringVector {
  private static final int POINTER = 8;

  private final NativeMemory memory;

  /** {@code strings} ends at its first null or its end. */
  StringVector(byte[][] strings) {
    int count = count(strings);
    memory = new NativeMemory(size(strings, count));
    int at = (count + 1) * POINTER;
    for (int i = 0; i < count; i++) {
      memory.putLong(i * POINTER, memory.address() + at);
      at = memory.putString(at, strings[i]);
    }
    memory.putLong(count * POINTER, 0);
  }

  long address() {
    return memory.address();
  }

  private static int count(byte[][] strings) {
    int count = 0;
    while (count < strings.length && strings[count] != null) count++;
    return count;
  }

  private static int size(byte[][] strings, int count) {
    int size = (count + 1) * POINTER;
    for (int i = 0; i < count; i++) size += CString.length(strings[i]) + 1;
    return size;
  }
}
