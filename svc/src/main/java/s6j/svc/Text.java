package s6j.svc;

import s6j.posix.CString;
import s6j.posix.Decimal;

/** Bytes of a file in the making; grows. */
final class Text {
  private static final String HEX = "0123456789abcdef";

  /** What follows the backslash for bytes 7 to 13. */
  private static final String ESCAPES = "abtnvfr";

  private byte[] bytes = new byte[256];
  private int length;

  Text add(String text) {
    for (int i = 0; i < text.length(); i++) put((byte) text.charAt(i));
    return this;
  }

  Text add(byte[] string) {
    int count = CString.length(string);
    for (int i = 0; i < count; i++) put(string[i]);
    return this;
  }

  Text add(long number) {
    return add(Decimal.string(number));
  }

  /** Adds a string as one word of an execline script, in double quotes (execlineb page). */
  Text quoted(byte[] string) {
    put((byte) '"');
    int count = CString.length(string);
    for (int i = 0; i < count; i++) escaped(string[i] & 0xff);
    put((byte) '"');
    return this;
  }

  byte[] toBytes() {
    return CString.slice(bytes, 0, length);
  }

  private void escaped(int c) {
    if (c >= 7 && c <= 13) {
      add("\\");
      put((byte) ESCAPES.charAt(c - 7));
    } else if (c < 32 || c > 126) {
      add("\\0x");
      put((byte) HEX.charAt(c >> 4));
      put((byte) HEX.charAt(c & 15));
    } else {
      if (c == '"' || c == '\\') add("\\");
      put((byte) c);
    }
  }

  private void put(byte b) {
    if (length == bytes.length) {
      byte[] more = new byte[length * 2];
      System.arraycopy(bytes, 0, more, 0, length);
      bytes = more;
    }
    bytes[length++] = b;
  }
}
