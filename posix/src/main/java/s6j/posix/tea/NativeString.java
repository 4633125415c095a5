package s6j.posix.tea;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import s6j.posix.Errno;

/** A NUL-ended copy of a path: a short one until a long one has come, once, so that it is small. */
final class NativeString {
  /** The kernel's PATH_MAX, the NUL counted. */
  private static final int LONGEST = 4096;

  private static final int SHORT = 256;

  Address bytes = NativeBlock.take(SHORT);
  private int capacity = SHORT;

  /** Copies a string up to its first NUL: 0, or {@code -ENAMETOOLONG}. */
  int set(byte @Nullable [] string) {
    if (string == null) return -Errno.EFAULT;
    Address data = Address.ofData(string);
    int length = (int) CMemory.strnlen(data, string.length);
    if (length >= LONGEST) return -Errno.ENAMETOOLONG;
    if (length >= capacity) {
      bytes = NativeBlock.take(LONGEST);
      capacity = LONGEST;
    }
    CMemory.memcpy(bytes, data, length);
    bytes.add(length).putByte((byte) 0);
    return 0;
  }

  /** Whether a NUL-ended C string begins with the first bytes of one without NUL. */
  static boolean startsWith(Address string, byte[] prefix, int length) {
    for (int i = 0; i < length; i++) if (string.add(i).getByte() != prefix[i]) return false;
    return true;
  }

  /** A new Java string of a NUL-ended C string, which may be null. */
  static byte[] copy(Address string) {
    if (string.toLong() == 0) return new byte[0];
    int length = (int) CMemory.strlen(string);
    byte[] copy = new byte[length];
    CMemory.memcpy(Address.ofData(copy), string, length);
    return copy;
  }
}
