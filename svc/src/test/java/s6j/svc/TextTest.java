package s6j.svc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

/** Words of execline scripts. */
class TextTest {
  private static String quoted(byte[] word) {
    return CString.text(new Text().quoted(word).toBytes());
  }

  @Test
  void plainWords() {
    assertEquals("\"${HOME}/sv\"", quoted(CString.of("${HOME}/sv")));
  }

  @Test
  void quotesAndControls() {
    assertEquals("\"a\\\"b\\\\c\\n\\0x01\\0xff\"", quoted(CString.of("a\"b\\c\n\1\u00ff")));
  }

  @Property
  void execlineReadsBackWhatWasQuoted(@ForAll byte[] word) {
    byte[] text = CString.slice(word, 0, CString.length(word));
    assertArrayEquals(text, unquote(new Text().quoted(text).toBytes()));
  }

  /** Double-quoted words as the execlineb page describes them. */
  private static byte[] unquote(byte[] quoted) {
    java.io.ByteArrayOutputStream word = new java.io.ByteArrayOutputStream();
    for (int i = 1; i < quoted.length - 1; i++) {
      if (quoted[i] != '\\') word.write(quoted[i]);
      else if (quoted[i + 1] == '0') {
        word.write(Integer.parseInt(CString.text(CString.slice(quoted, i + 3, i + 5)), 16));
        i += 4;
      } else {
        int escape = "abtnvfr".indexOf(quoted[i + 1]);
        word.write(escape < 0 ? quoted[i + 1] : 7 + escape);
        i++;
      }
    }
    return word.toByteArray();
  }
}
