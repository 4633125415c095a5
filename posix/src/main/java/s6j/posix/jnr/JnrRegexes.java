package s6j.posix.jnr;

import s6j.posix.CString;
import s6j.posix.Posix;

/**
 * Regular expressions of {@link JnrPosix}, in the C locale: the virtual machine sets the user's,
 * the reference none.
 */
final class JnrRegexes {
  private static final int REG_EXTENDED = 1;
  private static final int REG_NOSUB = 8;
  private static final int REG_ESPACE = 12;
  private static final int LC_ALL_MASK = 0x1fbf;

  /** More than glibc's regex_t, which takes 64 bytes. */
  private static final int STRUCTURE = 128;

  /** re_nsub in glibc's regex_t. */
  private static final int GROUPS_AT = 48;

  private static final int MOST = 1024;

  private final RegexCalls c = CLibrary.bind(RegexCalls.class);
  private final NativeMemory[] compiled = new NativeMemory[MOST];
  private final NativeMemory text = new NativeMemory(1 << 12);
  private final long locale;

  JnrRegexes() {
    text.putString(0, CString.of("C"));
    locale = c.newlocale(LC_ALL_MASK, text.address(), 0);
  }

  int compile(byte[] pattern, int flags) {
    int handle = freeHandle();
    if (handle < 0) return -REG_ESPACE;
    NativeMemory regex = new NativeMemory(STRUCTURE);
    long address = text.address(pattern.length + 1);
    text.putString(0, pattern);
    long old = c.uselocale(locale);
    int inC = flags & (Posix.REG_NEWLINE | Posix.REG_ICASE);
    if ((flags & Posix.REG_BASIC) == 0) inC |= REG_EXTENDED;
    if ((flags & Posix.REG_GROUPS) == 0) inC |= REG_NOSUB;
    int error = c.regcomp(regex.address(), address, inC);
    c.uselocale(old);
    if (error != 0) return -error;
    compiled[handle] = regex;
    return handle;
  }

  boolean matches(int handle, byte[] buffer, int offset, int length) {
    long address = text.address(length + 1);
    text.put(0, buffer, offset, length);
    text.putByte(length, 0);
    long old = c.uselocale(locale);
    int result = c.regexec(compiled[handle].address(), address, 0, 0, 0);
    c.uselocale(old);
    return result == 0;
  }

  int groups(int handle) {
    return (int) compiled[handle].getLong(GROUPS_AT);
  }

  /** A regmatch_t is two ints. */
  boolean matchGroups(int handle, byte[] string, int[] places) {
    NativeMemory found = new NativeMemory(4 * places.length + 8);
    long address = text.address(string.length + 1);
    text.putString(0, string);
    long old = c.uselocale(locale);
    int count = places.length / 2;
    int result = c.regexec(compiled[handle].address(), address, count, found.address(), 0);
    c.uselocale(old);
    for (int i = 0; i < places.length && result == 0; i++) places[i] = found.getInt(4 * i);
    return result == 0;
  }

  void free(int handle) {
    c.regfree(compiled[handle].address());
    compiled[handle] = null;
  }

  int error(int error, byte[] buffer) {
    long address = text.address(256);
    long old = c.uselocale(locale);
    int size = (int) c.regerror(-error, 0, address, 256);
    c.uselocale(old);
    int length = Math.min(Math.min(size, 256) - 1, buffer.length);
    text.get(0, buffer, 0, length);
    return length;
  }

  private int freeHandle() {
    for (int i = 0; i < MOST; i++) if (compiled[i] == null) return i;
    return -1;
  }
}
