package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Where lines go: streams that are slow or shut, status files, and directories in time. */
class LogOutletTest {
  private final FakePosix kernel = new FakePosix().setRealtime(1_700_000_000_000_000_000L);

  // ---- standard output -------------------------------------------------------------------------

  /** Its reader comes an hour late: the directory has everything by then, and no line is lost. */
  @Test
  void aSlowReaderHoldsUpNoDirectory() {
    String input = Logger.lines(0, 750);
    int[] ends = new int[2];
    assertEquals(0, kernel.pipe(ends, 0));
    kernel.inherit(ends[1], 1);
    Feeder feeder = new Feeder(kernel);
    for (int i = 0; i < 750; i += 250) feeder.says(10 + i, Logger.lines(i, i + 250));
    String[] stored = new String[1];
    kernel.after(3_600_000, () -> stored[0] = Logger.contents(kernel, "/d"));
    StringBuilder shown = new StringBuilder();
    for (int i = 1; i < 100; i++) kernel.after(3_600_000 + i, () -> shown.append(take(ends[0])));
    feeder.goes(3_700_000);
    assertEquals(0, Logger.run(kernel, "n99", "./d", "1"));
    assertEquals(input, Logger.contents(kernel, "/d"));
    assertEquals(input, shown + take(ends[0]));
    assertEquals(input, stored[0]);
  }

  private String take(int fd) {
    byte[] bytes = new byte[65536];
    kernel.setNonBlocking(fd, true);
    int count = kernel.read(fd, bytes, 0, bytes.length);
    return count <= 0 ? "" : CString.text(CString.slice(bytes, 0, count));
  }

  /** What stands before each line takes room as well, however little is left of it. */
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 20", "100, 3", "1000, 50", "1024, 200"})
  void aSlowReaderOfLinesWithAPrefixLosesNone(int prefix, int length) {
    int[] ends = new int[2];
    assertEquals(0, kernel.pipe(ends, 0));
    kernel.inherit(ends[1], 1);
    StringBuilder input = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    String head = "p".repeat(prefix);
    for (int i = 0; i < 300; i++) {
      String line = "x".repeat(i * 37 % length) + i + "\n";
      input.append(line);
      expected.append(head).append(' ').append(line);
    }
    new Feeder(kernel).says(10, input.toString()).goes(1000);
    StringBuilder shown = new StringBuilder();
    for (int i = 1; i < 100; i++) kernel.after(2000 + i, () -> shown.append(take(ends[0])));
    byte[] full = new byte[65536];
    assertEquals(full.length, kernel.write(1, full, 0, full.length));
    assertEquals(0, Logger.run(kernel, "p" + head, "1"));
    assertEquals(expected.toString(), shown + take(ends[0]));
  }

