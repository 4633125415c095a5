package s6j.log.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Answers;
import s6j.log.Feeder;
import s6j.log.Logger;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.SocketAddress;

/** svlogd over time: stamps, periods, full disks, signals, and what it says of configs. */
class SvlogdRunsTest {
  /** 2023-11-14 22:13:20.123456789 UTC. */
  private static final long NOW = 1_700_000_000_123_456_789L;

  private final FakePosix kernel = new FakePosix().setRealtime(NOW).directory("/w");

  private int run(Posix posix, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("/bin/svlogd");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return SvlogdMain.run(posix, SvlogdMain.declaration(), arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "-t, '@400000006553f125075bcf09 P a'", "-tt, 2023-11-14_22:13:20.12345 P a",
    "-ttt, 2023-11-14T22:13:20.12345 P a", "-tttt, 2023-11-14T22:13:20.12345 P a"
  })
  void stamps(String option, String expected) {
    kernel.file("/w/config", "pP \ne*\n");
    Logger.feed(kernel, "a\n");
    assertEquals(0, run(kernel, option, "/w"));
    assertEquals(expected + "\n", kernel.text("/w/current"));
    assertEquals(expected + "\n", kernel.errors());
  }

  /** t of the config: seconds, minutes or hours; 0 and what is no number is never. */
  @ParameterizedTest
  @CsvSource({"t60, 60", "t1m, 60", "t1h, 3600", "t60x, 60", "t0, 0", "tx, 0", "'', 0"})
  void periods(String line, int seconds) {
    kernel.file("/w/config", line + "\n");
    long first = seconds == 0 ? 900_000 : seconds * 1000L - 5;
    new Feeder(kernel).says(10, "a\n").says(first, "b\n").says(first + 10, "c\n").goes(first + 20);
    assertEquals(0, run(kernel, "/w"));
    assertEquals(seconds == 0 ? 0 : 1, Logger.archives(kernel, "/w").size());
    assertEquals(seconds == 0 ? "a\nb\nc\n" : "c\n", kernel.text("/w/current"));
  }

