package s6j.portable.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.portable.Outcome;
import s6j.posix.FakePosix;

class ProcessesTest {
  private static FakePosix process() {
    return new FakePosix()
        .program("/bin/quick", child -> child.exit(7))
        .program("/bin/slow", child -> child.after(60_000, () -> child.end(0)))
        .setEnvironment("PATH=/bin");
  }

  @Test
  void theEnvironmentIsWritten() {
    FakePosix posix = new FakePosix().setEnvironment("A=1", "B=", "NONE", "C=d=e");
    assertEquals("exit 0", Outcome.of(posix, "s6-dumpenv", "-N", "d"));
    assertEquals(List.of("A", "B", "C"), posix.names("/d"));
    assertEquals("1\n", posix.text("/d/A"));
    assertEquals("d=e\n", posix.text("/d/C"));
    assertEquals("s6-dumpenv: warning: passing over what is no variable: NONE\n", posix.errors());
  }

  @Test
  void aDirectoryInTheWayIsTold() {
    FakePosix posix = new FakePosix().setEnvironment("A=1").directory("/d/A");
    assertEquals("exit 111", Outcome.of(posix, "s6-dumpenv", "d"));
    assertEquals("s6-dumpenv: fatal: unable to open d/A: Is a directory\n", posix.errors());
    assertEquals(List.of("A"), posix.names("/d"));
  }

  @Test
  void sleepTakesItsTime() {
    FakePosix posix = process();
    long before = posix.monotonicNanos();
    assertEquals("exec /bin/quick -m", Outcome.of(posix, "s6-sleep", "-m", "1500", "quick", "-m"));
    assertEquals(1500, (posix.monotonicNanos() - before) / 1_000_000);
    assertEquals("exit 0", Outcome.of(posix, "s6-sleep", "3"));
    assertEquals(4500, (posix.monotonicNanos() - before) / 1_000_000);
    assertEquals("exit 100", Outcome.of(posix, "s6-sleep", "1s"));
  }

  @Test
  void inTimeItIsTheProgramsCode() {
    assertEquals("exit 7", Outcome.of(process(), "s6-maximumtime", "1000", "quick"));
    assertEquals("exit 0", Outcome.of(process(), "s6-maximumtime", "0", "slow"));
    assertEquals("exit 0", Outcome.of(process(), "s6-maximumtime", "4294967295", "slow"));
    FakePosix posix = process();
    assertEquals("exit 111", Outcome.of(posix, "s6-maximumtime", "1000", "nosuch"));
    assertEquals(
        "s6-maximumtime: fatal: unable to spawn nosuch: No such file or directory\n",
        posix.errors());
  }

  @Test
  void tooLateItIsSignalled() {
    FakePosix posix = process();
    assertEquals("exit 99", Outcome.of(posix, "s6-maximumtime", "-k1", "1000", "slow"));
    assertEquals(
        "s6-maximumtime: warning: unable to wait for child process: Connection timed out\n",
        posix.errors());
    assertEquals(1, posix.kills().size());
    posix = process();
    assertEquals("exit 99", Outcome.of(posix, "s6-maximumtime", "-0", "1000", "slow"));
    assertEquals(List.of(), posix.kills());
    assertFalse(posix.others().isEmpty());
  }
}
