package s6j.log.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.Answers;
import s6j.log.LogStoryTest;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** log-view: its forms, its times, its errors, and how long it follows. */
class LogViewFormsTest {
  private static final long SECOND = 1_000_000_000L;

  /** 2023-11-14 22:13:20 UTC. */
  private static final long NOW = 1_700_000_000L;

  private final FakePosix kernel = new FakePosix().setRealtime(NOW * SECOND);

  private int run(Posix posix, String... arguments) {
    byte[][] line = new byte[arguments.length + 1][];
    line[0] = CString.of("log-view");
    for (int i = 0; i < arguments.length; i++) line[i + 1] = CString.of(arguments[i]);
    return LogView.run(posix, LogView.declaration(), line);
  }

  private String view(String... arguments) {
    assertEquals(0, run(kernel, arguments), kernel.errors());
    return kernel.output();
  }

  /** A stamp of so many seconds behind NOW. */
  private static String at(int second) {
    return String.format("@40000000%08x00000000", NOW + 37 + second);
  }

  @ParameterizedTest
  @CsvSource({
    "'@400000006553f12500000007 x', '2023-11-14 23:13:20.000000007  x'",
    "'@400000006553f12500000007', '2023-11-14 23:13:20.000000007  '",
    "'2023-11-14T22:13:20.5 x', '2023-11-14 23:13:20.500000000  x'",
    "'2023-11-14 23:13:20.5  x', '2023-11-14 23:13:20.500000000  x'",
    "'no stamp', 'no stamp'",
    "'', ''"
  })
  void localIsReadable(String line, String expected) {
    kernel.setZone(ZoneId.of("Europe/Berlin"));
    kernel.directory("/d").file("/d/current", line + "\n");
    assertEquals(expected + "\n", view("-o", "local", "/d"));
  }

  @Test
  void jsonOfUnstampedAndOldLines() {
    kernel.directory("/d").file("/d/current", "plain\n2023-11-14T22:13:20.5 x\nmore\n");
    assertEquals(
        "{\"service\":\"d\",\"line\":\"plain\"}\n"
            + "{\"service\":\"d\",\"time\":\"2023-11-14T22:13:20.500000000Z\",\"line\":\"x\"}\n"
            + "{\"service\":\"d\",\"time\":\"2023-11-14T22:13:20.500000000Z\",\"line\":\"more\"}\n",
        view("--output=json", "/d"));
  }

  /** A line too long for one piece is one object. */
  @Test
  void aLongLineIsOneObject() {
    String rest = "x".repeat(150_000);
    kernel.directory("/d").file("/d/current", at(0) + " " + rest + "\n");
    String head = "{\"service\":\"d\",\"time\":\"2023-11-14T22:13:20.000000000Z\",\"line\":\"";
    assertEquals(head + rest + "\"}\n", view("-o", "json", "/d"));
  }

