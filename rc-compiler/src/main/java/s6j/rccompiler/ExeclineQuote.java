package s6j.rccompiler;

import s6j.formats.ByteSink;
import s6j.posix.CString;

/** Writes a name inside the double quotes of a generated execline script. */
final class ExeclineQuote {
  private static final String NAMED = "abtnvfr";
  private static final String HEX = "0123456789abcdef";

  private ExeclineQuote() {}

  static void put(ByteSink out, byte[] name) {
    int length = CString.length(name);
    for (int i = 0; i < length; i++) put(out, name[i] & 0xff);
  }

  private static void put(ByteSink out, int c) {
    if (c >= 7 && c <= 13) out.put('\\').put(NAMED.charAt(c - 7));
    else if (c == '"' || c == '\\') out.put('\\').put(c);
    else if (c >= ' ' && c < 127) out.put(c);
    else out.put("\\0x").put(HEX.charAt(c >> 4)).put(HEX.charAt(c & 15));
  }
}
