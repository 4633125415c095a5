package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

class SetlockTest {
  private static final byte[] LOCK = CString.of("/lock");
  private final FakePosix posix = Outcome.process();
  private final FakePosix other = posix.another();

  private String call(String... words) {
    return Outcome.of(posix, Setlock.declaration(), words).line();
  }

  private String callDaemontools(String... words) {
    return Outcome.of(posix, Setlock.daemontools(), words).line();
  }

  /** Whether another process finds the file locked. */
  private boolean isLocked() {
    int fd = other.open(Posix.CWD, LOCK, OpenFlags.O_RDONLY, 0);
    int answer = other.isLocked(fd);
    other.close(fd);
    return answer == 1;
  }

  /** The other process takes the lock; the descriptor. */
  private int occupy(boolean exclusive) {
    int fd = other.open(Posix.CWD, LOCK, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0644);
    assertEquals(0, other.lock(fd, exclusive, false));
    return fd;
  }

  @Test
  void createsAndLocksTheFile() {
    assertEquals("exec /bin/prog", call("/lock", "prog"));
    assertEquals(0644, posix.permissions("/lock"));
    assertTrue(isLocked());
    assertEquals(List.of("3 /lock"), posix.openDescriptors());
  }

  /** Spec G.2, the defect of the reference. */
  @Test
  void theLockIsHeldOnWhateverDescriptorIsAskedFor() {
    assertEquals("exec /bin/prog", call("-d", "7", "/lock", "prog"));
    assertEquals(List.of("7 /lock"), posix.openDescriptors());
    assertTrue(isLocked());
  }

  @Test
  void theDescriptorMayBeTheOneThatOpenGives() {
    assertEquals("exec /bin/prog", call("-d", "3", "/lock", "prog"));
    assertEquals(List.of("3 /lock"), posix.openDescriptors());
    assertTrue(isLocked());
  }

  @Test
  void aDescriptorThatCannotBeIs111() {
    assertEquals("exit 111", call("-d", "99999", "/lock", "prog"));
    assertFalse(isLocked());
  }

  @Test
  void busyIs1WithN() {
    occupy(true);
    assertEquals("exit 1", call("-n", "/lock", "prog"));
    assertEquals(
        "s6-setlock: fatal: unable to lock /lock: Device or resource busy\n", posix.errors());
  }

  @Test
  void waitsForTheLock() {
    int fd = occupy(true);
    posix.after(5000, () -> other.close(fd));
    assertEquals("exec /bin/prog", call("/lock", "prog"));
    assertTrue(isLocked());
  }

  @Test
  void timesOutWith1() {
    occupy(true);
    long before = posix.monotonicNanos();
    assertEquals("exit 1", call("-t", "250", "/lock", "prog"));
    assertEquals("s6-setlock: fatal: lock /lock: timed out\n", posix.errors());
    assertEquals(250, (posix.monotonicNanos() - before) / 1_000_000);
  }

  @Test
  void takesTheLockInTime() {
    int fd = occupy(true);
    posix.after(200, () -> other.close(fd));
    assertEquals("exec /bin/prog", call("-t", "250", "/lock", "prog"));
    assertTrue(isLocked());
  }

  @Test
  void sharedLocksGoTogetherButNotWithAnExclusiveOne() {
    occupy(false);
    assertEquals("exec /bin/prog", call("-rn", "/lock", "prog"));
    assertEquals(
        "exit 1", Outcome.of(posix.another(), Setlock.declaration(), "-n", "/lock", "prog").line());
  }

  @Test
  void sharedCreatesTheFileToo() {
    assertEquals("exec /bin/prog", call("-r", "/lock", "prog"));
    assertTrue(posix.exists("/lock"));
  }

  @Test
  void theLastOptionWins() {
    occupy(true);
    assertEquals("exit 1", call("-N", "-n", "-r", "-w", "/lock", "prog"));
  }

  @Test
  void badNumbersAreUsageErrors() {
    assertEquals("exit 100", call("-t", "-1", "/lock", "prog"));
    assertEquals("exit 100", call("-t", "1s", "/lock", "prog"));
    assertEquals("exit 100", call("-d", "4294967295", "/lock", "prog"));
    assertEquals("exit 100", call("/lock"));
    assertFalse(posix.exists("/lock"));
  }

  @Test
  void aFileThatCannotBeOpenedIs111() {
    assertEquals("exit 111", call("/nowhere/lock", "prog"));
  }

  @Test
  void withoutTheLockNothingIsExecuted() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              FakePosix kernel = Outcome.process();
              boolean executed = false;
              try {
                byte[][] words = {
                  CString.of("s6-setlock"),
                  CString.of("-d"),
                  CString.of("9"),
                  LOCK,
                  CString.of("/bin/prog")
                };
                Setlock.run(faulty.around(kernel), Setlock.declaration(), words);
              } catch (FakePosix.Executed next) {
                executed = true;
              }
              if (!executed) return;
              FakePosix stranger = kernel.another();
              int fd = stranger.open(Posix.CWD, LOCK, OpenFlags.O_WRONLY, 0);
              assertEquals(-Errno.EAGAIN, stranger.lock(fd, true, false));
            });
    assertTrue(calls >= 4);
  }

  @Test
  void daemontoolsHoldsALockThatChildrenShare() {
    assertEquals("exec /bin/prog", callDaemontools("/lock", "prog"));
    assertFalse(isLocked());
    assertEquals(
        "exit 111", Outcome.of(other, Setlock.daemontools(), "-n", "/lock", "prog").line());
    assertEquals("exit 0", Outcome.of(other, Setlock.daemontools(), "-nx", "/lock", "prog").line());
  }

  @Test
  void daemontoolsCanBeSilentAboutEverything() {
    assertEquals("exit 0", callDaemontools("-x", "/nowhere/lock", "prog"));
    assertEquals("", posix.errors());
    assertEquals("exit 111", callDaemontools("-xX", "/nowhere/lock", "prog"));
  }
}
