package s6j.execline.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

class ShellPatternTest {
  private static boolean matches(String pattern, String name) {
    return new ShellPattern(CString.of(pattern)).matches(CString.of(name));
  }

  @Test
  void starsAndMarks() {
    assertEquals(true, matches("*", ""));
    assertEquals(true, matches("a*b*c", "axxbyyc"));
    assertEquals(false, matches("a*b*c", "axxbyy"));
    assertEquals(true, matches("a?c", "abc"));
    assertEquals(false, matches("a?", "a"));
    assertEquals(true, matches("\\*", "*"));
    assertEquals(false, matches("\\*", "x"));
  }

  @Test
  void brackets() {
    assertEquals(true, matches("[a-c]x", "bx"));
    assertEquals(false, matches("[!a-c]x", "bx"));
    assertEquals(true, matches("[]]", "]"));
    assertEquals(true, matches("[a-]", "-"));
    assertEquals(true, matches("[[:digit:]x]", "7"));
    assertEquals(true, matches("[a", "[a"));
    assertEquals(true, matches("[\\]]", "]"));
  }

  @Test
  void dotsAndSlashes() {
    ShellPattern hidden = new ShellPattern(CString.of("*x"));
    hidden.hidesDots = true;
    assertEquals(false, hidden.matches(CString.of(".x")));
    ShellPattern path = new ShellPattern(CString.of("a*b"));
    path.isPath = true;
    assertEquals(false, path.matches(CString.of("a/b")));
    assertEquals(true, matches("a*b", "a/b"));
  }

  @Property(tries = 300)
  void aQuotedNameMatchesItself(
      @ForAll @Chars({'*', '?', '[', ']', '\\', 'a', '!'}) @StringLength(max = 10) String name) {
    StringBuilder quoted = new StringBuilder();
    for (char c : name.toCharArray()) quoted.append('\\').append(c);
    assertTrue(matches(quoted.toString(), name));
    assertTrue(matches("*" + quoted + "*", "xx" + name + "yy"));
  }
}
