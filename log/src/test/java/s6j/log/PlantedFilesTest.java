package s6j.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.log.view.LogView;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** What others put into a log directory leads the logger nowhere and makes it wait for nobody. */
class PlantedFilesTest {
  private static final long NOW = 1_700_000_000_000_000_000L;

  private final FakePosix kernel = new FakePosix().setRealtime(NOW).file("/victim", "precious\n");

  private void link(String from) {
    assertEquals(0, kernel.symlink(CString.of("/victim"), Posix.CWD, CString.of(from)));
  }

  private void fifo(String path) {
    assertEquals(0, kernel.mkfifo(Posix.CWD, CString.of(path), 0666));
  }

  /** The link itself is set aside, like a file that a dead logger left. */
  @Test
  void currentIsALink() {
    kernel.directory("/d").permissions("/victim", 0644, 0, 0);
    link("/d/current");
    assertEquals(0, Logger.run(Logger.feed(kernel, "a\n"), "/d"), kernel.errors());
    assertEquals("precious\n", kernel.text("/victim"));
    assertEquals(0644, kernel.permissions("/victim"));
    FileStat stat = new FileStat();
    assertEquals(0, kernel.stat(Posix.CWD, CString.of("/d/current"), false, stat));
    assertTrue(stat.isRegular());
    assertEquals("a\n", kernel.text("/d/current"));
  }

  /** A link to what looks like a finished current. */
  @Test
  void currentIsALinkToSomethingExecutable() {
    kernel.directory("/d").permissions("/victim", 0755, 0, 0);
    link("/d/current");
    assertEquals(111, Logger.run(Logger.feed(kernel, "a\n"), "/d"));
    assertEquals(
        "s6-log: fatal: unable to open /d/current: Too many levels of symbolic links\n",
        kernel.errors());
    assertEquals("precious\n", kernel.text("/victim"));
    assertEquals(0755, kernel.permissions("/victim"));
  }

  @ParameterizedTest
  @CsvSource({
    "lock, open /d/lock: Too many levels of symbolic links",
    "state, ''",
    "newstate, ''",
    "processed, ''",
    "previous, ''"
  })
  void linksAtTheStart(String file, String refused) {
    kernel.directory("/d").permissions("/victim", 0644, 0, 0);
    link("/d/" + file);
    boolean isRefused = !refused.isEmpty();
    assertEquals(isRefused ? 111 : 0, Logger.run(Logger.feed(kernel, "a\n"), "/d"));
    assertEquals(isRefused ? "s6-log: fatal: unable to " + refused + "\n" : "", kernel.errors());
    assertEquals("precious\n", kernel.text("/victim"));
    assertEquals(0644, kernel.permissions("/victim"));
  }

