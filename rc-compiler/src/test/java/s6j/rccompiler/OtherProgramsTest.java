package s6j.rccompiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** s6-rc-dryrun and s6-rc-format-upgrade. */
class OtherProgramsTest {
  private final FakePosix posix = new FakePosix();

  // ---- s6-rc-dryrun ----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "s6-rc-dryrun a b c, 's6-rc-dryrun: a b c\n', 1000",
    "rc-dryrun -t 0 a -v0, 'rc-dryrun: a -v0\n', 0",
    "s6-rc-dryrun -v 0 -t 70 a, '', 70",
    "s6-rc-dryrun -v 2 -t 1 -- -a, 's6-rc-dryrun: -a\n', 1",
    "s6-rc-dryrun -t 3000000000 a, 's6-rc-dryrun: a\n', 3000000000"
  })
  void aDryRunSaysWhatItWouldAndTakesItsTime(String line, String said, long millis) {
    long begun = posix.monotonicNanos();
    assertEquals(0, Called.run(posix, line.split(" ")));
    assertEquals(said, posix.output());
    assertEquals(millis, (posix.monotonicNanos() - begun) / 1_000_000);
  }

  @ParameterizedTest
  @CsvSource({"-v", "-v x a", "-t -1 a", "-z a", "-t 1"})
  void aDryRunNeedsWords(String words) {
    assertEquals(100, Called.run(posix, ("s6-rc-dryrun " + words).split(" ")));
    assertTrue(posix.errors().contains("usage: s6-rc-dryrun "), posix.errors());
    assertEquals("", posix.output());
  }

  // ---- s6-rc-format-upgrade --------------------------------------------------------------------

  private String compiled() {
    byte[] target = new byte[99];
    int length = posix.readlink(Posix.CWD, CString.of("/live/compiled"), target);
    return length < 0 ? "" : CString.text(CString.slice(target, 0, length));
  }

  private int upgrade(String words) {
    return Called.run(posix, ("s6-rc-format-upgrade -l /live " + words).split(" "));
  }

  private void live() {
    posix.directory("/live");
    assertEquals(0, posix.symlink(CString.of("/old"), Posix.CWD, CString.of("/live/compiled")));
  }

  /** The link never is missing, and what a killed upgrade left is no hindrance. */
  @Test
  void theLinkPointsToTheNewDatabase() {
    live();
    posix.file("/live/compiled.new", "left");
    assertEquals(0, upgrade("-v 2 -t 1000 /new"), posix.errors());
    assertEquals("/new", compiled());
    assertEquals(List.of("compiled", "lock"), posix.names("/live").stream().sorted().toList());
    assertEquals(0644, posix.permissions("/live/lock"));
  }

  @ParameterizedTest
  @CsvSource({
    "new, 'new is not an absolute path'",
    "-v x /new, verbosity must be an unsigned integer",
    "-t x /new, timeout must be an unsigned integer"
  })
  void whatCannotBeMeantIsRefused(String words, String message) {
    live();
    assertEquals(100, upgrade(words));
    assertEquals("s6-rc-format-upgrade: fatal: " + message + "\n", posix.errors());
    assertEquals("/old", compiled());
  }

  @ParameterizedTest
  @CsvSource({"-b", "-z /new", "-v"})
  void aDatabaseIsNamed(String words) {
    live();
    assertEquals(100, upgrade(words));
    assertTrue(posix.errors().startsWith("s6-rc-format-upgrade: "), posix.errors());
    assertEquals("/old", compiled());
  }

  @Test
  void anEmptyNameIsNoPath() {
    live();
    assertEquals(100, Called.run(posix, "s6-rc-format-upgrade", "-l", "/live", ""));
    assertEquals("/old", compiled());
  }

  /** s6-rc at work holds the lock: busy at once, or with -b when it is done. */
  @Test
  void theLockOfTheLiveDirectoryIsRespected() {
    live();
    posix.file("/live/lock", "");
    FakePosix other = posix.another();
    int fd = other.open(Posix.CWD, CString.of("/live/lock"), OpenFlags.O_WRONLY, 0);
    assertEquals(0, other.lock(fd, true, false));
    assertEquals(111, upgrade("/new"));
    assertEquals(
        "s6-rc-format-upgrade: fatal: unable to take lock on /live: Device or resource busy\n",
        posix.errors());
    assertEquals("/old", compiled());
    posix.after(300, () -> other.close(fd));
    assertEquals(0, upgrade("-b /new"));
    assertEquals("/new", compiled());
  }

  @Test
  void withoutALiveDirectoryNothingIsDone() {
    assertEquals(111, upgrade("/new"));
    assertEquals(
        "s6-rc-format-upgrade: fatal: unable to take lock on /live: No such file or directory\n",
        posix.errors());
  }

  @Test
  void aLinkThatCannotBeReplacedIsTold() {
    posix.file("/live/compiled/n", "");
    assertEquals(111, upgrade("/new"));
    assertEquals(
        "s6-rc-format-upgrade: fatal: unable to point /live/compiled to /new: Is a directory\n",
        posix.errors());
  }
}
