package s6j.execline.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.formats.ByteSink;
import s6j.posix.CString;

class ScriptTest {
  private static List<String> words(String script) {
    List<String> words = new ArrayList<>();
    for (byte[] word : new Script(CString.of(script), 1 << 20).words())
      words.add(CString.text(word));
    return words;
  }

  private static String fault(String script) {
    Script read = new Script(CString.of(script), 1 << 20);
    assertNull(read.words());
    return read.fault();
  }

  @Test
  void blocksAreWordsWithABlankALevel() {
    assertEquals(List.of("if", " a", "  b", " ", "", "c"), words("if { a { b } } c"));
    assertEquals(List.of("{}", "{a", "}}"), words("{} {a }}"));
    assertEquals(List.of("", "a"), words("{ } a"));
  }

  @Test
  void quotesAndEscapes() {
    assertEquals(List.of("a b", "ab", "", "n"), words("\"a b\" a\"b\" \"\" \\n"));
    assertEquals(List.of("A\nAAx41"), words("\"\\65\\n\\0101\\0x41\\x41\""));
    assertEquals(List.of("a#b", "c"), words("a#b # comment\nc"));
  }

  @Test
  void faults() {
    assertEquals("unmatched {", fault("a { b"));
    assertEquals("unmatched }", fault("a }"));
    assertEquals("syntax error", fault("\"a"));
    assertEquals("syntax error", fault("\"\\300\\000\""));
  }

  private static String place(String script) {
    Script read = new Script(CString.of(script), 1 << 20);
    assertNull(read.words());
    return read.line() + ":" + read.column() + " " + read.expected();
  }

  @Test
  void placesOfFaults() {
    assertEquals("1:3 a } with blanks around it", place("a { b\n{ c }\nd"));
    assertEquals("1:3 a } with blanks around it", place("a {\n { b }c }"));
    assertEquals("2:1 a { before it", place("a { b }\n} c"));
    assertEquals("1:3 a \" at the end", place("a \"b\nc"));
    assertEquals("1:3 a blank behind {", place("a {"));
    assertTrue(place("a\n\"\\300\"").startsWith("2:"), place("a\n\"\\300\""));
  }

  /** Each word gets a blank a level: a hundred levels are fine, and what is too long is told. */
  @Test
  void deepAndLong() {
    String deep = "{ ".repeat(100) + "a" + " }".repeat(100);
    assertEquals(" ".repeat(100) + "a", words(deep).get(0));
    assertEquals(101, words(deep).size());
    String tooLong = "{ ".repeat(3000) + "a ".repeat(3000) + " }".repeat(3000);
    assertTrue(new Script(CString.of(tooLong), 1 << 20).isTooLong());
    assertEquals(100_000, words("w ".repeat(100_000)).size());
  }

  @Property(tries = 300)
  void aQuotedWordIsReadAsItWas(
      @ForAll @Size(max = 40) List<@IntRange(min = 1, max = 255) Integer> bytes) {
    ByteSink script = new ByteSink(100).put("a \"");
    ByteSink word = new ByteSink(100);
    for (int b : bytes) {
      word.put(b);
      if (b == '"' || b == '\\') script.put('\\').put(b);
      else if (b < ' ')
        script.put("\\0x" + Integer.toHexString(b >> 4) + Integer.toHexString(b & 15));
      else script.put(b);
    }
    script.put("\" z");
    byte[][] words = new Script(script.copy(), 1 << 20).words();
    assertEquals(3, words.length);
    assertArrayEquals(word.copy(), words[1]);
  }

  @Property(tries = 300)
  void aWordWithABackslashBeforeEachByteIsReadAsItWas(
      @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 255) Integer> bytes) {
    ByteSink script = new ByteSink(100).put("a x");
    ByteSink word = new ByteSink(100).put('x');
    for (int b : bytes) {
      word.put(b);
      script.put('\\').put(b);
    }
    byte[][] words = new Script(script.put(" z").copy(), 1 << 20).words();
    assertArrayEquals(word.copy(), words[1]);
  }
}
