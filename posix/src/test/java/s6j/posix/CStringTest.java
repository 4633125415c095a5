package s6j.posix;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Strings end at their first NUL; in all else they are java.lang.String's Latin-1 bytes. */
class CStringTest {
  @Provide
  Arbitrary<String> strings() {
    return Arbitraries.strings().withChars("ab/.\u00ff=").ofMaxLength(8);
  }

  /** The bytes of a text, with or without something behind a NUL. */
  private static byte[] bytes(String text, boolean padded) {
    return (padded ? text + "\0a/b" : text).getBytes(ISO_8859_1);
  }

  @Property
  void textIsWhatItIsMadeOf(@ForAll("strings") String text, @ForAll boolean padded) {
    byte[] string = bytes(text, padded);
    assertEquals(text, CString.text(string));
    assertEquals(text.length(), CString.length(string));
    assertArrayEquals(text.getBytes(ISO_8859_1), CString.of(text));
  }

  @Property
  void comparesAsStringsDo(
      @ForAll("strings") String a,
      @ForAll("strings") String b,
      @ForAll boolean first,
      @ForAll boolean second) {
    byte[] x = bytes(a, first);
    byte[] y = bytes(b, second);
    assertEquals(a.equals(b), CString.equal(x, y));
    assertEquals(a.equals(b), CString.is(x, b) && CString.is(y, a));
    assertEquals(a.startsWith(b), CString.startsWith(x, y));
    assertTrue(CString.equal(x, bytes(a, second)));
    assertTrue(CString.startsWith(bytes(a + b, first), bytes(a, second)));
  }

  @Property
  void joinsAndFindsAsStringsDo(@ForAll("strings") String a, @ForAll("strings") String b) {
    byte[] x = bytes(a, true);
    byte[] y = bytes(b, true);
    assertArrayEquals(bytes(a + b, false), CString.concat(x, y));
    assertArrayEquals(bytes(a + "/" + b, false), CString.path(x, y));
    assertEquals(a.indexOf('/'), CString.indexOf(x, '/'));
    assertEquals(a.lastIndexOf('\u00ff'), CString.lastIndexOf(x, 0xff));
    assertArrayEquals(bytes(a.substring(a.lastIndexOf('/') + 1), false), CString.baseName(x));
  }

  @Test
  void signIsNoMatter() {
    byte[] high = {(byte) 0xff};
    assertEquals(0, CString.indexOf(high, 0xff));
    assertEquals(0, CString.indexOf(high, -1));
    assertEquals("\u00ff", CString.text(high));
    assertFalse(CString.is(high, "y"));
  }
}
