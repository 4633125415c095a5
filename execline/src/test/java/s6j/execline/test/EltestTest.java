package s6j.execline.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;

class EltestTest {
  private static int test(String expression) {
    String[] words = ("eltest " + expression).trim().split(" ");
    String line = Outcome.of(Outcome.process("A=b"), words).line();
    return Integer.parseInt(line.substring(5));
  }

  @Test
  void strings() {
    assertEquals(1, test(""));
    assertEquals(0, test("a"));
    assertEquals(0, test("a = a"));
    assertEquals(1, test("a != a"));
    assertEquals(0, test("a < b"));
    assertEquals(1, test("a >= b"));
    assertEquals(0, test("\\-n = \\-n"));
    assertEquals(0, test("-v A"));
    assertEquals(1, test("-v B"));
    assertEquals(0, test("abc =~ b."));
  }

  @Test
  void numbers() {
    assertEquals(0, test("12abc -eq 12"));
    assertEquals(0, test("-5 -lt +3"));
    assertEquals(0, test("2147483647 -gt -2147483648"));
    assertEquals(100, test("x -eq 1"));
    assertEquals(100, test("-t x"));
  }

  @Test
  void joined() {
    assertEquals(0, test("a -o a = b"));
    assertEquals(1, test("a = b -o a -a a = b"));
    assertEquals(0, test("! a = b"));
    assertEquals(1, test("! ! a = b"));
    assertEquals(0, test("! ( a = b -o b = a )"));
    assertEquals(0, test("a = b -a x -eq 1 -o y"));
  }

  @Test
  void faults() {
    FakePosix posix = Outcome.process();
    assertEquals("exit 100", Outcome.of(posix, "eltest", "a", "b").line());
    assertEquals("exit 100", Outcome.of(posix, "eltest", "(", "a").line());
    assertEquals("exit 100", Outcome.of(posix, "eltest", "a", ")").line());
    assertEquals("exit 100", Outcome.of(posix, "eltest", "a", "-a").line());
    assertEquals(
        "eltest: fatal: parse error at argument 1\n"
            + "eltest: fatal: parse error: too many left parentheses\n"
            + "eltest: fatal: parse error: bad right parenthesis at argument 2\n"
            + "eltest: fatal: parse error at argument 2\n",
        posix.errors());
  }

  @Test
  void files() {
    FakePosix posix = Outcome.process();
    posix.file("/f", "x");
    posix.directory("/d");
    assertEquals(
        "exit 0",
        Outcome.of(posix, "eltest", "-f", "/f", "-a", "-s", "/f", "-a", "-d", "/d").line());
    assertEquals("exit 1", Outcome.of(posix, "eltest", "-e", "/no", "-o", "-d", "/f").line());
    assertEquals("exit 0", Outcome.of(posix, "eltest", "/f", "-ef", "/f").line());
    assertEquals("exit 0", Outcome.of(posix, "eltest", "/no", "-ot", "/f").line());
    assertEquals("exit 1", Outcome.of(posix, "eltest", "/no", "-nt", "/f").line());
  }

  /** Joined by and and or it is true if one of the parts between the ors is all true. */
  @Property(tries = 300)
  void andBindsTighterThanOr(
      @ForAll @Size(min = 1, max = 12) List<Boolean> values, @ForAll @Size(12) List<Boolean> ors) {
    List<byte[]> words = new ArrayList<>();
    boolean any = false;
    boolean all = true;
    for (int i = 0; i < values.size(); i++) {
      if (i > 0 && ors.get(i)) {
        any |= all;
        all = true;
      }
      if (i > 0) words.add(CString.of(ors.get(i) ? "-o" : "-a"));
      all &= values.get(i);
      if (i % 3 == 1) words.add(CString.of("("));
      words.add(CString.of(values.get(i) ? "t" : "f"));
      if (i % 3 == 1) words.add(CString.of(")"));
    }
    Expression expression = new Expression(words.toArray(new byte[0][]));
    assertNull(expression.fault());
    assertEquals(
        any || all, expression.isTrue((operator, first, second) -> CString.is(first, "t")));
  }

  /** Ten thousand parentheses need no stack. */
  @Test
  void deep() {
    byte[][] words = new byte[20_001][];
    for (int i = 0; i < 10_000; i++) {
      words[i] = CString.of("(");
      words[20_000 - i] = CString.of(")");
    }
    words[10_000] = CString.of("t");
    assertEquals(true, new Expression(words).isTrue((operator, first, second) -> true));
  }
}
