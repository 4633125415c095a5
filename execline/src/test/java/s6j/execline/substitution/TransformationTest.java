package s6j.execline.substitution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.posix.CString;

class TransformationTest {
  private static String words(String options, String value) {
    Transformation transformation = new Transformation();
    transformation.splits = options.contains("s");
    transformation.chomps = options.contains("n");
    transformation.crunches = options.contains("C");
    if (options.contains("0")) transformation.delimiters = new byte[0];
    if (options.contains(":")) transformation.delimiters = CString.of(":");
    byte[][] words = transformation.words(CString.of(value));
    if (words == null) return null;
    StringBuilder text = new StringBuilder();
    for (byte[] word : words) text.append('<').append(CString.text(word)).append('>');
    return text.toString();
  }

  @Test
  void whole() {
    assertEquals("<a b >", words("", "a b "));
    assertEquals("<a b>", words("n", "a b "));
    assertEquals("< a b >", words("C", "  a \t b  "));
    assertEquals("<>", words("", ""));
    assertEquals("<3:abc,>", words("0Cn", "3:abc,"));
  }

  @Test
  void split() {
    assertEquals("<a><b>", words("s", "a b"));
    assertEquals("<a>", words("s", "a "));
    assertEquals("<>", words("s", " "));
    assertEquals("", words("s", ""));
    assertEquals("<><a><><b>", words("s:", ":a::b"));
    assertEquals("<><a><b>", words("sC:", "::a::b"));
  }

  /** A tail that no delimiter ends is dropped with -n, if there was none to drop. */
  @Test
  void splitAndChomped() {
    assertEquals("<a>", words("sn", "a b"));
    assertEquals("", words("sn", "a"));
    assertEquals("<a><>", words("sn", "a  b"));
    assertEquals("<a>", words("sn", "a  "));
    assertEquals("", words("sn", " "));
  }

  @Test
  void netstrings() {
    assertEquals("<abc><>", words("s0", "3:abc,0:,"));
    for (String bad : List.of("3:ab,", "3abc,", ":x,", "1:a", "99999999999999999999:a,", "1:ab"))
      assertNull(words("s0", bad), bad);
  }

  @Property(tries = 200)
  void netstringsComeBack(
      @ForAll @Size(max = 6)
          List<@StringLength(max = 20) @Chars({'a', ':', ',', '1'}) String> words) {
    ByteSink text = new ByteSink(100);
    for (String word : words) Transformation.netstring(CString.of(word), text);
    Transformation transformation = new Transformation();
    transformation.splits = true;
    transformation.delimiters = new byte[0];
    byte[][] back = transformation.words(text.copy());
    assertEquals(words.size(), back.length);
    for (int i = 0; i < back.length; i++) assertArrayEquals(CString.of(words.get(i)), back[i]);
  }

  @Property(tries = 200)
  void joinedWordsComeBack(
      @ForAll @Size(max = 6) List<@StringLength(max = 5) @Chars({'a', 'b', ' '}) String> words) {
    StringBuilder text = new StringBuilder();
    StringBuilder wanted = new StringBuilder();
    for (String word : words) {
      text.append(word).append(':');
      wanted.append('<').append(word).append('>');
    }
    assertEquals(wanted.toString(), words("s:", text.toString()));
  }
}
