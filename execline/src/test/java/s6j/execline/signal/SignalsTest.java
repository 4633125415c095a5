package s6j.execline.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import s6j.execline.Outcome;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Spawn;

class SignalsTest {
  /** With dead children, whose numbers are answered. */
  private static int child(FakePosix posix, String program) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/" + program);
    spawn.arguments = new byte[][] {spawn.file};
    return posix.spawn(spawn);
  }

  @Test
  void waitForAll() {
    FakePosix posix = Outcome.process();
    int pid = child(posix, "bad");
    assertEquals("exec prog", Outcome.of(posix, "wait", " " + pid, "", "prog").line());
    pid = child(posix, "bad");
    assertEquals("exit 3", Outcome.of(posix, "wait", "" + pid).line());
    assertEquals("exit 127", Outcome.of(posix, "wait", "" + pid).line());
    assertEquals("exit 0", Outcome.of(posix, "wait").line());
    assertEquals("exit 100", Outcome.of(posix, "wait", "x").line());
    assertEquals("exit 100", Outcome.of(posix, "wait", "-tx").line());
  }

  @Test
  void waitForOne() {
    FakePosix posix = Outcome.process("?=old");
    int pid = child(posix, "bad");
    Outcome outcome = Outcome.of(posix, "wait", "-o", "", "prog");
    assertEquals("3 " + pid, outcome.variable("?") + " " + outcome.variable("!"));
    assertEquals("", Outcome.of(Outcome.process("?=old"), "wait", "-o", "", "prog").variables());
    assertEquals("", Outcome.of(Outcome.process("?=old"), "wait", "-or", "", "prog").variables());
  }

  @Test
  void directives() {
    FakePosix posix = Outcome.process();
    assertEquals(
        "exit 100", Outcome.of(posix, "trap", " nosuch", "  good", " ", "", "prog").line());
    assertEquals("exit 100", Outcome.of(posix, "trap", " KILL", "  good", " ", "", "prog").line());
    assertEquals(
        "exit 100",
        Outcome.of(posix, "trap", " hup", "  good", " ", " 1", "  good", " ", "", "prog").line());
    assertEquals("exit 100", Outcome.of(posix, "trap", "", "prog").line());
    assertEquals(
        "trap: fatal: unrecognized directive: nosuch\n"
            + "trap: fatal: SIGKILL (9) cannot be trapped\n"
            + "trap: fatal: duplicate directive: 1\n"
            + "trap: fatal: empty block\n",
        posix.errors());
  }
}
