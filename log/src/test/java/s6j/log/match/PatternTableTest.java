package s6j.log.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Logger;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

/** Expressions one by one: which ones we know, and what the C library says of each byte. */
class PatternTableTest {
  private static final Posix SYSTEM = new JnrPosix();

  private static PatternCompiler compiled(String pattern) {
    PatternCompiler compiler = new PatternCompiler(CString.of(pattern));
    assertTrue(compiler.compile(), pattern);
    return compiler;
  }

  /** Every byte that a line can hold, in the class and out of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[:alpha:]]",
        "[[:upper:]]",
        "[[:lower:]]",
        "[[:digit:]]",
        "[[:alnum:]]",
        "[[:space:]]",
        "[[:blank:]]",
        "[[:punct:]]",
        "[[:print:]]",
        "[[:graph:]]",
        "[[:cntrl:]]",
        "[[:xdigit:]]",
        "[^[:alpha:]]",
        "[^[:digit:][:space:]]",
        "[[:upper:]a-f_]",
        "[0-9[:upper:]-]",
        "[]-a]",
        "[^]a]",
        "[^]]",
        "[]^]",
        "[a^]",
        "[[]",
        "[[a]",
        "[a-]",
        "[+--]",
        "[:a]",
        "[a:]",
        "[0-9a-f]",
        ".",
        "[\\]",
        "[\\n]",
        "\\.",
        "\\]",
        "\\{",
        "\\^"
      })
  void everyByte(String pattern) {
    PatternCompiler compiler = compiled(pattern);
    assertTrue(compiler.tabulate());
    LinePattern table = new LinePattern(SYSTEM, compiler);
    ProgramMatcher program = new ProgramMatcher(compiler);
    int regex = SYSTEM.compileRegex(CString.of(pattern), Posix.REG_NEWLINE);
    for (int b = 1; b < 256; b++) {
      if (b == '\n') continue;
      byte[] line = {'\n', (byte) b, '\n'};
      boolean expected = SYSTEM.matchesRegex(regex, line, 1, 1);
      assertEquals(expected, table.matches(line, 1, 2), pattern + " on byte " + b);
      assertEquals(expected, program.matches(line, 1, 2), pattern + " on byte " + b);
    }
    SYSTEM.freeRegex(regex);
  }

  /** What the words before the arrow are to the expression, in the eyes of the C library. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a|b|cd",
        "(a|b|c)d",
        "x(a|b)*y",
        "(ab|a)(c|bcd)$",
        "a{0}b",
        "a{2}",
        "a{2,}",
        "a{2,3}$",
        "^a{1,2}$",
        "(ab){2}",
        "^(a|b){2,}$",
        "a?b?c",
        "a+b",
        "^$",
        "^",
        "$",
        "a$",
        "^a",
        "^a|b$",
        "(^a|b)c",
        "a(b$|c)",
        "(a)(b)(c)",
        "((a|b)c)+d",
        "a.c",
        "^.{3}$",
        "[ab]{2,}",
        "a{0,1}b",
        "a{0,}b",
        "a\\.b",
        "a[.]b",
        "(a[)]b)",
        "([]]a|b)",
        "(a\\)|b)",
        "(a|\\(b)",
        "a{1}b{1}"
      })
  void everyShortLine(String pattern) {
    PatternCompiler compiler = compiled(pattern);
    assertTrue(compiler.tabulate());
    LinePattern table = new LinePattern(SYSTEM, compiler);
    ProgramMatcher program = new ProgramMatcher(compiler);
    int regex = SYSTEM.compileRegex(CString.of(pattern), Posix.REG_NEWLINE);
    for (String line : LINES) {
      byte[] bytes = CString.of("ab" + line + "ab");
      int to = 2 + line.length();
      boolean expected = SYSTEM.matchesRegex(regex, bytes, 2, line.length());
      assertEquals(expected, table.matches(bytes, 2, to), pattern + " on " + line);
      assertEquals(expected, program.matches(bytes, 2, to), pattern + " on " + line);
    }
    SYSTEM.freeRegex(regex);
  }

  /** Of a few letters all words of up to four, and some others. */
  private static final String[] LINES = lines();

  private static String[] lines() {
    StringBuilder all = new StringBuilder();
    String letters = "abcd.)(]";
    int base = letters.length() + 1;
    for (int i = 0; i < base * base * base * base; i++) {
      StringBuilder word = new StringBuilder();
      for (int rest = i; rest > 0; rest /= base)
        if (rest % base > 0) word.append(letters.charAt(rest % base - 1));
      all.append(word).append('\n');
    }
    return all.append("xy\nxaby\nxabbay\naaaaa\nababab\nababac").toString().split("\n");
  }

