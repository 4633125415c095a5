package s6j.client.system;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Names and paths of files as the system has them, which are bytes, whatever the locale of the
 * virtual machine. As text a name is UTF-8; a byte that is none of UTF-8 is a lone surrogate,
 * U+DC80 to U+DCFF, as Python has it, so that every name comes back as it was.
 */
public final class ByteNames {
  private static final int ESCAPE = 0xdc00;
  private static final String PLAIN = "/-._~";

  private ByteNames() {}

  /** A name as text. */
  public static String text(byte[] name) {
    StringBuilder text = new StringBuilder(name.length);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length + 1);
    while (true) {
      var result = decoder.decode(in, out, true);
      out.flip();
      text.append(out);
      out.clear();
      decoder.reset();
      if (!result.isError()) return text.toString();
      for (int i = 0; i < result.length(); i++) text.append((char) (ESCAPE + (in.get() & 0xff)));
    }
  }

  /** The bytes of a name that {@link #text} or a person wrote. */
  public static byte[] bytes(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length() + 8);
    for (int i = 0; i < name.length(); ) {
      int end = i;
      while (end < name.length() && !isEscape(name, end)) end++;
      if (end > i) bytes.writeBytes(plain(name.substring(i, end)));
      else bytes.write(name.charAt(end++) - ESCAPE);
      i = end;
    }
    return bytes.toByteArray();
  }

  /** A low surrogate behind a high one is half of a character; {@link #plain} has it whole. */
  private static boolean isEscape(String name, int at) {
    char c = name.charAt(at);
    boolean isHalf = at > 0 && Character.isHighSurrogate(name.charAt(at - 1));
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff && !isHalf;
  }

  private static byte[] plain(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      return all;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half a character in a name: " + text, e);
    }
  }

  /** The bytes of a path, made absolute, without a slash at its end. */
  public static byte[] bytes(Path path) {
    String raw = path.toUri().getRawPath();
    byte[] bytes = new byte[raw.length()];
    int length = 0;
    for (int i = 0; i < raw.length(); i++)
      if (raw.charAt(i) != '%') bytes[length++] = (byte) raw.charAt(i);
      else {
        bytes[length++] = (byte) Integer.parseInt(raw.substring(i + 1, i + 3), 16);
        i += 2;
      }
    while (length > 1 && bytes[length - 1] == '/') length--;
    return Arrays.copyOf(bytes, length);
  }

  /** The path of a name below a directory. */
  public static Path below(Path directory, byte[] name) {
    byte[] parent = bytes(directory);
    StringBuilder uri = new StringBuilder("file://");
    append(uri, parent);
    if (parent.length > 1) uri.append('/');
    append(uri, name);
    return Path.of(URI.create(uri.toString()));
  }

  private static void append(StringBuilder uri, byte[] bytes) {
    for (byte one : bytes) {
      char c = (char) (one & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      if (plain) uri.append(c);
      else
        uri.append('%')
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
    }
  }
}
