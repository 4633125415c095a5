package s6j.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Files that programs of the reference suite wrote; {@code golden/make} tells how. */
public final class Golden {
  private Golden() {}

  /** The lines of a golden file but the comments. */
  public static List<String> lines(String name) {
    try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  public static byte[] bytes(String hexadecimal) {
    return HexFormat.of().parseHex(hexadecimal);
  }

  public static String hexadecimal(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
