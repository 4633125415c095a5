package s6j.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import s6j.client.system.ByteNames;

/**
 * A service's name, which is bytes: as it is told to people, and as it stands in addresses.
 *
 * @param text as the library has it, a byte that is not UTF-8 being a lone surrogate
 */
record ServiceText(String text) {
  private static final int FIRST_ESCAPE = 0xdc80;
  private static final int LAST_ESCAPE = 0xdcff;

  /** The bytes in base64url, without padding. */
  String id() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(ByteNames.bytes(text));
  }

  /** For people: bytes that are not UTF-8, and control characters, as {@code \xNN}. */
  String shown() {
    return shown(text);
  }

  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isHalf = i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      boolean isByte = c >= FIRST_ESCAPE && c <= LAST_ESCAPE && !isHalf;
      boolean isLike = c == '\\' && text.startsWith("x", i + 1);
      if (isByte || isLike || c < ' ' || c == 0x7f) shown.append(escape(c & 0xff));
      else if (Character.getType(c) == Character.FORMAT) shown.append('\ufffd');
      else shown.append(c);
    }
    return shown.toString();
  }

  private static String escape(int value) {
    return "\\x" + Character.forDigit(value >> 4, 16) + Character.forDigit(value & 15, 16);
  }

  /** Whether the JVM can hand it to a program as it is. */
  boolean isPlain() {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
