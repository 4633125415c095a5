package s6j.ipc.sudo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.posix.CString;

/** The wire format of sudo (docs/specification/s6.md, A.5). */
class SudoRequestTest {
  /** Banner, 2 arguments, 1 variable, 6 and 4 bytes. */
  private static final String GOLDEN =
      "s6-sudo a v1.0\n\0\0\0\2\0\0\0\1\0\0\0\6\0\0\0\4a b\0c\0V=1\0";

  @Test
  void theBytesAreTheReferences() {
    ByteSink message = SudoRequest.encode(strings("a b", "c"), strings("V=1"));
    assertEquals(GOLDEN, new String(message.copy(), java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  @Property
  void whatIsSentIsRead(@ForAll @Size(max = 20) List<@NotEmpty String> words) {
    byte[][] arguments = new byte[words.size()][];
    for (int i = 0; i < arguments.length; i++) arguments[i] = printable(words.get(i));
    byte[][] variables = new byte[arguments.length][];
    for (int i = 0; i < arguments.length; i++)
      variables[i] = CString.concat(CString.of("N" + i + "="), arguments[i]);
    ByteSink message = SudoRequest.encode(arguments, variables);
    SudoRequest request = new SudoRequest();
    assertNull(request.parse(message.array(), message.length()));
    assertArrayEquals(arguments, request.arguments());
    assertArrayEquals(variables, request.variables());
  }

  /** Whatever four numbers and strings a client sends, nothing is thrown. */
  @Property
  void wrongNumbersAreNoHarm(
      @ForAll @Size(4) List<@IntRange(min = -2, max = 40) Integer> numbers,
      @ForAll @Size(max = 40) byte[] strings) {
    ByteSink message = new ByteSink(100).put(SudoRequest.CLIENT_BANNER);
    for (int number : numbers) message.big32(number);
    message.put(strings);
    SudoRequest request = new SudoRequest();
    if (request.parse(message.array(), message.length()) != null) return;
    byte[][] arguments = request.arguments();
    if (arguments != null) assertEquals((int) numbers.get(0), arguments.length);
    byte[][] variables = request.variables();
    if (variables != null) assertEquals((int) numbers.get(1), variables.length);
  }

  @Property
  void randomBytesAreNoRequest(@ForAll byte[] bytes) {
    assertNotNull(new SudoRequest().parse(bytes, bytes.length));
  }

  @Test
  void aVariableWithoutValueIsNone() {
    ByteSink message = SudoRequest.encode(strings("a"), strings("V"));
    SudoRequest request = new SudoRequest();
    assertNull(request.parse(message.array(), message.length()));
    assertNull(request.variables());
    assertNotNull(request.arguments());
  }

  private static byte[] printable(String word) {
    byte[] bytes = CString.of(word);
    for (int i = 0; i < bytes.length; i++) if (bytes[i] == 0) bytes[i] = 'x';
    return bytes;
  }

  private static byte[][] strings(String... texts) {
    return Arrays.stream(texts).map(CString::of).toArray(byte[][]::new);
  }
}
