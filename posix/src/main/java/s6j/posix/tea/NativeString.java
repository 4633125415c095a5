package s6j.posix.tea;

import org.teavm.interop.Address;
import s6j.posix.Errno;

/** A NUL-ended copy of a path, outside the Java heap so that making it allocates nothing there. */
final class NativeString {
  /** The kernel's PATH_MAX, the NUL counted. */
  private static final int LONGEST = 4096;

  final Address bytes;

  NativeString() {
    bytes = NativeBlock.take(LONGEST);
  }

  /** Copies a string up to its first NUL: 0, or {@code -ENAMETOOLONG}. */
  int set(byte[] string) {
    if (string == null) return -Errno.EFAULT;
    Address data = Address.ofData(string);
    int length = (int) CMemory.strnlen(data, string.length);
    if (length >= LONGEST) return -Errno.ENAMETOOLONG;
    CMemory.memcpy(bytes, data, length);
    bytes.add(length).putByte((byte) 0);
    return 0;
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
