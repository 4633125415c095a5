package s6j.execline.substitution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

class SubstitutionTest {
  private final Substitution table = new Substitution(1 << 20);

  SubstitutionTest() {
    define("A", "1");
    define("B", "x", "y");
    define("N");
    define("E", "");
    define("S", "$A");
  }

  private void define(String key, String... words) {
    byte[][] values = new byte[words.length][];
    for (int i = 0; i < words.length; i++) values[i] = CString.of(words[i]);
    assertTrue(table.add(CString.of(key), values));
  }

  private List<String> apply(String... words) {
    byte[][] given = new byte[words.length][];
    for (int i = 0; i < words.length; i++) given[i] = CString.of(words[i]);
    List<String> made = new ArrayList<>();
    for (byte[] word : table.apply(given)) made.add(CString.text(word));
    return made;
  }

  @Test
  void forms() {
    assertEquals(List.of("1", "1", "a1b"), apply("$A", "${A}", "a${A}b"));
    assertEquals(
        List.of("$A/b", "$A.b", "$AB", "${A", "${}"), apply("$A/b", "$A.b", "$AB", "${A", "${}"));
    assertEquals(List.of("$1", "{1}", "$1}", "11"), apply("$$A", "{$A}", "$$A}", "$A$A"));
    assertEquals(List.of("${1}", "$", "1$"), apply("${$A}", "$", "$A$"));
  }

  @Test
  void backslashes() {
    assertEquals(
        List.of("$A", "\\1", "\\$A", "\\\\1"), apply("\\$A", "\\\\$A", "\\\\\\$A", "\\\\\\\\$A"));
    assertEquals(List.of("${A}", "\\$X", "\\$1"), apply("\\${A}", "\\$X", "\\$$A"));
    assertEquals(List.of("1\\", "1$A"), apply("$A\\", "$A\\$A"));
  }

  @Test
  void severalWords() {
    assertEquals(List.of("x", "y"), apply("$B"));
    assertEquals(List.of("xxx", "xxy", "yxx", "yxy"), apply("${B}x${B}"));
    assertEquals(List.of("a"), apply("a", "b${N}c", "${B}${N}"));
    assertEquals(List.of("ab", ""), apply("a${E}b", "$E"));
    assertEquals(List.of(" x", " y"), apply(" $B"));
  }

  @Test
  void whatWasPutInIsNotLookedAtAgain() {
    assertEquals(List.of("$A", "$A1"), apply("$S", "${S}${A}"));
  }

  @Test
  void keysAreOnceAndNotEmpty() {
    assertFalse(table.add(CString.of(""), new byte[0][]));
    assertFalse(table.add(CString.of("A"), new byte[0][]));
    assertTrue(table.has(CString.of("A")));
    assertFalse(table.has(CString.of("Z")));
  }

  @Test
  void manyKeys() {
    for (int i = 0; i < 10_000; i++) define("k" + i, "v" + i);
    assertEquals(List.of("v0", "v9999", "$k10000"), apply("$k0", "$k9999", "$k10000"));
  }

  @Test
  void tooMuchIsRefused() {
    String[] many = new String[1000];
    for (int i = 0; i < many.length; i++) many[i] = "w" + i;
    define("M", many);
    assertNull(table.apply(new byte[][] {CString.of("${M}${M}${M}${M}${M}${M}${M}${M}${M}")}));
    assertEquals(List.of(), apply("${M}${M}${M}${M}${M}${M}${M}${N}"));
  }

  /** The product is what it says: each combination once, the first reference slowest. */
  @Property(tries = 100)
  void productsAreInOrder(
      @ForAll @IntRange(max = 6) int first, @ForAll @IntRange(max = 6) int second) {
    byte[][] one = new byte[first][];
    byte[][] two = new byte[second][];
    for (int i = 0; i < first; i++) one[i] = CString.of("a" + i);
    for (int i = 0; i < second; i++) two[i] = CString.of("b" + i);
    Substitution both = new Substitution(1 << 20);
    both.add(CString.of("X"), one);
    both.add(CString.of("Y"), two);
    byte[][] made = both.apply(new byte[][] {CString.of("<${X}-${Y}>")});
    assertEquals(first * second, made.length);
    for (int i = 0; i < made.length; i++)
      assertEquals("<a" + i / second + "-b" + i % second + ">", CString.text(made[i]));
  }

  /** Words without a reference to a key stay, whatever they hold. */
  @Property(tries = 300)
  void wordsWithoutKeysStay(
      @ForAll @Chars({'$', '{', '}', '\\', 'x', 'A'}) @StringLength(max = 12) String word) {
    Substitution other = new Substitution(1 << 20);
    other.add(CString.of("B"), new byte[][] {CString.of("no")});
    assertEquals(word, CString.text(other.apply(new byte[][] {CString.of(word)})[0]));
  }

  /** A quoted reference to a key becomes the reference, in front of anything. */
  @Property(tries = 100)
  void halfTheBackslashesGo(@ForAll @IntRange(max = 9) int count) {
    String word = "\\".repeat(count) + "${A}";
    String wanted = "\\".repeat(count / 2) + (count % 2 == 1 ? "${A}" : "1");
    assertEquals(List.of(wanted), apply(word));
  }
}
