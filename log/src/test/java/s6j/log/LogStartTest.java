package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** The command line of s6-log, what it opens at its start, and what it gives back at its end. */
class LogStartTest {
  private final FakePosix kernel = new FakePosix().directory("/dev").file("/dev/null", "");

  @ParameterizedTest
  @CsvSource({
    "-d 2 1, 100, 's6-log: fatal: notification fd must be 3 or more'",
    "-d 0 1, 100, 's6-log: fatal: notification fd must be 3 or more'",
    "-d 77 1, 100, 's6-log: fatal: invalid notification fd: Bad file descriptor'",
    "-d 4294967299 1, 100, s6-log: ",
    "-l x 1, 100, s6-log: ",
    "-t -1 1, 100, s6-log: ",
    "-z 1, 100, s6-log: ",
    "-q, 100, s6-log: "
  })
  void whatCannotBeMeantIsRefused(String words, int code, String message) {
    Logger.feed(kernel, "a\n");
    assertEquals(code, Logger.run(kernel, words.split(" ")));
    assertTrue(kernel.errors().startsWith(message), kernel.errors());
    assertEquals("", kernel.output());
  }

  /** Readiness is told once the directory is open, and then the descriptor is closed. */
  @Test
  void readinessIsANewline() {
    kernel.file("/ready", "");
    kernel.inherit(kernel.open(Posix.CWD, CString.of("/ready"), OpenFlags.O_WRONLY, 0), 3);
    boolean[] opened = new boolean[1];
    Logger.feed(kernel, "a\n");
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals("write") && (int) arguments[0] == 3)
                opened[0] = kernel.exists("/d/current");
            });
    assertEquals(0, Logger.run(posix, "-d", "3", "./d"));
    assertEquals("\n", kernel.text("/ready"));
    assertTrue(opened[0]);
    assertEquals(-Errno.EBADF, kernel.descriptorFlags(3));
  }

  @Test
  void withoutDReadinessIsNotTold() {
    kernel.file("/ready", "");
    kernel.inherit(kernel.open(Posix.CWD, CString.of("/ready"), OpenFlags.O_WRONLY, 0), 3);
    assertEquals(0, Logger.run(Logger.feed(kernel, "a\n"), "./d"));
    assertEquals("", kernel.text("/ready"));
    assertTrue(kernel.descriptorFlags(3) >= 0);
  }

  /** A file of the logger's must not become descriptor 1 or 2, where messages would go into it. */
  @Test
  void closedDescriptorsAreOpenedFirst() {
    Logger.feed(kernel, "a\n");
    kernel.permissions("/dev/null", 0666, 0, 0);
    kernel.close(1);
    kernel.close(2);
    int[] opened = new int[1];
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals("open") && CString.is((byte[]) arguments[1], "/dev/null"))
                opened[0]++;
            });
    assertEquals(0, Logger.run(posix, "1", "2", "./d"));
    assertEquals("a\n", kernel.text("/d/current"));
    assertEquals(2, opened[0]);
  }

  @Test
  void withoutANullDeviceItDoesNotStart() {
    Logger.feed(kernel, "a\n");
    kernel.close(1);
    kernel.unlink(Posix.CWD, CString.of("/dev/null"));
    assertEquals(111, Logger.run(kernel, "./d"));
    assertEquals(
        "s6-log: fatal: unable to ensure stdin/stdout/stderr are open: No such file or directory\n",
        kernel.errors());
  }

  @ParameterizedTest
  @CsvSource({"ignoreSignal", "signals"})
  void withoutSignalsItDoesNotStart(String call) {
    Posix posix = LogStoryTest.answering(Logger.feed(kernel, "a\n"), call, -Errno.EMFILE);
    assertEquals(111, Logger.run(posix, "./d"));
    assertTrue(kernel.errors().startsWith("s6-log: fatal: unable to trap signals: "));
  }

  /** Standard output may be shared, with a shell say: what it was, it is again. */
  @ParameterizedTest
  @CsvSource({"1, false, true", "1, true, ''", "./d, false, ''"})
  void standardOutputIsGivenBackAsItWas(String action, boolean before, String during) {
    kernel.setNonBlocking(1, before);
    List<String> settings = new ArrayList<>();
    Posix posix =
        LogStoryTest.intercepting(
            Logger.feed(kernel, "a\n"),
            (name, arguments) -> {
              if (name.equals("setNonBlocking")) settings.add(arguments[0] + " " + arguments[1]);
            });
    assertEquals(0, Logger.run(posix, action));
    assertEquals(during.isEmpty() ? List.of() : List.of("1 true", "1 false"), settings);
    assertEquals(before, (kernel.descriptorFlags(1) & OpenFlags.O_NONBLOCK) != 0);
  }

  /** -q once is no warnings; -v takes it back, and more of either says nothing more. */
  @ParameterizedTest
  @CsvSource({"'', true", "-q, false", "-qq, false", "-qv, true", "-qqv, true", "-v, true"})
  void warningsAreToldUnlessItIsQuiet(String option, boolean told) {
    String[] script = {"1", "-x"};
    if (!option.isEmpty()) script = new String[] {option, "1", "-x"};
    assertEquals(0, Logger.run(Logger.feed(kernel, "a\n"), script));
    assertEquals(told, kernel.errors().contains("ignoring extraneous"));
  }

  /** Of any limit s6-log makes 48 at least; 0 is none. */
  @ParameterizedTest
  @CsvSource({
    "1, 48",
    "47, 48",
    "48, 48",
    "49, 49",
    "8000, 8000",
    "9000, 9000",
    "60000, 60000",
    "70000, 70000",
    "0, 100000"
  })
  void linesAreSplitAtTheLimit(String limit, int longest) {
    assertEquals(0, Logger.run(Logger.feed(kernel, "x".repeat(100000) + "\n"), "-l", limit, "1"));
    StringBuilder expected = new StringBuilder();
    for (int left = 100000; left > 0; left -= longest)
      expected.append("x".repeat(Math.min(left, longest))).append('\n');
    assertEquals(expected.toString(), kernel.output());
  }

  @Test
  void withoutLTheLimitIs8192() {
    assertEquals(0, Logger.run(Logger.feed(kernel, "x".repeat(8193) + "\n"), "1"));
    assertEquals("x".repeat(8192) + "\nx\n", kernel.output());
  }
}