  /** The input is over and nobody reads yet: it stays until all is written, and reads no more. */
  @ParameterizedTest
  @CsvSource({"-b, 1", "-q, 2"})
  void itEndsWhenEverythingIsShown(String option, int expected) {
    int[] ends = new int[2];
    assertEquals(0, kernel.pipe(ends, 0));
    kernel.inherit(ends[1], 1);
    byte[] full = new byte[65536];
    assertEquals(full.length, kernel.write(1, full, 0, full.length));
    new Feeder(kernel).says(10, "a\n").says(20, "b\n").goes(30);
    kernel.after(5000, () -> take(ends[0]));
    int[] reads = new int[1];
    long late = kernel.monotonicNanos() + 25_000_000;
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              boolean reading = name.equals("read") && (int) arguments[0] == 0;
              if (reading && kernel.monotonicNanos() < late) reads[0]++;
            });
    assertEquals(0, Logger.run(posix, option, "1", "./d"));
    assertEquals("a\nb\n", take(ends[0]));
    assertEquals("a\nb\n", kernel.text("/d/current"));
    assertEquals(expected, reads[0]);
  }

  /** The first error is told, and from then on the action does nothing. */
  @ParameterizedTest
  @CsvSource({"-b, true", "-q, false"})
  void aBrokenOutputIsClosed(String option, boolean told) {
    int[] writes = new int[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (!name.equals("write") || (int) arguments[0] != 1) return null;
              writes[0]++;
              return -Errno.EPIPE;
            });
    new Feeder(kernel).says(10, "a\n").says(20, "b\n").goes(30);
    assertEquals(0, Logger.run(posix, option, "1", "./d"));
    assertEquals("a\nb\n", kernel.text("/d/current"));
    assertEquals(1, writes[0]);
    assertEquals(-Errno.EBADF, kernel.descriptorFlags(1));
    String message =
        "s6-log: warning: unable to write to stdout, closing the stream - error was: Broken pipe\n";
    assertEquals(told ? message : "", kernel.errors());
  }

  @Test
  void anAlertThatStandardErrorRefusesIsDropped() {
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) ->
                name.equals("write") && (int) arguments[0] == 2 ? (Object) (-Errno.EIO) : null);
    new Feeder(kernel).says(10, "a\n").says(20, "b\n").goes(30);
    assertEquals(0, Logger.run(posix, "2", "./d"));
    assertEquals("a\nb\n", kernel.text("/d/current"));
  }

  /** What standard error takes bit by bit is whole. */
  @Test
  void anAlertMayTakeManyWrites() {
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (name.equals("write") && (int) arguments[0] == 2) arguments[3] = 1;
              return null;
            });
    Logger.feed(kernel, "abc\nd\n");
    assertEquals(0, Logger.run(posix, "pP", "2"));
    assertEquals("s6-log: alert: P abc\ns6-log: alert: P d\n", kernel.errors());
  }

  /** E0 is no limit; 200 bytes and the dots are what it is without E. */
  @ParameterizedTest
  @CsvSource({"E0, 5000, 5000", "p, 203, 203", "p, 204, 200", "E300, 303, 303", "E300, 304, 300"})
  void alertsAreCutAtTheirLimit(String limit, int length, int shown) {
    Logger.feed(kernel, "x".repeat(length) + "\n");
    assertEquals(0, Logger.run(kernel, limit, "2"));
    String dots = shown < length ? "..." : "";
    assertEquals("s6-log: alert: " + "x".repeat(shown) + dots + "\n", kernel.errors());
  }

  // ---- reading on ------------------------------------------------------------------------------

  /** With -b nothing is read while a disk is full; without, as much as there is room for. */
  @ParameterizedTest
  @CsvSource({"-b, 1", "-q, 3"})
  void aFullDiskHoldsUpReadingOnlyIfAsked(String option, int expected) {
    boolean[] full = {true};
    int[] reads = new int[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (name.equals("read") && (int) arguments[0] == 0 && full[0]) reads[0]++;
              boolean writes = name.equals("write") && (int) arguments[0] > 2;
              return writes && full[0] ? (Object) (-Errno.ENOSPC) : null;
            });
    new Feeder(kernel).says(10, "a\n").says(20, "b\n").says(30, "c\n").goes(9000);
    kernel.after(5000, () -> full[0] = false);
    assertEquals(0, Logger.run(posix, option, "r1000", "./d"));
    assertEquals("a\nb\nc\n", kernel.text("/d/current"));
    assertEquals(expected, reads[0]);
  }

  /** A write that failed is tried again after r milliseconds, 2000 unless it says so. */
  @ParameterizedTest
  @CsvSource({"r500, 6", "r2000, 2", "p, 2"})
  void aFailingWriteIsTriedAgainAfterATime(String retry, int expected) {
    boolean[] full = {true};
    int[] writes = new int[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (!full[0] || !name.equals("write") || (int) arguments[0] <= 2) return null;
              writes[0]++;
              return -Errno.ENOSPC;
            });
    new Feeder(kernel).says(10, "a\n").goes(9000);
    kernel.after(3000, () -> full[0] = false);
    assertEquals(0, Logger.run(posix, "-q", retry, "./d"));
    assertEquals("a\n", kernel.text("/d/current"));
    assertEquals(expected, writes[0]);
  }

  /** So is a step of a rotation. */
  @ParameterizedTest
  @CsvSource({"r500, 6", "r2000, 2"})
  void aFailingStepIsTriedAgainAfterATime(String retry, int expected) {
    boolean[] failing = {true};
    int[] calls = new int[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (!failing[0] || !name.equals("rename")) return null;
              calls[0]++;
              return -Errno.EIO;
            });
    new Feeder(kernel).says(10, "a\n").sends(20, 14).says(30, "b\n").goes(9000);
    kernel.after(3000, () -> failing[0] = false);
    assertEquals(0, Logger.run(posix, "-q", retry, "./d"));
    assertEquals("a\nb\n", Logger.contents(kernel, "/d"));
    assertEquals(1, Logger.archives(kernel, "/d").size());
    assertEquals(expected, calls[0]);
  }

  // ---- periods ---------------------------------------------------------------------------------

  /** R: a rotation every so many seconds; none while nothing was written makes no archive. */
  @Test
  void aPeriodRotates() {
    Feeder feeder = new Feeder(kernel);
    for (int i = 0; i < 4; i++) feeder.says(500 + 2000L * i, "line " + i + "\n");
    feeder.goes(9100);
    assertEquals(0, Logger.run(kernel, "R2", "./d"));
    List<String> archives = Logger.archives(kernel, "/d");
    assertEquals(4, archives.size());
    for (int i = 0; i < 4; i++)
      assertEquals("line " + i + "\n", kernel.text("/d/" + archives.get(i)));
    assertEquals("", kernel.text("/d/current"));
  }

  @Test
  void withoutAPeriodTimeDoesNotRotate() {
    new Feeder(kernel).says(10, "a\n").goes(90_000_000);
    assertEquals(0, Logger.run(kernel, "./d"));
    assertEquals("a\n", kernel.text("/d/current"));
  }

  // ---- sizes -----------------------------------------------------------------------------------

  /** Where current is rotated: at the first line end from s less l on. */
  @ParameterizedTest
  @CsvSource({"s5000, l0, 5000", "s5000, l100, 4900", "s5050, l100, 5000", "s5000, l2500, 2500"})
  void currentIsRotatedAtItsSize(String size, String tolerance, int expected) {
    Logger.feed(kernel, Logger.lines(0, 1000));
    assertEquals(0, Logger.run(kernel, "n99", size, tolerance, "./d"));
    for (String archive : Logger.archives(kernel, "/d"))
      assertEquals(expected, kernel.bytes("/d/" + archive).length);
    assertEquals(Logger.lines(0, 1000), Logger.contents(kernel, "/d"));
  }

  /** What current had before counts. */
  @Test
  void aCurrentThatIsGoneOnWithIsRotatedAtItsSizeToo() {
    kernel.directory("/d").file("/d/current", Logger.lines(0, 40));
    kernel.permissions("/d/current", 0744, 1000, 1000);
    Logger.feed(kernel, Logger.lines(40, 60));
    assertEquals(0, Logger.run(kernel, "s5000", "l0", "./d"));
    List<String> archives = Logger.archives(kernel, "/d");
    assertEquals(1, archives.size());
    assertEquals(Logger.lines(0, 50), kernel.text("/d/" + archives.get(0)));
    assertEquals(Logger.lines(50, 60), kernel.text("/d/current"));
  }

  // ---- status files ----------------------------------------------------------------------------

  /** A status file that cannot be replaced stays as it is, and nothing is left beside it. */
  @ParameterizedTest
  @CsvSource({"rename, -b", "rename, -q", "write, -b", "write, -q", "open, -b", "open, -q"})
  void aStatusFileThatCannotBeReplacedStays(String call, String option) {
    kernel.file("/status", "old");
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (!name.equals(call)) return null;
              boolean isOther =
                  call.equals("write")
                      ? (int) arguments[0] <= 2
                      : !CString.text((byte[]) arguments[1]).contains(".new");
              return isOther ? null : -Errno.ENOSPC;
            });
    Logger.feed(kernel, "abc\n");
    assertEquals(0, Logger.run(posix, option, "=/status"));
    assertEquals("old", kernel.text("/status"));
    assertEquals(false, kernel.exists("/status.new"));
    String warning =
        "s6-log: warning: unable to write status file /status: No space left on device\n";
    assertEquals(option.equals("-b") ? warning : "", kernel.errors());
  }

  /** Stamp and prefix count, the padding too, whatever the size. */
  @ParameterizedTest
  @CsvSource({"3, 'P a'", "4, 'P ab'", "5, 'P abc'", "300, 'P abc'", "256, 'P abc'", "1, P"})
  void aStatusFileHasItsSize(int size, String text) {
    Logger.feed(kernel, "abc\n");
    assertEquals(0, Logger.run(kernel, "^" + size, "pP", "=/status"));
    assertEquals(text + "\n".repeat(size - text.length()), kernel.text("/status"));
  }

  @Test
  void aStatusFileShowsTheLastLine() {
    Logger.feed(kernel, "first\nsecond\nx\n");
    assertEquals(0, Logger.run(kernel, "=/status", "-x", "=/other"));
    assertEquals("x" + "\n".repeat(1000), kernel.text("/status"));
    assertEquals("second" + "\n".repeat(995), kernel.text("/other"));
  }
}
