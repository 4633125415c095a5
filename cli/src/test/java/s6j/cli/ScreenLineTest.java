package s6j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenLineTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "'plain text' => 20 => 'plain text'",
        "'plain text' => 5 => 'plain'",
        "'a\tb\u001b[2Jc\r\u007f' => 20 => 'a b?[2Jc??'",
        "'gr\u00fc\u00df \u20ac \ud83d\ude00!' => 20 => 'gr\u00fc\u00df \u20ac \ud83d\ude00!'",
        "'gr\u00fc\u00df \u20ac' => 6 => 'gr\u00fc\u00df \u20ac'",
        "'gr\u00fc\u00df \u20ac' => 5 => 'gr\u00fc\u00df '",
        "'a\u009b2Jb' => 20 => 'a?2Jb'",
        "'' => 20 => ''",
        "'some' => 0 => ''",
      })
  void fits(String text, int columns, String expected) {
    assertEquals(expected, fit(text.getBytes(StandardCharsets.UTF_8), columns));
  }

  @Test
  void whatIsNoTextIsQuestionMarks() {
    assertEquals("a??b", fit(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'}, 20));
  }

  private static String fit(byte[] bytes, int columns) {
    byte[] all = new byte[bytes.length + 2];
    System.arraycopy(bytes, 0, all, 1, bytes.length);
    return new String(ScreenLine.fit(all, 1, bytes.length + 1, columns), StandardCharsets.UTF_8);
  }
}
