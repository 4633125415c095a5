package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** What signals and the end of the input do to a running s6-log (s6-log page, Signals). */
class LogSignalTest {
  private final FakePosix kernel = new FakePosix();
  private final Feeder feeder = new Feeder(kernel);

  private long millis() {
    return kernel.monotonicNanos() / 1_000_000;
  }

  private long run(String... script) {
    long begun = millis();
    assertEquals(0, Logger.run(kernel, script));
    return millis() - begun;
  }

  /** What comes together with the signal is for the next logger. */
  @ParameterizedTest
  @CsvSource({"15", "1"})
  void betweenLinesItEndsAtOnce(int signal) {
    feeder.says(10, "a\n").saysAndSends(20, "b\n", signal);
    assertEquals(20, run("./d"));
    assertEquals("a\n", kernel.text("/d/current"));
    assertEquals("b\n", feeder.leftOver());
    assertEquals(0744, kernel.permissions("/d/current"));
    assertEquals("", kernel.errors());
  }

  /** However often it rotates, whatever it is asked to run: it holds what it held before. */
  @ParameterizedTest
  @CsvSource({"p, 0", "?cat, 0", "?cat, 1"})
  void aRotationHoldsNoDescriptorMore(String processor, int code) {
    kernel.program("/bin/sh", child -> child.after(5, () -> child.end(code)));
    List<List<String>> held = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      feeder.says(100 * i, "line\n").sends(100 * i + 10, Signal.SIGALRM);
      kernel.after(100 * i + 90, () -> held.add(kernel.openDescriptors()));
    }
    kernel.after(50, () -> held.add(kernel.openDescriptors()));
    feeder.goes(2000);
    run("r10", processor, "./d", "./e");
    assertEquals(11, held.size());
    int before = held.get(0).size();
    for (List<String> descriptors : held)
      assertEquals(before, descriptors.size(), descriptors.toString());
  }

  /** It takes the rest of the line, and not a byte of the next one. */
  @ParameterizedTest
  @CsvSource({"15", "1"})
  void inMidLineItWaitsForTheEndOfTheLine(int signal) {
    feeder.says(10, "par").sends(20, signal).says(300, "t\nnext\n");
    assertEquals(300, run("t", "./d"));
    assertTrue(kernel.text("/d/current").matches("@[0-9a-f]{24} part\n"));
    assertEquals("next\n", feeder.leftOver());
  }

  @ParameterizedTest
  @CsvSource({"'', 2020", "500, 520", "0, 9000"})
  void aLineThatDoesNotEndIsGivenUp(String limit, long end) {
    feeder.says(10, "par").sends(20, Signal.SIGTERM).goes(9000);
    String[] script = limit.isEmpty() ? new String[] {"./d"} : new String[] {"-t", limit, "./d"};
    assertEquals(end, run(script));
    assertEquals("par\n", kernel.text("/d/current"));
  }

  /** More signals neither shorten the wait nor begin it anew. */
  @Test
  void moreSignalsChangeNothing() {
    feeder.says(10, "par").sends(20, Signal.SIGTERM).sends(1000, Signal.SIGTERM);
    feeder.sends(1500, Signal.SIGHUP).goes(9000);
    assertEquals(2020, run("./d"));
    assertEquals("par\n", kernel.text("/d/current"));
  }

  @ParameterizedTest
  @CsvSource({"-b, 'input line too long, stopping before the end'", "-q, ''"})
  void aLastLineOverTheLimitIsNotAwaited(String option, String warning) {
    String rest = "x".repeat(100);
    feeder.says(10, "x".repeat(40)).sends(20, Signal.SIGTERM).says(30, rest).goes(9000);
    assertEquals(30, run(option, "-l", "50", "./d"));
    assertEquals("x".repeat(50) + "\n", kernel.text("/d/current"));
    assertEquals(rest.substring(10), feeder.leftOver());
    assertEquals(warning.isEmpty() ? "" : "s6-log: warning: " + warning + "\n", kernel.errors());
  }

  @Test
  void withPItIgnoresTermAndObeysHup() {
    feeder.says(10, "a\n").sends(20, Signal.SIGTERM).says(30, "b\n").sends(40, Signal.SIGHUP);
    feeder.says(50, "c\n");
    assertEquals(40, run("-p", "./d"));
    assertEquals("a\nb\n", kernel.text("/d/current"));
  }

  @Test
  void anAlarmRotatesEveryDirectory() {
    feeder.says(10, "a\n").sends(20, Signal.SIGALRM).says(30, "b\n").goes(40);
    run("./d", "t", "./e");
    for (String directory : List.of("/d", "/e")) {
      assertEquals(1, Logger.archives(kernel, directory).size());
      assertTrue(kernel.text(directory + "/current").endsWith("b\n"));
      assertEquals(2, Logger.contents(kernel, directory).lines().count());
    }
  }

  /** A line that comes in pieces stays whole: the rotation follows its end. */
  @Test
  void anAlarmAmidALineRotatesBehindIt() {
    String half = "x".repeat(40_000);
    String begun = half + half;
    feeder.says(10, half).says(15, half).sends(20, Signal.SIGALRM);
    feeder.says(30, "y\n").says(35, "next\n").goes(40);
    run("-l", "0", "./d");
    List<String> archives = Logger.archives(kernel, "/d");
    assertEquals(1, archives.size());
    assertEquals(begun + "y\n", kernel.text("/d/" + archives.get(0)));
    assertEquals("next\n", kernel.text("/d/current"));
  }

  @Test
  void anAlarmWhileTheLastLineIsAwaitedRotatesToo() {
    feeder.says(10, "a\npar").sends(20, Signal.SIGTERM).sends(30, Signal.SIGALRM).says(40, "t\n");
    run("./d");
    assertEquals(1, Logger.archives(kernel, "/d").size());
    assertEquals("part\n", kernel.text("/d/current"));
  }

  // ---- the end of the input --------------------------------------------------------------------

  /** An error is the end, and is told unless warnings are off. */
  @ParameterizedTest
  @CsvSource({"-b, true", "-q, false"})
  void anErrorOfTheInputEndsIt(String option, boolean told) {
    feeder.says(10, "a\npar").sends(20, Signal.SIGCHLD).says(30, "t\n");
    int[] reads = new int[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) ->
                name.equals("read") && (int) arguments[0] == 0 && ++reads[0] > 1
                    ? -Errno.EIO
                    : null);
    assertEquals(0, Logger.run(posix, option, "./d"));
    assertEquals("a\npar\n", kernel.text("/d/current"));
    String warning = "s6-log: warning: unable to read from stdin: Input/output error\n";
    assertEquals(told ? warning : "", kernel.errors());
  }

  /** A read that finds nothing after all is no end; nor is a wait that a signal interrupted. */
  @ParameterizedTest
  @CsvSource({"read, -11", "poll, -4", "waitpid, -4"})
  void anInterruptionIsNoEnd(String call, int answer) {
    feeder.says(10, "a\n").sends(15, Signal.SIGCHLD).says(20, "b\n").goes(30);
    int[] calls = new int[1];
    Posix posix =
        Answers.of(
            kernel, (name, arguments) -> name.equals(call) && calls[0]++ % 2 == 0 ? answer : null);
    assertEquals(0, Logger.run(posix, "./d"));
    assertTrue(calls[0] > 1);
    assertEquals("a\nb\n", kernel.text("/d/current"));
  }
}
