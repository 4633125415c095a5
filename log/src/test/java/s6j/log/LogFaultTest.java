package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** What a log directory goes through: disks, processors and kills, and any bytes. */
class LogFaultTest {
  private static final long NOW = 1_700_000_000_000_000_000L;
  private static final int LONG_FAULT = 5;

  /**
   * A step that fails for a while, whatever it is, delays lines and nothing else. At the end of
   * input a processor that cannot be started is not tried again.
   */
  @ParameterizedTest
  @CsvSource({
    "fsync", "rename", "open", "link", "unlink", "fchmod", "stat", "write", "spawn", "dup"
  })
  void aStepThatGoesOnFailingOnlyDelays(String call) {
    String input = Logger.lines(0, 150);
    for (int errno : new int[] {Errno.ENOSPC, Errno.EIO})
      for (String blocking : new String[] {"-b", "-q"})
        for (String processor : new String[] {"p", "?cat"}) {
          FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), input);
          kernel.program("/bin/sh", LogStoryTest::copy);
          boolean[] opened = new boolean[1];
          int[] failures = new int[1];
          Posix posix =
              LogStoryTest.intercepting(
                  kernel,
                  (name, arguments) -> opened[0] |= name.equals("write") || name.equals("fsync"));
          posix = failing(posix, call, errno, opened, failures);
          String story = call + " " + errno + " " + blocking + " " + processor;
          assertEquals(
              0, Logger.run(posix, blocking, "n99", "s4096", "r10", processor, "./d"), story);
          assertEquals(input, Logger.contents(kernel, "/d"), story);
          boolean retried = !call.equals("spawn") && !call.equals("dup");
          if (retried) assertEquals(LONG_FAULT, failures[0], story);
          else assertEquals(processor.equals("?cat"), failures[0] > 0, story);
          assertEquals(0744, kernel.permissions("/d/current"), story);
        }
  }

  /** Of the calls made once lines are logged, the first ones of that name fail. */
  private static Posix failing(
      Posix kernel, String call, int errno, boolean[] begun, int[] failures) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              boolean counts = begun[0] && method.getName().equals(call);
              if (counts && call.equals("write") && (int) arguments[0] <= 2) counts = false;
              if (counts && failures[0] < LONG_FAULT) {
                failures[0]++;
                return -errno;
              }
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /**
   * The logger is killed, its successor is killed while it recovers, and a third one takes over.
   */
  @Test
  void aKillDuringTheRecoveryLosesOrDoublesNothing() {
    int kills = 0;
    for (int first = 40; first < 400; first += 7)
      for (int second = 1; ; second++) {
        FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), Logger.lines(0, 150));
        kernel.program("/bin/sh", LogStoryTest::copy);
        int[] written = new int[1];
        if (!isKilled(kernel, first, written, "?cat")) break;
        FakePosix next = Logger.feed(kernel.another(), "");
        boolean killed = isKilled(next, second, written, "p");
        FakePosix last = Logger.feed(killed ? next.another() : next, "after\n");
        assertEquals(0, Logger.run(last, "n99", "s4096", "./d"));
        String found = Logger.contents(last, "/d");
        String story = "killed at call " + first + " and " + second;
        assertEquals(written[0] + 6, found.length(), story);
        assertTrue(found.endsWith("after\n"), story);
        assertTrue(Logger.lines(0, 150).startsWith(found.substring(0, written[0])), story);
        if (!killed) break;
        kills++;
      }
    assertTrue(kills > 200, "only " + kills + " kills");
  }

  private static boolean isKilled(FakePosix kernel, int call, int[] written, String processor) {
    try {
      Logger.run(
          LogStoryTest.killedAt(kernel, call, written), "n99", "s4096", "r10", processor, "./d");
      return false;
    } catch (LogStoryTest.Kill kill) {
      kernel.endWith(9);
      return true;
    }
  }

  // ---- processors ------------------------------------------------------------------------------

  /** One that fails, then one that is killed, then one that works: its output is all there is. */
  @Test
  void aProcessorIsRunUntilItSucceeds() {
    FakePosix kernel = Logger.feed(new FakePosix(), "");
    int[] runs = new int[1];
    kernel.program(
        "/bin/sh",
        child -> {
          runs[0]++;
          child.write(1, CString.of("run " + runs[0] + "\n"), 0, 6);
          if (runs[0] == 1) child.after(5, () -> child.end(1));
          else if (runs[0] == 2) child.after(5, () -> child.endWith(9));
          else child.after(5, () -> child.end(0));
        });
    slowly(kernel, Logger.lines(0, 25), 500);
    assertEquals(0, Logger.run(kernel, "s4096", "r10", "?x", "./d"));
    assertEquals(3, runs[0]);
    assertEquals("run 3\n" + Logger.lines(21, 25), Logger.contents(kernel, "/d"));
    assertTrue(kernel.errors().contains("processor failed in ./d"), kernel.errors());
    assertTrue(kernel.errors().contains("processor crashed in ./d"), kernel.errors());
  }

  /** While one hangs, lines go on into the new current. */
  @Test
  void aProcessorThatHangsHoldsNothingUp() {
    FakePosix kernel = Logger.feed(new FakePosix(), "");
    kernel.program("/bin/sh", child -> child.after(3_600_000, () -> child.end(0)));
    String[] current = new String[1];
    kernel.after(3_000_000, () -> current[0] = kernel.text("/d/current"));
    slowly(kernel, Logger.lines(0, 200), 3_000_001);
    assertEquals(0, Logger.run(kernel, "s4096", "?x", "./d"));
    assertEquals(Logger.lines(21, 200), current[0]);
  }

  /** The input is a pipe whose writer goes after so many milliseconds. */
  private static void slowly(FakePosix kernel, String text, long millis) {
    int[] ends = new int[2];
    assertEquals(0, kernel.pipe(ends, 0));
    kernel.inherit(ends[0], 0);
    byte[] bytes = CString.of(text);
    assertEquals(bytes.length, kernel.write(ends[1], bytes, 0, bytes.length));
    kernel.after(millis, () -> kernel.close(ends[1]));
  }

  // ---- bytes -----------------------------------------------------------------------------------

  /** Any bytes come out as they went in, but that a NUL ends a line and the last line is ended. */
  @Property(tries = 200)
  void anyBytesAreKept(@ForAll @IntRange(max = 60000) int length, @ForAll long seed) {
    byte[] bytes = new byte[length];
    Random random = new Random(seed);
    random.nextBytes(bytes);
    int step = 1 + random.nextInt(3000);
    for (int i = 0; i < length; i++)
      if ((bytes[i] == '\n' || bytes[i] == 0) && i % step != 0) bytes[i] = (byte) 0xff;
    String input = new String(bytes, StandardCharsets.ISO_8859_1);
    FakePosix kernel = Logger.feed(new FakePosix(), input);
    assertEquals(0, Logger.run(kernel, "-l", "0", "s999999", "./d", "-nothing", "t", "./e"));
    String expected = input.replace('\0', '\n');
    if (!expected.isEmpty() && !expected.endsWith("\n")) expected += "\n";
    assertEquals(expected, kernel.text("/d/current"));
    assertEquals(expected, kernel.text("/e/current").replaceAll("(?m)^@[0-9a-f]{24} ", ""));
  }
}