  /** What POSIX leaves open, or what is no expression, is for the C library to judge. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "|a",
        "a||b",
        "a|",
        "(|a)",
        "(a|)",
        "()",
        "(",
        ")",
        "a)",
        "(a",
        "((a)",
        "*",
        "+a",
        "?",
        "{1}",
        "a{",
        "a{1",
        "a{x}",
        "a{1x}",
        "a{,2}",
        "a{1,x}",
        "a{1,2",
        "a{}",
        "a{2,1}",
        "a}",
        "a{256}",
        "a{1,256}",
        "a{256,}",
        "a**",
        "a+?",
        "a{2}{3}",
        "^*",
        "$+",
        "a|^*",
        "(^a){2}",
        "(a$)?",
        "(^a)*",
        "[",
        "[a",
        "[]",
        "[^]",
        "[]a",
        "[^]a",
        "[b-a]",
        "[a-[:digit:]]",
        "[[:foo:]]",
        "[[:digit:]",
        "[[:digit:",
        "[[:",
        "[[::]]",
        "[[=a=]]",
        "[[.a.]]",
        "[--a]",
        "[a-\u00e9]",
        "\\",
        "\\a",
        "\\1",
        "(a)\\1",
        "(((((((((((((((((a)))))))))))))))))"
      })
  void whatIsNotKnown(String pattern) {
    assertFalse(new PatternCompiler(CString.of(pattern)).compile(), pattern);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{255}",
        "a{0,255}",
        "a{255,}",
        "((((((((((((((((a))))))))))))))))",
        "[a-\177]",
        "[a-a]"
      })
  void whatIsKnown(String pattern) {
    compiled(pattern);
  }

  /** A table has at most 255 instructions; beyond that the expression is run as a program. */
  @ParameterizedTest
  @CsvSource({"'a{0,127}', 255, true", "'a{0,127}b', 256, false"})
  void tablesHaveAMostOfInstructions(String pattern, int length, boolean expected) {
    PatternCompiler compiler = compiled(pattern);
    assertEquals(length, compiler.length());
    assertEquals(expected, compiler.tabulate());
  }

  /** A sequence of n letters needs n + 1 states. */
  @ParameterizedTest
  @CsvSource({"126, true", "127, false"})
  void tablesHaveAMostOfStates(int letters, boolean expected) {
    String pattern = "a".repeat(letters);
    PatternCompiler compiler = compiled(pattern);
    assertEquals(expected, compiler.tabulate());
    byte[] line = CString.of("b" + pattern);
    ProgramMatcher program = new ProgramMatcher(compiler);
    assertTrue(program.matches(line, 0, letters + 1));
    assertFalse(program.matches(line, 0, letters));
    if (!expected) return;
    LinePattern table = new LinePattern(SYSTEM, compiler);
    assertTrue(table.matches(line, 0, letters + 1));
    assertFalse(table.matches(line, 0, letters));
  }

  @ParameterizedTest
  @CsvSource({
    "x, true",
    "xy*, true",
    "x|xy, true",
    "^x, false",
    "x|y, false",
    "[xy], false",
    "x*, false",
    ".x, false",
    "x$, true",
    "^, false",
    "'x|^y', false"
  })
  void whetherOneByteBeginsEveryMatch(String pattern, boolean expected) {
    PatternCompiler compiler = compiled(pattern);
    assertTrue(compiler.tabulate());
    assertEquals(expected, new LinePattern(SYSTEM, compiler).hasFirstByte(), pattern);
  }

  /** The byte is found wherever it is: near, where a loop looks, and far, where a call does. */
  @Test
  void theFirstByteIsFoundAnywhere() {
    PatternCompiler compiler = compiled("x");
    assertTrue(compiler.tabulate());
    LinePattern pattern = new LinePattern(new FakePosix(), compiler);
    for (int length = 0; length < 80; length++)
      for (int place = -1; place < length; place++) {
        byte[] line = CString.of("x" + "-".repeat(length) + "x");
        if (place >= 0) line[1 + place] = 'x';
        assertEquals(place >= 0, pattern.matches(line, 1, 1 + length));
        int candidate = place >= 0 ? 1 + place : 1 + length;
        assertEquals(candidate, pattern.nextCandidate(line, 1, 1 + length));
      }
  }

  // ---- what is left to the C library -----------------------------------------------------------

  /** A thousand is what may be, brackets and escapes counted once, repetitions written out. */
  @ParameterizedTest
  @CsvSource({
    "'\\w{999}x', false",
    "'\\w{1000}x', true",
    "'\\w{1000}', false",
    "'\\w{1001}', true",
    "'(\\w[abc]){500}', false",
    "'(\\w[abc]){501}', true",
    "'(\\w){10,1000}', false",
    "'(\\w){1001,}', true",
    "'((\\wa){100}){5}', false",
    "'((\\wa){100}){6}', true",
    "'[]{2000}]\\w', false",
    "'\\{2000', false",
    "'(\\w){', false",
    "')\\w{1000}', false",
    "'((((\\w', false",
    "'(\\w{999}', false",
    "'a(\\w{1000}', true",
    "'\\w{99999999999}', true"
  })
  void theWeightOfAnExpression(String pattern, boolean expected) {
    assertEquals(expected, PatternWeight.isTooMuch(CString.of(pattern)), pattern);
  }

  @Test
  void whatTheCLibraryMatchesIsSelected() {
    FakePosix kernel = Logger.feed(new FakePosix(), "foo bar\nfoobar\nbar\n");
    assertEquals(0, Logger.run(kernel, "-", "+\\bbar", "1"));
    assertEquals("foo bar\nbar\n", kernel.output());
  }
}