  /** While the disk is full the oldest archive goes at each try, down to N; none without N. */
  @ParameterizedTest
  @CsvSource({"n9, 6", "N2, 2", "N5, 5", "N6, 6", "N4, 4", "'n2\nN2', 2"})
  void archivesGoWhenTheDiskIsFull(String config, int left) {
    kernel.file("/w/config", "s4096\n" + config + "\n");
    for (int i = 0; i < 6; i++) kernel.file("/w/@40000000000000000000000" + i + ".s", "old\n");
    Logger.feed(kernel, "a\n");
    int[] failures = new int[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] > 2 && failures[0]++ < 5
                    ? (Object) (-Errno.ENOSPC)
                    : null);
    assertEquals(0, run(posix, "/w"));
    List<String> archives = Logger.archives(kernel, "/w");
    assertEquals(left, archives.size());
    assertEquals("@400000000000000000000005.s", archives.get(left - 1));
    assertEquals("a\n", kernel.text("/w/current"));
  }

  /** An N that is not under n says nothing. */
  @ParameterizedTest
  @CsvSource({"'n2\nN5', 6", "'n5\nN5', 6", "'n6\nN5', 5"})
  void whatTheFullDiskMayKeepIsUnderWhatIsKept(String config, int left) {
    kernel.file("/w/config", config + "\n").file("/w/current", "");
    kernel.permissions("/w/current", 0744, 1000, 1000);
    for (int i = 0; i < 6; i++) kernel.file("/w/@40000000000000000000000" + i + ".s", "old\n");
    int[] failures = new int[1];
    Posix posix =
        Answers.of(
            Logger.feed(kernel, "a\n"),
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] > 2 && failures[0]++ < 5
                    ? (Object) (-Errno.ENOSPC)
                    : null);
    assertEquals(0, run(posix, "/w"));
    assertEquals(left, Logger.archives(kernel, "/w").size());
  }

  /** Any other error costs no archive. */
  @Test
  void anotherErrorRemovesNothing() {
    kernel.file("/w/config", "N1\n");
    for (int i = 0; i < 4; i++) kernel.file("/w/@40000000000000000000000" + i + ".s", "old\n");
    int[] failures = new int[1];
    Posix posix =
        Answers.of(
            Logger.feed(kernel, "a\n"),
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] > 2 && failures[0]++ < 5
                    ? (Object) (-Errno.EIO)
                    : null);
    assertEquals(0, run(posix, "/w"));
    assertEquals(4, Logger.archives(kernel, "/w").size());
  }

  /** A processor of the config is the shell's. */
  @Test
  void aProcessorIsRun() {
    kernel.file("/w/config", "s4096\n!cat -n\n");
    kernel.program(
        "/bin/sh",
        child -> {
          assertEquals("/bin/sh -c cat -n", child.line());
          child.write(1, CString.of("done\n"), 0, 5);
          child.after(5, () -> child.end(0));
        });
    Logger.feed(kernel, Logger.lines(0, 25));
    assertEquals(0, run(kernel, "/w"));
    assertEquals("done\n" + Logger.lines(21, 25), Logger.contents(kernel, "/w"));
  }

  @Test
  void whatIsSentIsStampedToo() {
    int receiver = kernel.socket(Posix.AF_INET, Posix.SOCK_DGRAM, OpenFlags.O_NONBLOCK);
    SocketAddress address = new SocketAddress();
    address.inet(127 << 24 | 1, 514);
    assertEquals(0, kernel.bind(receiver, address));
    kernel.file("/w/config", "u127.0.0.1\npP \n");
    assertEquals(0, run(Logger.feed(kernel, "a\n"), "-tt", "/w"));
    byte[] bytes = new byte[100];
    int count = kernel.receiveFrom(receiver, bytes, 0, bytes.length, null);
    String expected = "2023-11-14_22:13:20.12345 P a\n";
    assertEquals(expected, CString.text(CString.slice(bytes, 0, count)));
    assertEquals(expected, kernel.text("/w/current"));
  }

  // ---- signals ---------------------------------------------------------------------------------

  /** After SIGHUP the same command line runs again, on the same input: nothing of it is lost. */
  @Test
  void hangupStartsItAnew() {
    kernel.file("/w/config", "pold \n").program("/bin/svlogd", child -> {});
    Feeder feeder = new Feeder(kernel);
    feeder.says(10, "a\npar").sends(20, Signal.SIGHUP).says(30, "t\nb\n");
    assertThrows(FakePosix.Executed.class, () -> run(kernel, "-v", "/w"));
    assertEquals("/bin/svlogd -v /w", kernel.line());
    assertEquals("old a\nold part\n", kernel.text("/w/current"));
    assertEquals("b\n", feeder.leftOver());
    assertTrue(kernel.descriptorFlags(0) >= 0);
  }

  @Test
  void whatCannotBeStartedAnewIsTold() {
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGHUP);
    assertEquals(111, run(kernel, "/w"));
    assertEquals(
        "svlogd: fatal: unable to start anew: No such file or directory\n", kernel.errors());
    assertEquals("a\n", kernel.text("/w/current"));
  }

  /** TERM is the end, be it that a HUP came before it. */
  @Test
  void termIsTheEnd() {
    Feeder feeder = new Feeder(kernel);
    feeder.says(10, "par").sends(20, Signal.SIGHUP).sends(30, Signal.SIGTERM).says(40, "t\n");
    assertEquals(0, run(kernel, "/w"));
    assertEquals("part\n", kernel.text("/w/current"));
  }

  /** It waits for the rest of its last line as long as that takes. */
  @Test
  void aLastLineIsAwaited() {
    new Feeder(kernel).says(10, "par").sends(20, Signal.SIGTERM).says(600_000, "t\n");
    assertEquals(0, run(kernel, "/w"));
    assertEquals("part\n", kernel.text("/w/current"));
  }

  // ---- configs ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "zzz, 'config directive not supported: zzz'",
    "q1, 'config directive not supported: q1'",
    "ux, 'unable to scan ip address or port number: x'",
    "u1.2.3.4:0, 'unable to scan ip address or port number: 1.2.3.4:0'",
    "#x, ''",
    "s, ''",
    "n, ''"
  })
  void whatAConfigSaysInVain(String line, String warning) {
    kernel.file("/w/config", "\n" + line + "\n\n");
    Logger.feed(kernel, "a\n");
    assertEquals(0, run(kernel, "/w"));
    assertEquals(warning.isEmpty() ? "" : "svlogd: warning: " + warning + "\n", kernel.errors());
    assertEquals("a\n", kernel.text("/w/current"));
  }

  @ParameterizedTest
  @CsvSource({"1024, false", "1025, true"})
  void aLongPrefixIsCut(int length, boolean told) {
    kernel.file("/w/config", "p" + "x".repeat(length) + "\n");
    Logger.feed(kernel, "a\n");
    assertEquals(0, run(kernel, "/w"));
    assertEquals("x".repeat(1024) + "a\n", kernel.text("/w/current"));
    String warning = "svlogd: warning: prefix is cut: /w/config\n";
    assertEquals(told ? warning : "", kernel.errors());
  }

  /** One directory's config says nothing of the next one. */
  @Test
  void eachDirectoryHasItsConfig() {
    kernel.directory("/v").file("/w/config", "pP \ns4096\nn2\n-b*\ne*\nt1\nN1\n!x\n");
    Logger.feed(kernel, "a\nb\n" + Logger.lines(0, 100));
    assertEquals(0, run(kernel, "/w", "v"));
    assertEquals("a\nb\n" + Logger.lines(0, 100), kernel.text("/v/current"));
    assertTrue(kernel.errors().startsWith("P a\nP b\nP line"), kernel.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"open", "read"})
  void aConfigThatCannotBeReadEndsIt(String call) {
    kernel.file("/w/config", "x\n");
    Posix posix =
        Answers.of(
            Logger.feed(kernel, "a\n"),
            (name, arguments) -> name.equals(call) ? (Object) (-Errno.EIO) : null);
    assertEquals(111, run(posix, "/w"));
    assertEquals("svlogd: fatal: unable to read /w/config: Input/output error\n", kernel.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "-l 500, 111",
    "-z /w, 111",
    "-b 100 /w, 111",
    "-b 1001 /w, 0",
    "-b 1000 /w, 111",
    "-l 99999999999 -b 99999999999 /w, 111",
    "-l 2147483646 -b 99999999999 /w, 0",
    "/none, 111"
  })
  void commandLines(String words, int code) {
    assertEquals(code, run(Logger.feed(kernel, "a\n"), words.split(" ")));
    if (code == 0) assertEquals("a\n", kernel.text("/w/current"));
  }

  /** Printable bytes stay, from the blank to the tilde; every other one is replaced. */
  @Test
  void everyByteThatIsNotPrintableIsReplaced() {
    StringBuilder all = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int b = 0; b < 256; b++) {
      if (b == '\n') continue;
      all.append((char) b);
      expected.append(b == 'x' || b < ' ' || b > '~' ? '?' : (char) b);
    }
    Logger.feed(kernel, all + "\n");
    assertEquals(0, run(kernel, "-r", "?", "-R", "x\n", "/w"));
    assertEquals(expected + "\n", kernel.text("/w/current"));
  }
}
