package s6j.log.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Logger;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A table of ours answers what the C library answers. */
class LinePatternTest {
  private static final Posix SYSTEM = new JnrPosix();

  @Property(tries = 3000)
  void matchesWhatLibcMatches(@ForAll("patterns") String pattern, @ForAll("lines") String line) {
    PatternCompiler compiler = new PatternCompiler(CString.of(pattern));
    Assume.that(compiler.compile());
    boolean hasTable = compiler.tabulate();
    int regex = SYSTEM.compileRegex(CString.of(pattern), Posix.REG_NEWLINE);
    assertTrue(regex >= 0, () -> "libc refuses " + pattern);
    byte[] bytes = CString.of("<" + line + ">");
    boolean matches = SYSTEM.matchesRegex(regex, bytes, 1, line.length());
    SYSTEM.freeRegex(regex);
    ProgramMatcher program = new ProgramMatcher(compiler);
    for (int i = 0; i < 2; i++)
      assertEquals(
          matches, program.matches(bytes, 1, 1 + line.length()), () -> pattern + " on " + line);
    if (!hasTable) return;
    assertEquals(
        matches,
        new LinePattern(SYSTEM, compiler).matches(bytes, 1, 1 + line.length()),
        () -> pattern + " on " + line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foobar",
        "^STAT",
        "fatal: ",
        "error|warning",
        "^[^ ]* (GET|POST) /[a-z0-9_.-]* HTTP/1\\.[01]$",
        "a{2,3}b+c?",
        "[[:digit:]]{1,3}\\.[[:digit:]]+",
        "[]x]",
        "(ab)*c$",
        ".*"
      })
  void knows(String pattern) {
    PatternCompiler compiler = new PatternCompiler(CString.of(pattern));
    assertTrue(compiler.compile() && compiler.tabulate());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a)\\1", "\\bword", "\\w+", "[[=a=]]", "[[.a.]]", "a**", "*a", "a|", "()", "(a"})
  void leavesToLibc(String pattern) {
    assertFalse(new PatternCompiler(CString.of(pattern)).compile());
  }

  @Provide
  Arbitrary<String> lines() {
    return Arbitraries.strings().withChars("abc 1.-\u00e9").ofMaxLength(12);
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> atoms =
        Arbitraries.of(
            "a",
            "b",
            "c",
            "1",
            ".",
            "[ab]",
            "[^a]",
            "[[:digit:]]",
            "[a-c1]",
            "\\.",
            "(a|bc)",
            "(ab)",
            "(a|^b)",
            "(c$|a)",
            "[^[:space:]]",
            "-",
            "\u00e9");
    Arbitrary<String> repetitions =
        Arbitraries.of("", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}", "{2,}");
    Arbitrary<String> pieces =
        net.jqwik.api.Combinators.combine(atoms, repetitions).as((a, b) -> a + b);
    Arbitrary<String> sequences =
        pieces.list().ofMinSize(1).ofMaxSize(5).map(list -> String.join("", list));
    Arbitrary<String> anchored =
        net.jqwik.api.Combinators.combine(
                Arbitraries.of("", "", "^"), sequences, Arbitraries.of("", "", "$"))
            .as((a, b, c) -> a + b + c);
    return anchored.list().ofMinSize(1).ofMaxSize(3).map(list -> String.join("|", list));
  }

  /** However big the expression, a logger starts soon and a line takes no longer than it is. */
  @Test
  void bigExpressionsTakeBoundedTime() {
    String[] big = {
      "(a|b)*".repeat(1000), "a|".repeat(3000) + "b", "(x?a){200}", "((a|b){20}){20}", "a{1,255}b"
    };
    for (String pattern : big)
      assertTimeout(
          Duration.ofSeconds(20),
          () -> {
            FakePosix kernel = Logger.feed(new FakePosix(), "ab".repeat(2000) + "b\nzzz\n");
            int code = Logger.run(kernel, "--", "-", "+^(" + pattern + ")", "1");
            assertEquals(0, code, kernel.errors());
            assertTrue(kernel.output().startsWith("abab") || pattern.startsWith("(x?"), pattern);
          });
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\b(((a{99}){99}){99})", "\\w((a|b){255}){255}", "\\wab{1000}"})
  void whatWouldBeTooBigForTheLibraryIsRefused(String pattern) {
    FakePosix kernel = Logger.feed(new FakePosix(), "x\n");
    assertEquals(100, Logger.run(kernel, "+" + pattern, "1"));
    assertTrue(kernel.errors().endsWith(": pattern too big\n"), kernel.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\bword", "(a)(b)\\2", "\\w{1,50}x{1,50}", "[]{200}]\\w"})
  void whatTheLibraryCanDoIsLeftToIt(String pattern) {
    assertFalse(PatternWeight.isTooMuch(CString.of(pattern)));
  }
}
