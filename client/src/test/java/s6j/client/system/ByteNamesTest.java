package s6j.client.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Names of any bytes come back as they were. */
class ByteNamesTest {
  @Property(tries = 5000)
  void bytesBecomeTextAndBytesAgain(@ForAll byte[] name) {
    assertArrayEquals(name, ByteNames.bytes(ByteNames.text(name)));
  }

  @Property
  void bytesBecomeAPathAndBytesAgain(@ForAll @Size(min = 1, max = 200) byte[] name) {
    for (int i = 0; i < name.length; i++) if (name[i] == 0 || name[i] == '/') name[i] = 'x';
    if (name.length <= 2) name[0] = 'y';
    byte[] whole = ByteNames.bytes(ByteNames.below(Path.of("/tmp"), name));
    assertEquals(
        new String(name, StandardCharsets.ISO_8859_1),
        new String(whole, 5, whole.length - 5, StandardCharsets.ISO_8859_1));
  }

  @Property
  void textOfUtf8IsItself(@ForAll String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String read = new String(bytes, StandardCharsets.UTF_8);
    assertEquals(read, ByteNames.text(bytes));
  }

  @Test
  void pathsAreAbsoluteAndHaveNoSlashAtTheEnd() {
    assertEquals("/tmp", new String(ByteNames.bytes(Path.of("/tmp")), StandardCharsets.UTF_8));
    assertEquals("/", new String(ByteNames.bytes(Path.of("/")), StandardCharsets.UTF_8));
    assertEquals(Path.of("/a b"), ByteNames.below(Path.of("/"), ByteNames.bytes("a b")));
    assertThrows(IllegalArgumentException.class, () -> ByteNames.bytes("\ud83d"));
    assertEquals("\ud83d\ude00", ByteNames.text(ByteNames.bytes("\ud83d\ude00")));
  }
}
