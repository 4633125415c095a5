package s6j.posix.jnr;

import s6j.posix.CString;

/** A place for one path on its way to the C library. */
final class NativePath {
  static final int LONGEST = 4095;

  private final NativeMemory memory = new NativeMemory(LONGEST + 1);

  /** Holds the path; false if it is too long. */
  boolean set(byte[] path) {
    if (CString.length(path) > LONGEST) return false;
    memory.putString(0, path);
    return true;
  }

  long address() {
    return memory.address();
  }
}
