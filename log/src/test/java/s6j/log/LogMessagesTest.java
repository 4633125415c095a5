package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.directory.Archives;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** What fails in a log directory, and what is said of it: at the start, later, and on a diet. */
class LogMessagesTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  private final FakePosix kernel = new FakePosix().setRealtime(NOW);

  /** Whether a call is the named one on the named file ({@code *} is any). */
  private static boolean isOn(String call, String file, String name, Object[] arguments) {
    if (!name.equals(call)) return false;
    if (file.equals("*")) return true;
    return arguments[1] instanceof byte[] path && CString.is(path, file);
  }

  // ---- at the start ----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "mkdir, /d, mkdir /d",
    "open, /d, open /d/lock",
    "open, lock, open /d/lock",
    "lock, *, lock /d/lock",
    "stat, current, stat /d/current",
    "directoryEntries, *, read directory /d",
    "stat, processed, stat /d/processed",
    "stat, previous, stat /d/previous",
    "link, previous, archive /d/previous",
    "unlink, previous, unlink /d/previous",
    "link, current, archive /d/current",
    "unlink, current, unlink /d/current",
    "open, state, create /d/state",
    "open, current, open /d/current",
    "fchmod, *, chmod /d/current"
  })
  void whatFailsAtTheStartIsFatal(String call, String file, String what) {
    for (String option : new String[] {"-b", "-q"}) {
      FakePosix fresh = Logger.feed(new FakePosix().setRealtime(NOW), "a\n");
      fresh.directory("/d").file("/d/previous", "p\n").file("/d/current", "c\n");
      Posix posix =
          Answers.of(fresh, (name, a) -> isOn(call, file, name, a) ? (Object) (-Errno.EIO) : null);
      assertEquals(111, Logger.run(posix, option, "/d"), option);
      String expected = "s6-log: fatal: unable to " + what + ": Input/output error\n";
      assertEquals(expected, fresh.errors());
    }
  }

  /** Else a current that was finished would be taken for one of a logger that was killed. */
  @Test
  void aFirstLookThatFailsIsFatalToo() {
    kernel.directory("/d").file("/d/current", "c\n".getBytes(), 0744);
    int[] looks = new int[1];
    Posix posix =
        Answers.of(
            Logger.feed(kernel, "a\n"),
            (name, arguments) ->
                isOn("stat", "current", name, arguments) && looks[0]++ == 0
                    ? (Object) (-Errno.EIO)
                    : null);
    assertEquals(111, Logger.run(posix, "/d"));
    assertEquals("s6-log: fatal: unable to stat /d/current: Input/output error\n", kernel.errors());
    assertEquals("c\n", kernel.text("/d/current"));
    assertEquals(List.of(), Logger.archives(kernel, "/d"));
  }

  /** A lock that is held is told in one way, whatever the system calls it. */
  @ParameterizedTest
  @ValueSource(ints = {Errno.EAGAIN, Errno.EACCES})
  void aDirectoryInUse(int errno) {
    Posix posix = LogStoryTest.answering(Logger.feed(kernel, "a\n"), "lock", -errno);
    assertEquals(111, Logger.run(posix, "/d"));
    assertEquals(
        "s6-log: fatal: unable to lock /d/lock: Device or resource busy\n", kernel.errors());
  }

  /** While the dead logger's processed is marked, previous is not needed; failing is fatal. */
  @ParameterizedTest
  @CsvSource({
    "unlink, previous, unlink /d/previous",
    "link, processed, archive /d/processed",
    "unlink, processed, unlink /d/processed"
  })
  void whatFailsWithAFinishedProcessedIsFatal(String call, String file, String what) {
    Logger.feed(kernel, "a\n").directory("/d").file("/d/previous", "p\n");
    kernel.file("/d/processed", "P\n").permissions("/d/processed", 0744, 1000, 1000);
    Posix posix =
        Answers.of(kernel, (name, a) -> isOn(call, file, name, a) ? (Object) (-Errno.EIO) : null);
    assertEquals(111, Logger.run(posix, "/d"));
    assertEquals("s6-log: fatal: unable to " + what + ": Input/output error\n", kernel.errors());
  }

  /** What an unfinished processor left is thrown away, and its state with it. */
  @Test
  void whatADeadProcessorLeftIsRemoved() {
    Logger.feed(kernel, "a\n").directory("/d").file("/d/previous", "p\n").file("/d/current", "");
    kernel.file("/d/processed", "half").file("/d/newstate", "new").file("/d/state", "old");
    assertEquals(0, Logger.run(kernel, "/d"));
    assertEquals("p\na\n", Logger.contents(kernel, "/d"));
    assertEquals("", kernel.text("/d/state"));
    assertFalse(kernel.exists("/d/newstate") || kernel.exists("/d/processed"));
  }

  /** A logger that ended as it should leaves its state to the next one. */
  @Test
  void aFinishedDirectoryIsGoneOnWith() {
    Logger.feed(kernel, "b\n").directory("/d").file("/d/current", "a\n").file("/d/state", "old");
    kernel.permissions("/d/current", 0744, 1000, 1000);
    assertEquals(0, Logger.run(kernel, "/d"));
    assertEquals("a\nb\n", kernel.text("/d/current"));
    assertEquals("old", kernel.text("/d/state"));
    assertEquals(List.of(), Logger.archives(kernel, "/d"));
  }

  @ParameterizedTest
  @CsvSource({"022, 0744", "077, 0700", "000, 0766", "0027, 0740"})
  void modesFollowTheUmask(String mask, String mode) {
    kernel.umask(Integer.parseInt(mask, 8));
    int[] during = new int[1];
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).says(25, "b\n").goes(40);
    kernel.after(30, () -> during[0] = kernel.permissions("/d/current"));
    assertEquals(0, Logger.run(kernel, "/d"));
    int expected = Integer.parseInt(mode, 8);
    assertEquals(expected, kernel.permissions("/d/current"));
    assertEquals(expected, kernel.permissions("/d/" + Logger.archives(kernel, "/d").get(0)));
    assertEquals(expected & 0666, during[0]);
    assertEquals(0700, kernel.permissions("/d") & 0777);
  }

  // ---- later -----------------------------------------------------------------------------------

  /** Each failing step is a warning and delays: nothing is lost, and -q says nothing. */
  @ParameterizedTest
  @CsvSource({
    "fsync, *, fsync /d/current",
    "stat, previous, stat /d/previous",
    "rename, current, rename /d/current",
    "open, current, open /d/current",
    "fchmod, *, chmod /d/previous",
    "link, previous, archive /d/previous",
    "unlink, previous, unlink /d/previous",
    "write, *, write to /d/current",
    "open, previous, open /d/previous",
    "open, processed, create /d/processed",
    "open, state, open /d/state",
    "open, newstate, create /d/newstate",
    "dup, *, spawn processor for logdir /d",
    "spawn, *, spawn processor for logdir /d",
    "rename, newstate, rename /d/newstate",
    "link, processed, archive /d/processed",
    "unlink, processed, unlink /d/processed",
    "directoryEntries, *, read directory /d"
  })
  void whatFailsLaterIsAWarning(String call, String file, String what) {
    for (String option : new String[] {"-b", "-q"}) {
      FakePosix fresh = new FakePosix().setRealtime(NOW).program("/bin/sh", LogStoryTest::copy);
      new Feeder(fresh).says(10, "a\n").sends(20, Signal.SIGALRM).says(30, "b\n").goes(9000);
      int[] failures = new int[1];
      long begun = fresh.monotonicNanos() + 10_000_000;
      Posix posix =
          Answers.of(
              fresh,
              (name, arguments) -> {
                boolean fails = fresh.monotonicNanos() >= begun && failures[0] < 2;
                if (!fails || !isOn(call, file, name, arguments)) return null;
                if (call.equals("write") && (int) arguments[0] <= 2) return null;
                failures[0]++;
                return -Errno.EIO;
              });
      String processor = call.equals("link") && file.equals("previous") ? "!" : "?cat";
      assertEquals(0, Logger.run(posix, option, "r10", processor, "/d"), option);
      assertEquals("a\nb\n", Logger.contents(fresh, "/d"), option);
      assertEquals(2, failures[0]);
      String warning = "s6-log: warning: unable to " + what + ": Input/output error\n";
      assertEquals(option.equals("-b") ? warning.repeat(2) : "", fresh.errors());
      assertEquals("", fresh.text("/d/state"));
    }
  }

  /** A current or a new state that somebody removed is no reason to try for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"current", "previous", "newstate"})
  void whatSomebodyRemovedIsDoneWithout(String file) {
    kernel.program("/bin/sh", LogStoryTest::copy);
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).says(30, "b\n").goes(100);
    long begun = kernel.monotonicNanos();
    String before = file.equals("current") ? "rename" : file.equals("previous") ? "open" : "fsync";
    int[] removed = new int[1];
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (name.equals(before) && removed[0] == 0 && kernel.exists("/d/" + file))
                removed[0] = 1 + kernel.unlink(Posix.CWD, CString.of("/d/" + file));
            });
    assertEquals(0, Logger.run(posix, "?cat", "/d"));
    assertEquals(1, removed[0]);
    assertEquals("b\n", kernel.text("/d/current"));
    long passed = kernel.monotonicNanos() - begun;
    assertTrue(passed < 1_000_000_000, "time " + passed);
  }

  /** The end of one directory's processor says nothing of another directory. */
  @Test
  void eachDirectoryHasItsProcessor() {
    kernel.program("/bin/sh", LogStoryTest::copy);
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).says(30, "b\n").goes(100);
    assertEquals(0, Logger.run(kernel, "?x", "/d", "?y", "/e", "?", "/f"));
    for (String directory : List.of("/d", "/e", "/f")) {
      assertEquals("a\nb\n", Logger.contents(kernel, directory));
      assertEquals(1, Logger.archives(kernel, directory).size());
    }
    assertEquals("", kernel.errors());
  }

  /** What a failing processor wrote is removed on the way out, however often that fails. */
  @Test
  void onTheWayOutAFailedProcessorsFilesGo() {
    kernel.program("/bin/sh", child -> child.after(100, () -> child.end(1)));
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).goes(30);
    int[] failures = new int[2];
    long begun = kernel.monotonicNanos() + 100_000_000;
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (kernel.monotonicNanos() < begun) return null;
              boolean first = isOn("unlink", "processed", name, arguments) && failures[0]++ < 2;
              boolean second = isOn("unlink", "newstate", name, arguments) && failures[1]++ < 2;
              return first || second ? (Object) (-Errno.EIO) : null;
            });
    assertEquals(0, Logger.run(posix, "r10", "?x", "/d"));
    assertEquals("a\n", Logger.contents(kernel, "/d"));
    assertFalse(kernel.exists("/d/processed") || kernel.exists("/d/newstate"));
    assertTrue(Logger.archives(kernel, "/d").get(0).endsWith(".u"));
    assertTrue(kernel.errors().contains("unable to unlink /d/newstate"), kernel.errors());
  }

  // ---- archives --------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "@4000000065000000000000ff.s, true",
    "@4000000065000000000000ff.u, true",
    "@4000000065000000000000ff.t, false",
    "@4000000065000000000000ff-s, false",
    "@4000000065000000000000ff.su, false",
    "@4000000065000000000000ff., false",
    "x4000000065000000000000ff.s, false",
    "@400000006500000000000gff.s, false",
    "current, false"
  })
  void namesOfArchives(String name, boolean expected) {
    assertEquals(expected, Archives.isArchive(CString.of(name)));
  }

  /** Two files of one moment get names one behind the other, though their suffixes differ. */
  @Test
  void aLabelIsUsedOnce() {
    kernel.directory("/d").file("/d/current", "left\n");
    Posix posix =
        Answers.of(
            Logger.feed(kernel, Logger.lines(0, 60)),
            (name, arguments) -> name.equals("realtimeNanos") ? (Object) NOW : null);
    assertEquals(0, Logger.run(posix, "s4096", "/d"));
    List<String> archives = Logger.archives(kernel, "/d");
    String label = "@400000006553f125000001f";
    assertEquals(List.of(label + "4.u", label + "5.s", label + "6.s"), archives);
    assertEquals("left\n" + Logger.lines(0, 60), Logger.contents(kernel, "/d"));
  }

  /** What a dead logger left is newer than an archive of the future, too. */
  @Test
  void whatWasLeftComesBehindTheFuture() {
    Logger.feed(kernel, "new\n").directory("/d").file("/d/current", "left\n");
    kernel.file("/d/@400000008000000000000000.s", "future\n");
    assertEquals(0, Logger.run(kernel, "/d"));
    assertEquals("future\nleft\nnew\n", Logger.contents(kernel, "/d"));
  }

  /** While current is not opened anew no line goes into the file that is named previous. */
  @Test
  void linesAwaitTheNewCurrent() {
    boolean[] failing = {true};
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) ->
                isOn("open", "current", name, arguments)
                        && failing[0]
                        && kernel.exists("/d/previous")
                    ? (Object) (-Errno.EMFILE)
                    : null);
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).says(30, "b\n").goes(9000);
    String[] previous = new String[1];
    kernel.after(5000, () -> previous[0] = kernel.text("/d/previous"));
    kernel.after(5001, () -> failing[0] = false);
    assertEquals(0, Logger.run(posix, "-q", "/d"));
    assertEquals("a\n", previous[0]);
    assertEquals("b\n", kernel.text("/d/current"));
    assertEquals("a\n", kernel.text("/d/" + Logger.archives(kernel, "/d").get(0)));
  }

  /** An archive that cannot be removed is passed over, told, and keeps no other from going. */
  @ParameterizedTest
  @CsvSource({"-b, true", "-q, false"})
  void anArchiveThatCannotBeRemoved(String option, boolean told) {
    kernel.directory("/d").file("/d/@400000000000000000000000.u", "old");
    kernel.file("/d/@400000000000000100000000.u", "old");
    Posix posix =
        Answers.of(
            Logger.feed(kernel, Logger.lines(0, 100)),
            (name, arguments) ->
                isOn("unlink", "@400000000000000000000000.u", name, arguments)
                    ? (Object) (-Errno.EPERM)
                    : null);
    assertEquals(0, Logger.run(posix, option, "n1", "s4096", "/d"));
    List<String> archives = Logger.archives(kernel, "/d");
    assertEquals(2, archives.size());
    assertEquals("@400000000000000000000000.u", archives.get(0));
    assertTrue(archives.get(1).startsWith("@400000006"), archives.get(1));
    String warning = "unable to unlink /d/@400000000000000000000000.u: Operation not permitted\n";
    assertEquals(told, kernel.errors().contains(warning), kernel.errors());
  }

  /** S counts bytes, and the newest go on fitting. */
  @ParameterizedTest
  @CsvSource({"S3099, 0", "S3100, 1", "S6199, 1", "S6200, 2", "S0, 3", "S9999999999, 3"})
  void archivesFitTheirBytes(String total, int expected) {
    Logger.feed(kernel, Logger.lines(0, 100));
    assertEquals(0, Logger.run(kernel, "n9", total, "s4096", "l1000", "/d"));
    assertEquals(expected, Logger.archives(kernel, "/d").size());
    for (String archive : Logger.archives(kernel, "/d"))
      assertEquals(3100, kernel.bytes("/d/" + archive).length);
  }

  /** What cannot be looked at takes no room, so that no other goes for it. */
  @Test
  void anArchiveThatIsALinkToNowhereHasNoBytes() {
    kernel.directory("/d").file("/d/@400000000000000000000000.u", "x".repeat(2000));
    byte[] link = CString.of("/d/@400000000000000100000000.u");
    kernel.symlink(CString.of("/nowhere"), Posix.CWD, link);
    Logger.feed(kernel, Logger.lines(0, 40));
    assertEquals(0, Logger.run(kernel, "n9", "S6000", "s4096", "l1000", "/d"));
    assertEquals(3, Logger.archives(kernel, "/d").size());
  }

  // ---- scripts ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "S9999999999x, false",
    "S99999999999999999999, false",
    "S9223372036854775808, false",
    "S9223372036854775807, true",
    "S999999999/, false",
    "S999999999:, false",
    "S2147483648, true",
    "n2147483648, true",
    "+[z-a], false",
    "+a(, false",
    "'+(a', false",
    "s0, true"
  })
  void numbersAndExpressions(String directive, boolean good) {
    Logger.feed(kernel, "");
    assertEquals(good ? 0 : 100, Logger.run(kernel, directive, "1"), kernel.errors());
    String complaint = "s6-log: fatal: unrecognized directive: " + directive;
    assertEquals(!good, kernel.errors().startsWith(complaint), kernel.errors());
  }

  /** What the first piece of a line decides holds for all of it, for f as well. */
  @Test
  void longLinesAreWholeWhereverTheyGo() {
    String a = "a" + "x".repeat(50000);
    String b = "b" + "x".repeat(50000) + "a";
    String c = "c" + "a".repeat(50000);
    Logger.feed(kernel, a + "\n" + b + "\n" + c + "\n");
    String[] script = {"-l", "0", "s999999", "-", "+^a", "/a", "f", "+^c", "/rest", "-^c", "/b"};
    assertEquals(0, Logger.run(kernel, script));
    assertEquals(a + "\n", kernel.text("/a/current"));
    assertEquals(b + "\n" + c + "\n", kernel.text("/rest/current"));
    assertEquals(b + "\n", kernel.text("/b/current"));
  }
}
