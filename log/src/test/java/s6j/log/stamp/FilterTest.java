package s6j.log.stamp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.cli.Program;
import s6j.log.Logger;
import s6j.log.dialect.MultilogMain;
import s6j.log.dialect.SvlogdMain;
import s6j.log.syslog.Ucspilogd;
import s6j.log.view.LogView;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** The programs that change the beginning of lines; expectations are the reference's output. */
class FilterTest {
  @Test
  void everyLineIsStampedAndTheLastOneEnded() {
    FakePosix kernel = Logger.feed(new FakePosix(), "one\n\npart");
    assertEquals(0, run(kernel, Tai64nStamper.declaration(), "s6-tai64n"));
    assertTrue(
        kernel.output().matches("@[0-9a-f]{24} one\n@[0-9a-f]{24} \n@[0-9a-f]{24} part\n"),
        kernel.output());
  }

  @ParameterizedTest
  @CsvSource({
    "'@400000000000000a00000000 x\n', '1970-01-01 00:00:00.000000000 x\n'",
    "'@400000000000000000000000 x\n', '@400000000000000000000000 x\n'",
    "'@40000000586846a4075bcd15 x\n', '2016-12-31 23:59:60.123456789 x\n'",
    "'@40000000586846a0075bcd15 x\n', '2016-12-31 23:59:56.123456789 x\n'",
    "'@40000000586846A4075BCD15 x\n', '2016-12-31 23:59:60.123456789 x\n'",
    "'@40000000586846a4075bcd15\n', '2016-12-31 23:59:60.123456789\n'",
    "'@40000000586846a4075bcd15', '@40000000586846a4075bcd15'",
    "'@40000000586846a3 x\n', '@40000000586846a3 x\n'",
    "'mid @40000000586846a4075bcd15\n', 'mid @40000000586846a4075bcd15\n'",
    "'@\n\n', '@\n\n'"
  })
  void labelsBecomeReadable(String line, String expected) {
    FakePosix kernel = Logger.feed(new FakePosix(), line);
    assertEquals(0, run(kernel, Tai64nReader.declaration(), "s6-tai64nlocal", "-g"));
    assertEquals(expected, kernel.output());
  }

  @Test
  void syslogLinesGetTheirVariables() {
    String input =
        "\n<13>a\0<14>b\n@400000006b016e370bf01fb3 <15>c\n@x <13>y\n<abc>\n<99999999999>q\n<13";
    FakePosix kernel = Logger.feed(new FakePosix().setEnvironment("X=v"), input);
    assertEquals(0, run(kernel, Ucspilogd.declaration(), "ucspilogd", "-D", "-", "X", "Y"));
    assertEquals(
        "v: -: \nv: -: user.notice: a\nv: -: user.info: b\n"
            + "@400000006b016e370bf01fb3 v: -: user.debug: c\nv: -: @x <13>y\nv: -: <abc>\n"
            + "v: -: <99999999999>q\nv: -: <13\n",
        kernel.output());
  }

  @Test
  void multilogShowsAlertsWithoutItsName() {
    FakePosix kernel = Logger.feed(new FakePosix(), "a\nb\n" + "x".repeat(300) + "\n");
    assertEquals(0, run(kernel, MultilogMain.declaration(), "multilog", "-b", "e"));
    assertEquals("a\n" + "x".repeat(200) + "...\n", kernel.errors());
  }

  @Test
  void multilogPatternsSeeTheStamp() {
    FakePosix kernel = Logger.feed(new FakePosix(), "status ok\nfatal x\n");
    assertEquals(
        0, run(kernel, MultilogMain.declaration(), "multilog", "t", "-*", "+@* fatal*", "./m"));
    assertTrue(kernel.text("/m/current").matches("@[0-9a-f]{24} fatal x\n"));
  }

  @Test
  void svlogdReadsItsConfig() {
    FakePosix kernel = Logger.feed(new FakePosix(), "x debug y\nhello\n");
    kernel.directory("/w").directory("/v").file("/w/config", "s50000\n-*debug*\npsvc: \n");
    assertEquals(0, run(kernel, SvlogdMain.declaration(), "svlogd", "w", "v"));
    assertEquals("svc: hello\n", kernel.text("/w/current"));
    assertEquals("x debug y\nhello\n", kernel.text("/v/current"));
  }

  @Test
  void directoriesAreViewedInOrderOfTime() {
    FakePosix kernel = new FakePosix();
    kernel.directory("/a").directory("/b");
    kernel.file("/a/@400000005a00000300000000.s", "@400000005a00000100000000 a1\nmore\n");
    kernel.file("/a/current", "@400000005a00000400000000 a4\n");
    kernel.file("/b/current", "@400000005a00000200000000 b2\n@400000005a00000500000000 b5\n");
    assertEquals(0, run(kernel, LogView.declaration(), "log-view", "/a", "/b"));
    assertEquals(
        "a: @400000005a00000100000000 a1\na: more\nb: @400000005a00000200000000 b2\n"
            + "a: @400000005a00000400000000 a4\nb: @400000005a00000500000000 b5\n",
        kernel.output());
  }

  @Test
  void aViewIsLimitedByTimeAndMayBeJson() {
    FakePosix kernel = new FakePosix();
    kernel.directory("/a");
    kernel.file(
        "/a/current",
        "@40000000586846a000000000 early\n@40000000586846a500000000 \"q\"\t\u00e9\n"
            + "@40000000586846b000000000 late\n");
    String[] words = {
      "log-view",
      "-o",
      "json",
      "-s",
      "@40000000586846a500000000",
      "-u",
      "@40000000586846a600000000",
      "/a"
    };
    assertEquals(0, run(kernel, LogView.declaration(), words));
    assertEquals(
        "{\"service\":\"a\",\"time\":\"2017-01-01T00:00:00.000000000Z\","
            + "\"line\":\"\\\"q\\\"\\t\\u00e9\"}\n",
        kernel.output());
  }

  private static int run(FakePosix kernel, Program program, String... words) {
    byte[][] arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) arguments[i] = CString.of(words[i]);
    return program.main.run(kernel, program, arguments);
  }
}
