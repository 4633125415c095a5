package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** A table of ours answers what the C library answers. */
class LinePatternTest {
  private static final Posix SYSTEM = new JnrPosix();

  @Property(tries = 3000)
  void matchesWhatLibcMatches(@ForAll("patterns") String pattern, @ForAll("lines") String line) {
    PatternCompiler compiler = new PatternCompiler(CString.of(pattern));
    Assume.that(compiler.compile());
    int regex = SYSTEM.compileRegex(CString.of(pattern), Posix.REG_NEWLINE);
    assertTrue(regex >= 0, () -> "libc refuses " + pattern);
    byte[] bytes = CString.of("<" + line + ">");
    assertEquals(
        SYSTEM.matchesRegex(regex, bytes, 1, line.length()),
        new LinePattern(SYSTEM, compiler).matches(bytes, 1, 1 + line.length()),
        () -> pattern + " on " + line);
    SYSTEM.freeRegex(regex);
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
    assertTrue(new PatternCompiler(CString.of(pattern)).compile());
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
}
