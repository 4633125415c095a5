package s6j.log.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Logger;
import s6j.posix.FakePosix;

/** What a script may say (docs/specification/s6.md, E.2). */
class LogScriptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x1",
        "11",
        "=",
        "f+",
        "nx",
        "n",
        "tt",
        "T1",
        "s-1",
        "S1x",
        "R ",
        "E0x1",
        "^",
        "2a",
        "(",
        "l99999999999"
      })
  void aBadDirectiveIsNamed(String directive) {
    FakePosix kernel = new FakePosix();
    assertEquals(100, Logger.run(kernel, "--", directive, "1"));
    assertTrue(kernel.errors().contains("directive: " + directive), kernel.errors());
    assertEquals("", kernel.output());
  }

  @Test
  void aToleranceOverHalfTheSizeConflicts() {
    FakePosix kernel = new FakePosix();
    assertEquals(100, Logger.run(kernel, "s9999", "l6000", "./d"));
    assertEquals(
        "s6-log: fatal: directive l6000 conflicts with previous s directive\n", kernel.errors());
    assertTrue(!kernel.exists("/d"));
  }

  @Test
  void aScriptNeedsAnAction() {
    FakePosix kernel = new FakePosix();
    assertEquals(100, Logger.run(kernel, "n5", "t"));
    assertEquals("s6-log: fatal: no action directive specified\n", kernel.errors());
  }

  /** Which of two errors s6-log tells: a script is looked through before numbers are read. */
  @ParameterizedTest
  @CsvSource({
    "nope, no action directive specified",
    "loop x echo, unrecognized directive: x",
    "nope 1, unrecognized directive: nope",
    "nope tt 1, syntax error at directive: tt",
    "sx =, syntax error at directive: =",
  })
  void theFirstErrorOfAScript(String script, String message) {
    FakePosix kernel = new FakePosix();
    assertEquals(100, Logger.run(kernel, script.split(" ")));
    assertEquals("s6-log: fatal: " + message + "\n", kernel.errors());
  }

  @Test
  void whatFollowsTheLastActionIsIgnoredWithAWarning() {
    FakePosix kernel = Logger.feed(new FakePosix(), "a\n");
    assertEquals(0, Logger.run(kernel, "1", "-x", "n7"));
    assertEquals("s6-log: warning: ignoring extraneous non-action directives\n", kernel.errors());
    assertEquals("a\n", kernel.output());
    assertEquals(0, Logger.run(Logger.feed(kernel, "b\n"), "1", "t", "n7"));
    assertEquals("s6-log: warning: ignoring extraneous non-action directives\n", kernel.errors());
  }

  @Test
  void selectionsCarryOnAndFTakesWhatIsLeft() {
    FakePosix kernel = Logger.feed(new FakePosix(), "apple\nbanana\ncherry\navocado\n");
    assertEquals(
        0, Logger.run(kernel, "--", "-", "+^a", "p1", "1", "+^b", "p2", "1", "f", "p3", "1"));
    assertEquals("1 apple\n2 apple\n2 banana\n3 cherry\n1 avocado\n2 avocado\n", kernel.output());
  }

  @Test
  void alertsAreCut() {
    FakePosix kernel = Logger.feed(new FakePosix(), "0123456789abc\n0123456789abcd\n");
    assertEquals(0, Logger.run(kernel, "E10", "2"));
    assertEquals("s6-log: alert: 0123456789abc\ns6-log: alert: 0123456789...\n", kernel.errors());
  }

  @Test
  void aStatusFileIsPaddedOrCut() {
    FakePosix kernel = Logger.feed(new FakePosix(), "abc\n");
    assertEquals(0, Logger.run(kernel, "^6", "=long", "^2", "=short", "^0", "=plain"));
    assertEquals("abc\n\n\n", kernel.text("/long"));
    assertEquals("ab", kernel.text("/short"));
    assertEquals("abc\n", kernel.text("/plain"));
  }

  /** Whatever is said, the answer is an exit code, and nothing is opened unless it is right. */
  @Property
  void anyDirectiveIsTakenOrNamed(
      @ForAll @StringLength(min = 1, max = 6) @CharRange(from = ' ', to = '~') String directive) {
    FakePosix kernel = Logger.feed(new FakePosix(), "");
    int code = Logger.run(kernel, "--", directive, "1");
    boolean directory = directive.startsWith("/") || directive.startsWith(".");
    assertTrue(code == 0 || code == 100 || directory && code == 111, directive);
    if (code == 100) assertTrue(kernel.errors().contains(directive), kernel.errors());
  }
}
