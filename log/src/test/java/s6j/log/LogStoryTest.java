package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;

/** Log directories, from the first line to the crash and beyond. */
public class LogStoryTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  @Test
  void aCleanEndIsWrittenOnCurrent() {
    FakePosix kernel = Logger.feed(new FakePosix(), "one\npart");
    assertEquals(0, Logger.run(kernel, "./d"));
    assertEquals("one\npart\n", kernel.text("/d/current"));
    assertEquals(0744, kernel.permissions("/d/current"));
    assertEquals(
        List.of("current", "lock", "state"), kernel.names("/d").stream().sorted().toList());
    assertEquals(List.of(), kernel.complaints());
  }

  @Test
  void rotationEndsAtTheLineThatFillsCurrent() {
    FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), Logger.lines(0, 100));
    assertEquals(0, Logger.run(kernel, "n99", "s4096", "l1000", "./d"));
    List<String> archives = Logger.archives(kernel, "/d");
    assertEquals(3, archives.size());
    for (String archive : archives) {
      assertEquals(3100, kernel.bytes("/d/" + archive).length);
      assertEquals(0744, kernel.permissions("/d/" + archive));
    }
    assertEquals(Logger.lines(0, 100), Logger.contents(kernel, "/d"));
  }

  @Test
  void onlyTheNewestArchivesAreKept() {
    FakePosix kernel = Logger.feed(new FakePosix(), Logger.lines(0, 200));
    kernel.directory("/d").file("/d/@400000000000000000000000.u", "old");
    assertEquals(0, Logger.run(kernel, "n2", "s4096", "./d"));
    assertEquals(2, Logger.archives(kernel, "/d").size());
    String kept = Logger.contents(kernel, "/d");
    assertTrue(Logger.lines(0, 200).endsWith(kept));
  }

  /** The clock was set back: what is archived now is the newest all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@4000000080000000 00000001.s",
        "@4000000080000000 3b9ac9ff.u",
        "@4000000080000000 ffffffff.s",
        "@40000000FFFFFFFF 0ABCDEF0.s",
        "@7fffffffffffffff 3b9ac9ff.u",
        "@ffffffffffffffff 00000000.s"
      })
  void archivesOfTheFutureAreTheOldest(String spaced) {
    String future = spaced.replace(" ", "");
    for (String current : new String[] {null, "left\n"}) {
      FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), Logger.lines(0, 200));
      kernel.directory("/d").file("/d/" + future, "future\n");
      if (current != null) kernel.file("/d/current", current).permissions("/d/current", 0644, 0, 0);
      assertEquals(0, Logger.run(kernel, "n3", "s4096", "./d"));
      assertEquals(3, Logger.archives(kernel, "/d").size());
      String kept = Logger.contents(kernel, "/d").replace("future\n", "");
      assertTrue(Logger.lines(0, 200).endsWith(kept), future);
      assertTrue(kept.length() > 6000, future + " " + kept.length());
    }
  }

  /** Each directory has a clock of its own: one that is ahead does not pull the others along. */
  @Test
  void anotherDirectorysFutureDoesNotMatter() {
    FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), Logger.lines(0, 100));
    kernel.directory("/ahead").file("/ahead/@400000008000000000000000.s", "future\n");
    assertEquals(0, Logger.run(kernel, "s4096", "./ahead", "./d"));
    for (String name : Logger.archives(kernel, "/d")) assertTrue(name.startsWith("@400000006"));
    for (String name : Logger.archives(kernel, "/ahead")) assertTrue(name.startsWith("@400000008"));
  }

  /** Thousands that a smaller n leaves over go in a few looks at the directory, oldest first. */
  @Test
  void manyArchivesAreRemovedTogether() {
    FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), Logger.lines(0, 40));
    kernel.directory("/d");
    for (int i = 0; i < 3000; i++)
      kernel.file(String.format("/d/@40000000%08x00000000.s", i * 7919 % 3000), "x");
    int[] looks = new int[1];
    List<String> removed = new ArrayList<>();
    Posix posix =
        intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals("seek")) looks[0]++;
              if (name.equals("unlink")) removed.add(CString.text((byte[]) arguments[1]));
            });
    assertEquals(0, Logger.run(posix, "n5", "s4096", "./d"));
    assertEquals(5, Logger.archives(kernel, "/d").size());
    assertTrue(looks[0] < 10, "looks " + looks[0]);
    removed.removeIf(name -> !name.startsWith("@"));
    assertEquals(removed.stream().sorted().toList(), removed);
  }

  @Test
  void archivesFitTheTotalSize() {
    FakePosix kernel = Logger.feed(new FakePosix(), Logger.lines(0, 200));
    assertEquals(0, Logger.run(kernel, "S5000", "s4096", "./d"));
    assertEquals(2, Logger.archives(kernel, "/d").size());
  }

  @Test
  void aCrashedLoggersFilesBecomeArchives() {
    FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), "new\n");
    kernel.directory("/d").file("/d/previous", "prev\n").file("/d/current", "cur\n");
    kernel.permissions("/d/current", 0644, 1000, 1000);
    assertEquals(0, Logger.run(kernel, "./d"));
    List<String> archives = Logger.archives(kernel, "/d");
    assertEquals(2, archives.size());
    assertTrue(archives.stream().allMatch(name -> name.endsWith(".u")));
    assertEquals("prev\ncur\nnew\n", Logger.contents(kernel, "/d"));
  }

  @Test
  void aFinishedProcessedStandsForPrevious() {
    FakePosix kernel = Logger.feed(new FakePosix(), "new\n");
    kernel.directory("/d").file("/d/previous", "prev\n").file("/d/processed", "PREV\n");
    kernel.permissions("/d/processed", 0744, 1000, 1000);
    assertEquals(0, Logger.run(kernel, "./d"));
    assertEquals("PREV\nnew\n", Logger.contents(kernel, "/d"));
    assertTrue(Logger.archives(kernel, "/d").get(0).endsWith(".s"));
  }

  @Test
  void aStrayPreviousIsNotOverwritten() {
    FakePosix kernel = Logger.feed(new FakePosix(), Logger.lines(0, 50));
    kernel.directory("/d").file("/d/previous", "prev\n").file("/d/current", "");
    kernel.permissions("/d/current", 0744, 1000, 1000);
    assertEquals(0, Logger.run(kernel, "s4096", "./d"));
    assertEquals("prev\n" + Logger.lines(0, 50), Logger.contents(kernel, "/d"));
  }

  @Test
  void theSecondLoggerOfADirectoryGoes() {
    FakePosix kernel = Logger.feed(new FakePosix(), "a\n");
    int[] second = new int[1];
    kernel.program(
        "/bin/sh",
        child -> {
          second[0] = Logger.run(Logger.feed(child, "b\n"), "./");
          child.end(0);
        });
    Logger.feed(kernel, Logger.lines(0, 50));
    assertEquals(0, Logger.run(kernel, "s4096", "?second", "./d"));
    assertEquals(111, second[0]);
  }

  @Test
  void theProcessorsOutputIsArchived() {
    FakePosix kernel = Logger.feed(new FakePosix(), Logger.lines(0, 25));
    kernel.program("/bin/sh", child -> answer(child, "done\n", 0));
    assertEquals(0, Logger.run(kernel, "s4096", "?x", "./d"));
    assertEquals("done\n" + Logger.lines(21, 25), Logger.contents(kernel, "/d"));
    assertEquals("state\n", kernel.text("/d/state"));
    assertEquals(0744, kernel.permissions("/d/current"));
  }

  @Test
  void aProcessorThatFailsOnTheWayOutCostsNoLine() {
    FakePosix kernel = Logger.feed(new FakePosix(), Logger.lines(0, 25));
    kernel.program("/bin/sh", child -> answer(child, "half", 1));
    assertEquals(0, Logger.run(kernel, "s4096", "?x", "./d"));
    assertEquals(Logger.lines(0, 25), Logger.contents(kernel, "/d"));
    assertTrue(Logger.archives(kernel, "/d").get(0).endsWith(".u"));
    assertFalse(kernel.exists("/d/processed"));
  }

  /** Cwd is the directory, 1 processed, 5 the new state; it ends when the logger waits. */
  private static void answer(FakePosix child, String text, int code) {
    assertEquals("/d", child.workingDirectory());
    byte[] output = CString.of(text);
    byte[] state = CString.of("state\n");
    child.write(1, output, 0, output.length);
    child.write(5, state, 0, state.length);
    child.after(50, () -> child.end(code));
  }

  @Test
  void noFailingCallLosesOrDoublesALine() {
    String input = Logger.lines(0, 90);
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), input);
              int code = Logger.run(faulty.around(kernel), "n99", "s4096", "r50", "./d");
              if (code != 0) retry(kernel, code, input);
              String failed = faulty.failed() == null ? "" : faulty.failed();
              if (failed.startsWith("read ")) return;
              assertEquals(input, Logger.contents(kernel, "/d"));
            });
    assertTrue(calls > 60, "only " + calls + " calls");
  }

  /** What fails before the first line ends the logger: the supervisor starts it again. */
  private static void retry(FakePosix kernel, int code, String input) {
    assertEquals(111, code);
    kernel.endWith(code << 8);
    FakePosix next = Logger.feed(kernel.another(), input);
    assertEquals(0, Logger.run(next, "n99", "s4096", "./d"));
  }

  @Test
  void noFailingCallOfAProcessorLosesOrDoublesALine() {
    String input = Logger.lines(0, 90);
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), input);
              kernel.program("/bin/sh", LogStoryTest::copy);
              int code = Logger.run(faulty.around(kernel), "n99", "s4096", "r50", "?cat", "./d");
              if (code != 0) retry(kernel, code, input);
              String failed = faulty.failed() == null ? "" : faulty.failed();
              if (failed.startsWith("read ")) return;
              assertEquals(input, Logger.contents(kernel, "/d"));
            });
    assertTrue(calls > 70, "only " + calls + " calls");
  }

  /** A processor that copies 0 to 1. */
  public static void copy(FakePosix child) {
    byte[] bytes = new byte[8192];
    for (int count = child.read(0, bytes, 0, 8192);
        count > 0;
        count = child.read(0, bytes, 0, 8192)) child.write(1, bytes, 0, count);
    child.after(5, () -> child.end(0));
  }

  @Test
  void noKillLosesOrDoublesAWrittenByte() {
    assertTrue(killEverywhere("") > 60);
  }

  @Test
  void noKillDuringAProcessorLosesOrDoublesAWrittenByte() {
    assertTrue(killEverywhere("?cat") > 70);
  }

  /** A kill -9 between any two calls: every byte that was written is there once, in order. */
  private static int killEverywhere(String processor) {
    String input = Logger.lines(0, 90);
    int kills = 0;
    String[] script = {"n99", "s4096", processor.isEmpty() ? "p" : processor, "t", "./d"};
    for (int call = 1; ; call++) {
      FakePosix kernel = Logger.feed(new FakePosix().setRealtime(NOW), input);
      kernel.program("/bin/sh", LogStoryTest::copy);
      int[] written = new int[1];
      try {
        Logger.run(killedAt(kernel, call, written), script);
        break;
      } catch (Kill kill) {
        kills++;
      }
      kernel.endWith(9);
      FakePosix next = Logger.feed(kernel.another(), "after\n");
      assertEquals(0, Logger.run(next, "n99", "s4096", "./d"), "killed at call " + call);
      String found = Logger.contents(next, "/d");
      assertEquals(written[0] + 6, found.length(), "killed at call " + call);
      assertTrue(found.endsWith("after\n"));
      String lines = found.substring(0, written[0]).replaceAll("@[0-9a-f]{24} ", "");
      assertTrue(input.startsWith(lines), "killed at call " + call);
    }
    return kills;
  }

  static final class Kill extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Counts the bytes that go into the directory's files, and kills in front of a call. */
  static Posix killedAt(FakePosix kernel, int at, int[] written) {
    int[] calls = new int[1];
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              if (++calls[0] == at) throw new Kill();
              try {
                Object answer = method.invoke(kernel, arguments);
                if (method.getName().equals("write") && (int) arguments[0] > 2)
                  written[0] += (int) answer;
                return answer;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** What was in a removed directory is gone; what follows goes into a new one. */
  @Test
  void aRemovedDirectoryIsMadeAgain() {
    FakePosix kernel = Logger.feed(new FakePosix(), Logger.lines(0, 60));
    boolean[] removed = new boolean[1];
    Posix posix =
        intercepting(
            kernel,
            (name, arguments) -> {
              if (!name.equals("fsync") || removed[0]) return;
              removed[0] = true;
              for (String file : kernel.names("/d"))
                kernel.unlink(Posix.CWD, CString.of("/d/" + file));
              kernel.rmdir(Posix.CWD, CString.of("/d"));
            });
    assertEquals(0, Logger.run(posix, "s4096", "r50", "./d"));
    assertTrue(removed[0]);
    assertTrue(Logger.lines(0, 60).endsWith(Logger.contents(kernel, "/d")));
    assertTrue(Logger.contents(kernel, "/d").length() >= 3000);
    String told = "s6-log: warning: unable to rename ./d/current: No such file or directory\n";
    assertEquals(told, kernel.errors());
  }

  /** Several actions on one outlet need their room together, for pieces of any size. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "8192", "60000"})
  void actionsThatShareAnOutletShareItsRoom(String limit) {
    String line = "x".repeat(50000);
    FakePosix kernel = Logger.feed(new FakePosix(), line + "\n");
    String[] script = {"-l", limit, "s999999", "E0", "./d", "./d", "2", "2", "./d", "2", "1", "1"};
    assertEquals(0, Logger.run(kernel, script));
    String text = kernel.text("/d/current");
    assertEquals(150000, text.chars().filter(c -> c == 'x').count());
    assertEquals(100000, kernel.output().chars().filter(c -> c == 'x').count());
  }

  /** A kernel of which one call always gives the same answer. */
  public static Posix answering(FakePosix kernel, String call, int answer) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(call)) return answer;
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  public interface Interceptor {
    void before(String name, Object[] arguments);
  }

  public static Posix intercepting(FakePosix kernel, Interceptor interceptor) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              interceptor.before(method.getName(), arguments);
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  @Test
  void aFullDiskLosesNothing() {
    String input = Logger.lines(0, 2000);
    FakePosix kernel = Logger.feed(new FakePosix(), input);
    Posix full = failingWrites(kernel, 40);
    assertEquals(0, Logger.run(full, "n999", "s4096", "r10", "./d"));
    assertEquals(input, Logger.contents(kernel, "/d"));
  }

  /** Every write but each third fails, and what is written is cut in the middle. */
  private static Posix failingWrites(FakePosix kernel, int most) {
    int[] calls = new int[1];
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("write") && (int) arguments[0] > 2) {
                if (++calls[0] % 3 != 0) return -28;
                arguments[3] = Math.min((int) arguments[3], most * calls[0] % 5000 + 1);
              }
              try {
                return method.invoke(kernel, arguments);
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  /** s6-log 2.15.1.0 ends with 111 and a fatal message, too. */
  @Test
  void whatFailsAtTheStartIsToldWhateverTheVerbosity() {
    FakePosix kernel = Logger.feed(new FakePosix().directory("/d/current"), "a\n");
    assertEquals(111, Logger.run(kernel, "-q", "/d"));
    assertEquals("s6-log: fatal: unable to open /d/current: Is a directory\n", kernel.errors());
  }
}
