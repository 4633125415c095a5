package s6j.svscan;

import s6j.posix.CString;

/** The text of an execline script, as it is put together. */
final class ScriptText {
  private static final String DIGITS = "0123456789abcdef";

  private byte[] text;
  private int length;

  ScriptText(int expected) {
    text = new byte[expected];
  }

  ScriptText add(String part) {
    return add(CString.of(part));
  }

  ScriptText add(byte[] part) {
    int size = CString.length(part);
    for (int i = 0; i < size; i++) put(part[i]);
    return this;
  }

  /** A word in quotes: execline reads it back as it is (execlineb page, "Quoting"). */
  ScriptText quoted(byte[] word) {
    put('"');
    int size = CString.length(word);
    for (int i = 0; i < size; i++) putQuoted(word[i] & 0xff);
    put('"');
    return this;
  }

  byte[] bytes() {
    return CString.slice(text, 0, length);
  }

  private void putQuoted(int b) {
    if (b == '"' || b == '\\') put('\\');
    if (b >= ' ' && b < 0x7f) put(b);
    else add("\\0x").add(DIGITS.substring(b >> 4, (b >> 4) + 1)).add(digit(b & 15));
  }

  private static String digit(int value) {
    return DIGITS.substring(value, value + 1);
  }

  private void put(int b) {
    if (length == text.length) {
      byte[] more = new byte[2 * length];
      System.arraycopy(text, 0, more, 0, length);
      text = more;
    }
    text[length++] = (byte) b;
  }
}