  /** Links that appear while it runs: as long as they lie there, the step is tried again. */
  @ParameterizedTest
  @ValueSource(strings = {"current", "state", "newstate", "processed", "previous"})
  void linksThatAppear(String file) {
    kernel.program("/bin/sh", LogStoryTest::copy).permissions("/victim", 0644, 0, 0);
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).says(30, "b\n").goes(5000);
    boolean[] planted = new boolean[1];
    Posix posix =
        LogStoryTest.intercepting(
            kernel,
            (name, arguments) -> {
              if (!name.equals("open") || !CString.is((byte[]) arguments[1], file)) return;
              if (planted[0] || !kernel.exists("/d/previous")) return;
              planted[0] = true;
              kernel.unlink(Posix.CWD, CString.of("/d/" + file));
              link("/d/" + file);
              kernel.after(1000, () -> kernel.unlink(Posix.CWD, CString.of("/d/" + file)));
            });
    assertEquals(0, Logger.run(posix, "r10", "?cat", "/d"));
    assertTrue(planted[0]);
    assertTrue(kernel.errors().contains("/d/" + file + ": Too many levels"), kernel.errors());
    assertEquals("precious\n", kernel.text("/victim"));
    assertEquals(0644, kernel.permissions("/victim"));
    assertEquals("b\n", kernel.text("/d/current"));
  }

  /** Nobody reads these fifos: opening them must not wait. */
  @ParameterizedTest
  @CsvSource({"lock, 0666", "current, 0766"})
  void fifosAreNotWaitedFor(String file, String mode) {
    kernel.directory("/d");
    fifo("/d/" + file);
    kernel.permissions("/d/" + file, Integer.parseInt(mode, 8), 0, 0);
    assertEquals(111, Logger.run(Logger.feed(kernel, "a\n"), "/d"));
    assertEquals(
        "s6-log: fatal: unable to open /d/" + file + ": No such device or address\n",
        kernel.errors());
  }

  /** A fifo that does not look like a finished current goes, like anything empty. */
  @Test
  void anEmptyFifoGoes() {
    kernel.directory("/d");
    fifo("/d/current");
    kernel.permissions("/d/current", 0600, 0, 0);
    assertEquals(0, Logger.run(Logger.feed(kernel, "a\n"), "/d"));
    assertEquals("a\n", kernel.text("/d/current"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStatusFilesTemporaryIsALinkOrAFifo(boolean isLink) {
    if (isLink) link("/status.new");
    else fifo("/status.new");
    assertEquals(0, Logger.run(Logger.feed(kernel, "a\n"), "=/status", "/d"));
    String why = isLink ? "Too many levels of symbolic links" : "No such device or address";
    assertEquals(
        "s6-log: warning: unable to write status file /status: " + why + "\n", kernel.errors());
    assertEquals("precious\n", kernel.text("/victim"));
    assertEquals("a\n", kernel.text("/d/current"));
  }

  /** A status file that was a link is a file after the first line. */
  @Test
  void aStatusFileIsALink() {
    link("/status");
    assertEquals(0, Logger.run(Logger.feed(kernel, "a\n"), "=/status"));
    assertEquals("precious\n", kernel.text("/victim"));
    assertTrue(kernel.text("/status").startsWith("a\n"));
  }

  // ---- many ------------------------------------------------------------------------------------

  /** A thousand directories take 3,000 descriptors: as many as the limit has, or a message. */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({"4096, true", "1024, false"})
  void aThousandDirectories(int limit, boolean fit) {
    assertEquals(0, kernel.setLimit(7, limit, limit));
    String[] script = new String[1000];
    for (int i = 0; i < script.length; i++) script[i] = "/d" + i;
    int code = Logger.run(Logger.feed(kernel, "a\nb\n"), script);
    assertEquals(fit ? 0 : 111, code);
    if (fit) {
      assertEquals("", kernel.errors());
      for (String directory : script) assertEquals("a\nb\n", kernel.text(directory + "/current"));
    } else {
      assertTrue(
          kernel.errors().matches("s6-log: fatal: unable to open /d\\d+/\\w+: Too many open.*\n"),
          kernel.errors());
    }
  }

  // ---- messages that nobody reads --------------------------------------------------------------

  /** The logger's own warnings may be lost; what directive 2 selects is data, and waits. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aFullStandardError(boolean alerts) {
    int[] ends = new int[2];
    assertEquals(0, kernel.pipe(ends, 0));
    kernel.inherit(ends[1], 2);
    byte[] full = new byte[65536];
    assertEquals(65536, kernel.write(2, full, 0, full.length));
    long[] done = new long[1];
    new Feeder(kernel).says(10, "a\n").sends(20, Signal.SIGALRM).goes(30);
    kernel.after(60_000, () -> kernel.read(ends[0], new byte[65536], 0, 65536));
    long begun = kernel.monotonicNanos();
    boolean[] failed = new boolean[1];
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> {
              if (alerts || !name.equals("rename") || failed[0]) return null;
              failed[0] = true;
              return -Errno.EIO;
            });
    String[] script = alerts ? new String[] {"2", "/d"} : new String[] {"r10", "/d"};
    assertEquals(0, Logger.run(posix, script));
    done[0] = (kernel.monotonicNanos() - begun) / 1_000_000;
    assertEquals("a\n", Logger.contents(kernel, "/d"));
    assertEquals(!alerts, failed[0]);
    if (alerts) assertTrue(done[0] >= 60_000, "ms " + done[0]);
    else assertTrue(done[0] < 1_000, "ms " + done[0]);
  }

  // ---- log-view --------------------------------------------------------------------------------

  private int view(String... arguments) {
    byte[][] line = new byte[arguments.length + 1][];
    line[0] = CString.of("log-view");
    for (int i = 0; i < arguments.length; i++) line[i + 1] = CString.of(arguments[i]);
    return LogView.run(kernel, LogView.declaration(), line);
  }

  private static final String ARCHIVE = "@400000006553f12500000000.s";

  private void logs() {
    kernel.directory("/d").file("/d/" + ARCHIVE, "one\n").file("/d/previous", "two\n");
    kernel.file("/d/current", "three\n");
  }

  /** What cannot be read is told, what can be is shown, and the exit code says so. */
  @ParameterizedTest
  @CsvSource({"current, 'one\ntwo\n'", "previous, 'one\nthree\n'", ARCHIVE + ", 'two\nthree\n'"})
  void aFileThatMayNotBeRead(String file, String shown) {
    logs();
    kernel.permissions("/d/" + file, 0, 0, 0).become(1000, 1000);
    assertEquals(111, view("/d"));
    assertEquals(shown, kernel.output());
    assertEquals(
        "log-view: warning: unable to open /d/" + file + ": Permission denied\n", kernel.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"current", ARCHIVE})
  void aDirectoryInPlaceOfAFile(String file) {
    logs();
    kernel.unlink(Posix.CWD, CString.of("/d/" + file));
    kernel.directory("/d/" + file);
    assertEquals(111, view("/d"));
    assertEquals(
        "log-view: warning: unable to read /d/" + file + ": Is a directory\n", kernel.errors());
    assertTrue(kernel.output().contains("two\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"current", "previous", ARCHIVE})
  void logViewFollowsNoLinks(String file) {
    logs();
    kernel.unlink(Posix.CWD, CString.of("/d/" + file));
    link("/d/" + file);
    assertEquals(111, view("/d"));
    assertFalse(kernel.output().contains("precious"), kernel.output());
    assertEquals(
        "log-view: warning: unable to open /d/" + file + ": Too many levels of symbolic links\n",
        kernel.errors());
  }

  @Test
  void logViewDoesNotWaitForFifos() {
    logs();
    kernel.unlink(Posix.CWD, CString.of("/d/current"));
    fifo("/d/current");
    assertEquals(0, view("/d"));
    assertEquals("one\ntwo\n", kernel.output());
  }

  /** While it follows, it looks ten times a second and tells once; other directories go on. */
  @Test
  void followingTellsOnce() {
    logs();
    kernel.directory("/e").file("/e/current", "e\n");
    for (String file : List.of("current", "previous")) kernel.permissions("/d/" + file, 0, 0, 0);
    kernel.become(1000, 1000);
    assertEquals(111, view("-f", "-u", "@400000006553f12a00000000", "/d", "/e"));
    assertEquals("d: one\ne: e\n", kernel.output());
    assertEquals(
        """
        log-view: warning: unable to open /d/current: Permission denied
        log-view: warning: unable to open /d/previous: Permission denied
        """,
        kernel.errors());
  }

  @Test
  void aDirectoryThatCannotBeListed() {
    logs();
    Posix posix =
        Answers.of(
            kernel,
            (name, arguments) -> name.equals("directoryEntries") ? (Object) (-Errno.EIO) : null);
    byte[][] line = {CString.of("log-view"), CString.of("/d")};
    assertEquals(111, LogView.run(posix, LogView.declaration(), line));
    assertEquals(
        "log-view: warning: unable to read directory /d: Input/output error\n", kernel.errors());
    assertEquals("two\nthree\n", kernel.output());
  }

  /** Each directory takes three descriptors: the limit is raised as far as may be. */
  @ParameterizedTest
  @CsvSource({"400, 120", "256, 100", "64, 40"})
  void manyDirectories(int limit, int count) {
    assertEquals(0, kernel.setLimit(7, 20, limit));
    String[] directories = new String[count];
    for (int i = 0; i < count; i++) {
      directories[i] = "/d" + i;
      kernel.directory("/d" + i).file("/d" + i + "/" + ARCHIVE, "old " + i + "\n");
      kernel.file("/d" + i + "/current", "new " + i + "\n");
    }
    boolean fit = 3 * count + 10 < limit;
    int code = view(directories);
    assertEquals(fit ? 0 : 111, code, kernel.errors());
    List<String> shown = kernel.output().lines().toList();
    if (fit) assertEquals(2 * count, shown.size());
    for (int i = 0; i < count; i++) {
      boolean whole =
          shown.contains("d" + i + ": old " + i) && shown.contains("d" + i + ": new " + i);
      boolean told = kernel.errors().contains("unable to open /d" + i + "/");
      assertEquals(!whole, told, "d" + i);
      boolean gap = shown.contains("d" + i + ": new " + i) && !whole;
      assertFalse(gap, "d" + i);
    }
    assertTrue(kernel.errors().lines().count() <= count);
  }
}
