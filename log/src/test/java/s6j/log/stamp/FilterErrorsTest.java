package s6j.log.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Program;
import s6j.log.Answers;
import s6j.log.Logger;
import s6j.log.script.StarMatcher;
import s6j.log.syslog.Ucspilogd;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** The filters: their errors, their options, and input of any length; and patterns with stars. */
class FilterErrorsTest {
  private final FakePosix kernel = new FakePosix().setRealtime(1_700_000_000_000_000_000L);

  private static final List<Program> FILTERS =
      List.of(Tai64nStamper.declaration(), Tai64nReader.declaration(), Ucspilogd.declaration());

  private static int run(Posix posix, Program program, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("filter");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return program.main.run(posix, program, arguments);
  }

  @ParameterizedTest
  @CsvSource({"read, read from stdin, 0", "write, write to stdout, 1"})
  void whatFailsIsFatal(String call, String what, int fd) {
    for (Program filter : FILTERS) {
      FakePosix fresh = Logger.feed(new FakePosix(), "a\n");
      Posix posix =
          Answers.of(
              fresh,
              (name, arguments) ->
                  name.equals(call) && (int) arguments[0] == fd ? (Object) (-Errno.EIO) : null);
      assertEquals(111, run(posix, filter));
      assertEquals("filter: fatal: unable to " + what + ": Input/output error\n", fresh.errors());
    }
  }

  /** The end of the last line is written, and its error told. */
  @Test
  void anErrorOfTheLastLineIsFatal() {
    int[] writes = new int[1];
    FakePosix fresh = Logger.feed(new FakePosix(), "a");
    Posix posix =
        Answers.of(
            fresh,
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] == 1 && ++writes[0] == 1
                    ? (Object) (-Errno.EIO)
                    : null);
    assertEquals(111, run(posix, Tai64nStamper.declaration()));
    assertEquals("filter: fatal: unable to write to stdout: Input/output error\n", fresh.errors());
  }

  @Test
  void wrongOptionsAreUsageErrors() {
    for (Program filter : FILTERS.subList(1, 3)) {
      FakePosix fresh = Logger.feed(new FakePosix(), "a\n");
      assertEquals(100, run(fresh, filter, "-z"));
      assertTrue(fresh.errors().contains("usage: "), fresh.errors());
      assertEquals("", fresh.output());
    }
  }

  /** Lines are as long as they like, and what is read at once does not matter. */
  @ParameterizedTest
  @ValueSource(ints = {1, 24, 25, 26, 57, 58, 59, 8191, 8192, 8193, 20000})
  void linesOfAnyLength(int length) {
    String line = "x".repeat(length);
    Logger.feed(kernel, line + "\n" + line + "\n");
    assertEquals(0, run(kernel, Tai64nStamper.declaration()));
    assertEquals((stamp() + line + "\n").repeat(2), kernel.output());
    FakePosix second = Logger.feed(new FakePosix(), line + "\n" + line);
    assertEquals(0, run(second, Tai64nReader.declaration(), "-g"));
    assertEquals(line + "\n" + line, second.output());
    FakePosix third = Logger.feed(new FakePosix(), line + "\0" + line);
    assertEquals(0, run(third, Ucspilogd.declaration()));
    assertEquals(line + "\n" + line + "\n", third.output());
  }

  private static String stamp() {
    return "@400000006553f125000001f4 ";
  }

  @Test
  void anEmptyInputIsAnEmptyOutput() {
    for (Program filter : FILTERS) {
      FakePosix fresh = Logger.feed(new FakePosix(), "");
      assertEquals(0, run(fresh, filter));
      assertEquals("", fresh.output());
    }
  }

  /** Without -g the time is local. */
  @ParameterizedTest
  @CsvSource({"'', 2016-12-31 18:59:56.123456789", "-g, 2016-12-31 23:59:56.123456789"})
  void labelsAreToldInLocalTime(String option, String expected) {
    kernel.setZone(ZoneId.of("America/New_York"));
    Logger.feed(kernel, "@40000000586846a0075bcd15 x\n");
    String[] options = option.isEmpty() ? new String[0] : new String[] {option};
    assertEquals(0, run(kernel, Tai64nReader.declaration(), options));
    assertEquals(expected + " x\n", kernel.output());
  }

  /** A label stays in front; what only looks like one is text. */
  @ParameterizedTest
  @CsvSource({
    "'@400000006b016e370bf01fb3 <15>c', '@400000006b016e370bf01fb3 <undefined>: user.debug: c'",
    "'@400000006b016e370bf01fb3', '<undefined>: @400000006b016e370bf01fb3'",
    "'@400000006b016e370bf01fb3 ', '@400000006b016e370bf01fb3 <undefined>: '",
    "'@4000000 b016e370bf01fb3  x', '<undefined>: @4000000 b016e370bf01fb3  x'",
    "'x400000006b016e370bf01fb3 y', '<undefined>: x400000006b016e370bf01fb3 y'",
    "'@400000006b016e370bf01fb34 y', '<undefined>: @400000006b016e370bf01fb34 y'",
    "'<191>', '<undefined>: local7.debug: '"
  })
  void labelsStayInFront(String line, String expected) {
    Logger.feed(kernel, line + "\n");
    assertEquals(0, run(kernel, Ucspilogd.declaration(), "X"));
    assertEquals(expected + "\n", kernel.output());
  }

  // ---- patterns with stars ---------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "a, a, true",
    "a, b, false",
    "a, '', false",
    "a, ab, false",
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "*, abc, true",
    "a*, a, true",
    "a*, abc, true",
    "*c, abc, true",
    "*c, abcc, false",
    "*c, ab, false",
    "*b*, abc, true",
    "*b*, ac, false",
    "**, a, false",
    "a*c, ac, true",
    "a*c, abbc, true",
    "+, +, true",
    "+a, +a, true",
    "*: *, 'x: y', true"
  })
  void starsOfMultilog(String pattern, String line, boolean expected) {
    StarMatcher matcher = new StarMatcher(CString.of(pattern), 1000, null);
    byte[] bytes = CString.of("*" + line + "c");
    assertEquals(expected, matcher.matches(bytes, 1, 1 + line.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "+a, a, true",
    "+a, aaa, true",
    "+a, '', false",
    "+a, b, false",
    "+ab, aab, true",
    "+ab, a, false",
    "x+, x+, true",
    "x+, x, false",
    "+++, ++, false"
  })
  void plusesOfSvlogd(String pattern, String line, boolean expected) {
    StarMatcher matcher = StarMatcher.repeating(CString.of(pattern), 1000);
    byte[] bytes = CString.of("a" + line + "a");
    assertEquals(expected, matcher.matches(bytes, 1, 1 + line.length()));
  }

  /** No more than so many bytes of a line are looked at. */
  @Test
  void onlyTheBeginningIsMatched() {
    StarMatcher matcher = new StarMatcher(CString.of("abc"), 3, null);
    assertTrue(matcher.matches(CString.of("abc"), 0, 3));
    assertTrue(matcher.matches(CString.of("abcd"), 0, 4));
    assertFalse(matcher.matches(CString.of("ab"), 0, 2));
  }
}
