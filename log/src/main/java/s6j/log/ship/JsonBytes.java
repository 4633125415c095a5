package s6j.log.ship;

import s6j.cli.Utf8;
import s6j.formats.ByteSink;
import s6j.posix.CString;

/** Bytes as the inside of a JSON string; those that are no UTF-8 become these characters. */
final class JsonBytes {
  /** So many times longer it gets at most. */
  static final int MOST = 6;

  private static final String HEX = "0123456789abcdef";

  private JsonBytes() {}

  static ByteSink put(ByteSink out, byte[] bytes, int from, int to) {
    for (int i = from; i < to; ) {
      int length = Utf8.length(bytes, i, to);
      if (length > 1) out.put(bytes, i, length);
      else put(out, bytes[i]);
      i += length > 1 ? length : 1;
    }
    return out;
  }

  private static void put(ByteSink out, byte c) {
    if (c == '"' || c == '\\') out.put('\\').put(c);
    else if (c == '\t') out.put("\\t");
    else if (c >= ' ' && c < 127) out.put(c);
    else out.put("\\u00").put(HEX.charAt(c >> 4 & 15)).put(HEX.charAt(c & 15));
  }

  /** {@code "name":"value"}. */
  static ByteSink pair(ByteSink out, String name, byte[] value) {
    return quoted(out.put('"').put(name).put("\":"), value);
  }

  static ByteSink quoted(ByteSink out, byte[] string) {
    return put(out.put('"'), string, 0, CString.length(string)).put('"');
  }
}
