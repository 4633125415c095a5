package s6j.portable.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.posix.jnr.JnrPosix;

class GrepTest {
  private static final Posix SYSTEM = new JnrPosix();

  private static String grep(String input, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "s6-grep";
    System.arraycopy(options, 0, words, 1, options.length);
    FakePosix posix = Outcome.reading(input);
    String outcome = Outcome.of(posix, words);
    assertEquals("", posix.errors());
    return posix.output() + outcome;
  }

  @Test
  void optionsMeanWhatTheySay() {
    String input = "one\ntwo\nthree\n\ntwo";
    assertEquals("two\ntwo\nexit 0", grep(input, "-E", "two"));
    assertEquals("2:two\n5:two\nexit 0", grep(input, "-En", "tw"));
    assertEquals("one\nthree\n\nexit 0", grep(input, "-Fv", "two"));
    assertEquals("2\nexit 0", grep(input, "-cF", "two"));
    assertEquals("0\nexit 1", grep(input, "-cF", "nine"));
    assertEquals("exit 0", grep(input, "-cqF", "two"));
    assertEquals("one\nthree\nexit 0", grep(input, "-iF", "E"));
    assertEquals("exit 1", grep("", "-v", "x"));
  }

  @Test
  void whatFollowsNulIsSearched() {
    assertEquals("a\0b\nexit 0", grep("a\0b\na\n", "-F", "b"));
    assertEquals("a\0b\nexit 0", grep("a\0b\na\n", "-E", "b$"));
    assertEquals("exit 1", grep("a\0b\n", "-E", "a$"));
    assertEquals("a\0b\nexit 0", grep("a\0b\n", "-E", "a.b"));
    assertEquals("exit 1", grep("a\0b\n", "-E", "a[\1-\176]b"));
  }

  @Test
  void theStandInIsNoByteOfThePattern() {
    assertEquals(127, LineRegex.standIn(CString.of("a.b")));
    assertEquals(1, LineRegex.standIn(CString.of("[a-\377]")));
    assertEquals(3, LineRegex.standIn(CString.of("\1\2\177")));
  }

  @Test
  void errorsAreToldForWhatTheyAre() {
    FakePosix posix = Outcome.reading("a\nb\n");
    FaultyPosix full = new FaultyPosix().failCall("write", 1, Errno.ENOSPC);
    assertEquals("exit 111", Outcome.of(full.around(posix), "s6-grep", "-F", "a"));
    assertEquals(
        "s6-grep: fatal: unable to write to stdout: No space left on device\n", posix.errors());
    posix = Outcome.reading("a\n");
    FaultyPosix broken = new FaultyPosix().failCall("read", 1, Errno.EIO);
    assertEquals("exit 111", Outcome.of(broken.around(posix), "s6-grep", "-F", "a"));
    assertEquals("s6-grep: fatal: unable to read from stdin: Input/output error\n", posix.errors());
    posix = Outcome.reading("");
    assertEquals("exit 111", Outcome.of(posix, "s6-grep", "-E", "("));
    assertTrue(posix.errors().startsWith("s6-grep: fatal: unable to compile regular expression: "));
  }

  @Property
  void fixedTextIsFoundAsJavaFindsIt(
      @ForAll @Chars({'a', 'b', 'A', '\0'}) @StringLength(max = 6) String text,
      @ForAll @Chars({'a', 'b', 'A', '\0'}) @StringLength(max = 30) String line,
      @ForAll boolean ignoresCase) {
    String known = ignoresCase ? line.toLowerCase() : line;
    boolean expected = known.contains(ignoresCase ? text.toLowerCase() : text);
    byte[] bytes = CString.of("<" + line + ">");
    FixedText fixed = new FixedText(SYSTEM, CString.of(text), ignoresCase);
    assertEquals(expected, fixed.matches(bytes, 1, bytes.length - 1));
  }

  /** Expressions that POSIX and Java understand alike, on lines with NULs too. */
  @Property
  void expressionsMatchAsJavaMatches(
      @ForAll("patterns") String pattern,
      @ForAll @Chars({'a', 'b', '\0'}) @StringLength(max = 12) String line) {
    byte[] bytes = CString.of(line);
    int regex = SYSTEM.compileRegex(CString.of(pattern), 0);
    assertTrue(regex >= 0, pattern);
    LineRegex expression = new LineRegex(SYSTEM, regex, CString.of(pattern));
    boolean found = expression.matches(bytes, 0, bytes.length);
    SYSTEM.freeRegex(regex);
    assertEquals(Pattern.compile(pattern, Pattern.DOTALL).matcher(line).find(), found);
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<String> atom = Arbitraries.of("a", "b", ".", "[ab]", "[^a]", "(ab|b)");
    Arbitrary<String> piece =
        atom.flatMap(one -> Arbitraries.of("", "*", "+", "?", "{2}").map(more -> one + more));
    Arbitrary<String> body = piece.list().ofMinSize(1).ofMaxSize(4).map(l -> String.join("", l));
    return body.flatMap(text -> Arbitraries.of(text, "^" + text, text + "$", "^" + text + "$"));
  }

  @Test
  void repetitiousTextsTakeNoLonger() {
    byte[] line = CString.of("a".repeat(1 << 20));
    FixedText text = new FixedText(SYSTEM, CString.of("a".repeat(1 << 16) + "b"), false);
    assertTimeout(Duration.ofSeconds(20), () -> text.matches(line, 0, line.length));
  }
}