  /** The last part of the path that is not merely the usual name of a log directory. */
  @ParameterizedTest
  @CsvSource({
    "/svc/web/log/main, web",
    "/svc/web/log/main/, web",
    "/svc/web/., web",
    "/svc/web//, web",
    "/svc/web, web",
    "/log, log",
    "/log/main, log",
    "/main, main",
    "/svc/maintenance, maintenance",
    "/svc/logs, logs"
  })
  void aServiceIsCalledByItsDirectory(String path, String name) {
    kernel.directory("/other").file("/other/current", "o\n");
    for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1))
      kernel.directory(path.substring(0, slash));
    String directory = path.replaceAll("/[/.]*$", "");
    kernel.directory(directory).file(directory + "/current", "x\n");
    String seen = view(path, "/other");
    assertEquals(name + ": x\nother: o\n", seen);
  }

  /** Of one time, the directory that was named first comes first. */
  @Test
  void equalTimesKeepTheOrderOfTheDirectories() {
    StringBuilder expected = new StringBuilder();
    String[] names = {"/e", "/b", "/d", "/a", "/c"};
    for (String name : names) {
      kernel.directory(name).file(name + "/current", at(1) + " x\n" + at(2) + " y\n");
      expected.append(name.charAt(1)).append(": ").append(at(1)).append(" x\n");
    }
    for (String name : names)
      expected.append(name.charAt(1)).append(": ").append(at(2)).append(" y\n");
    assertEquals(expected.toString(), view(names));
  }

  /** Any number of directories with any lines: the order is that of the stamps. */
  @Test
  void manyDirectoriesAreMerged() {
    Random random = new Random(5);
    String[] names = new String[13];
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      names[i] = "/d" + i;
      StringBuilder lines = new StringBuilder();
      int second = 0;
      for (int line = 0; line < random.nextInt(40); line++) {
        second += 1 + random.nextInt(9);
        String text = at(second) + " " + (char) ('a' + i) + line;
        lines.append(text).append('\n');
        all.add(text + " d" + i);
      }
      kernel.directory(names[i]).file(names[i] + "/current", lines.toString());
    }
    List<String> expected = all.stream().sorted().toList();
    List<String> seen = new ArrayList<>();
    view(names).lines().forEach(l -> seen.add(l.replaceAll("(d\\d+): (.*)", "$2 $1")));
    assertEquals(expected, seen);
  }

  // ---- times -----------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "-s, 30s, c d",
    "-s, 31s, b c d",
    "-s, 1h, a b c d",
    "-u, 30s, a b c",
    "-u, 1m, a",
    "-s, 2023-11-14 22:13:20, d",
    "-u, 2023-11-14 22:12:49, a b",
    "-s, 2023-11-15, ''"
  })
  void timesAreThoseOfUsers(String option, String time, String expected) {
    kernel.setZone(ZoneId.of("UTC"));
    String lines = at(-60) + " a\n" + at(-31) + " b\n" + at(-30) + " c\n" + at(0) + " d\n";
    kernel.directory("/d").file("/d/current", lines);
    String seen = view(option, time, "/d").replaceAll("@\\w+ ", "").replace('\n', ' ').trim();
    assertEquals(expected, seen);
  }

  /** Archives that were finished before the time asked for are not opened; others are. */
  @Test
  void olderArchivesAreNotOpened() {
    kernel.directory("/d").file("/d/current", at(9) + " e\n");
    for (int i = 0; i < 4; i++) kernel.file("/d/" + at(i) + ".s", at(i) + " " + i + "\n");
    List<String> opened = new ArrayList<>();
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals("open")) opened.add(CString.text((byte[]) arguments[1]));
            });
    assertEquals(0, run(posix, "-s", at(2), "/d"));
    assertEquals(at(2) + " 2\n" + at(3) + " 3\n" + at(9) + " e\n", kernel.output());
    assertFalse(opened.contains(at(1) + ".s"), opened.toString());
    assertTrue(opened.contains(at(2) + ".s"), opened.toString());
  }

  // ---- following -------------------------------------------------------------------------------

  /** It looks ten times a second, and ends when the time asked for is over. */
  @Test
  void followingEndsWithTheTimeAskedFor() {
    kernel.directory("/d").file("/d/current", at(0) + " a\n");
    kernel.after(2000, () -> kernel.file("/d/current", at(0) + " a\n" + at(2) + " b\n"));
    long begun = kernel.monotonicNanos();
    int[] polls = new int[1];
    Posix posix =
        LogStoryTest.intercepting(
            kernel, (name, arguments) -> polls[0] += name.equals("poll") ? 1 : 0);
    assertEquals(0, run(posix, "-f", "-u", at(3), "/d"));
    assertEquals(at(0) + " a\n" + at(2) + " b\n", kernel.output());
    long millis = (kernel.monotonicNanos() - begun) / 1_000_000;
    assertTrue(millis >= 3000 && millis <= 3200, "millis " + millis);
    assertTrue(polls[0] >= 30 && polls[0] <= 32, "polls " + polls[0]);
  }

  /** The end of a long line is not there yet: nothing of another directory comes between. */
  @Test
  void aLongLineIsAwaited() {
    String rest = "x".repeat(70_000);
    kernel.directory("/a").file("/a/current", at(0) + " " + rest);
    kernel.directory("/b").file("/b/current", at(1) + " b\n");
    kernel.after(500, () -> kernel.file("/a/current", at(0) + " " + rest + "y\n"));
    assertEquals(
        "a: " + at(0) + " " + rest + "y\nb: " + at(1) + " b\n",
        view("-f", "-u", at(2), "/a", "/b"));
  }

  /** Who does not follow sees the line that is being written, too. */
  @ParameterizedTest
  @ValueSource(strings = {"part", "one\npart", ""})
  void theUnfinishedLineIsShown(String text) {
    kernel.directory("/d").file("/d/@400000006553f12500000000.s", "first\nlost");
    kernel.file("/d/current", text);
    String expected = "first\nlost\n" + text + (text.isEmpty() ? "" : "\n");
    assertEquals(expected, view("/d"));
  }

  // ---- errors ----------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-f",
        "-o xml /d",
        "-o /d",
        "-s yesterday /d",
        "-u 5 /d",
        "-x /d",
        "/d -o plan"
      })
  void wrongWordsAreUsageErrors(String words) {
    kernel.directory("/d").file("/d/current", "x\n");
    String[] arguments = words.isEmpty() ? new String[0] : words.split(" ");
    assertEquals(100, run(kernel, arguments));
    assertEquals("", kernel.output());
    assertTrue(kernel.errors().contains("usage: log-view"), kernel.errors());
  }

  @Test
  void aDirectoryThatIsNotThere() {
    kernel.directory("/d").file("/d/current", "x\n");
    assertEquals(111, run(kernel, "/d", "/missing"));
    assertEquals(
        "log-view: fatal: unable to open /missing: No such file or directory\n", kernel.errors());
    assertEquals("", kernel.output());
  }

  /** Nobody reads on: it ends, and says why, even while it follows. */
  @ParameterizedTest
  @ValueSource(strings = {"-f", "-oplain"})
  void anOutputThatIsShut(String option) {
    kernel.directory("/d").file("/d/current", "x\n");
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] == 1 ? (Object) (-Errno.EPIPE) : null);
    assertEquals(111, run(posix, option, "/d"));
    assertEquals("log-view: fatal: unable to write to stdout: Broken pipe\n", kernel.errors());
  }

  // ---- repeated lines --------------------------------------------------------------------------

  /** Where two lines of a file share a stamp, the stamp does not prove a repetition. */
  @Test
  void sharedStampsProveNothing() {
    String a = at(1) + " a\n";
    String b = at(2) + " b\n";
    String c = at(3) + " c\n";
    String other = at(2) + " B\n";
    kernel.directory("/d");
    kernel.file("/d/" + at(4) + ".s", a + b);
    kernel.file("/d/" + at(5) + ".s", b + other + c);
    kernel.file("/d/current", other + c);
    assertEquals(a + b + other + c + other + c, view("/d"));
  }

  @Test
  void aRepetitionEndsWithTheFormerFile() {
    String a = at(1) + " a\n";
    String b = at(2) + " b\n";
    kernel.directory("/d");
    kernel.file("/d/" + at(4) + ".s", a + b);
    kernel.file("/d/current", a + b + a);
    assertEquals(a + b + a, view("/d"));
  }

  /** However big the former file is: what is repeated is at its end. */
  @Test
  void theEndOfABigFileIsRepeated() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 30_000; i++) lines.append(at(i)).append(" line ").append(i).append('\n');
    String tail = at(29_998) + " line 29998\n" + at(29_999) + " line 29999\n";
    assertTrue(lines.length() > 1 << 20);
    kernel.directory("/d").file("/d/" + at(30_000) + ".s", lines.toString());
    kernel.file("/d/current", tail + at(30_001) + " new\n");
    assertEquals(lines + at(30_001) + " new\n", view("/d"));
  }
}
