package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

class SetsidTest {
  private final FakePosix parent = Outcome.process();

  /** A child that leads nothing, as one started by a shell without job control. */
  private FakePosix child() {
    parent.program("/bin/child", child -> {});
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/child");
    spawn.arguments = new byte[][] {spawn.file};
    return parent.process(parent.spawn(spawn));
  }

  private static String leads(FakePosix process) {
    boolean group = process.getpgid(0) == process.getpid();
    return (process.session() == process.getpid() ? "session " : "")
        + (group ? "group" : "nothing");
  }

  private static String call(FakePosix process, String... words) {
    return Outcome.of(process, Setsid.declaration(), words).line();
  }

  /** What s6-setsid 2.15.1.0 says: a terminal is looked at behind all options. */
  @Test
  void whatTheReferenceSaysOfWrongUse() {
    FakePosix child = child();
    assertEquals("exit 100", call(child, "-d", "sh", "-c", "true"));
    assertEquals("s6-setsid: fatal: unrecognized short option: c\n", child.errors());
    FakePosix other = child();
    assertEquals("exit 100", call(other, "-d", "x", "prog"));
    assertTrue(other.errors().contains("s6-setsid: usage: "), other.errors());
  }

  @Test
  void aNewSession() {
    for (String option : new String[] {"-s", "--session", "-bs", "-I"}) {
      FakePosix child = child();
      assertEquals("exec /bin/prog", call(child, option, "prog"));
      assertEquals("session group", leads(child), option);
    }
  }

  @Test
  void aNewGroup() {
    for (String option : new String[] {"-b", "--background-process-group", "--process-group"}) {
      FakePosix child = child();
      assertEquals("exec /bin/prog", call(child, option, "prog"));
      assertEquals("group", leads(child), option);
    }
  }

  /** The supervisor has made the session already: run scripts must go on (neighbours 3.3). */
  @Test
  void aLeaderIsOnlyWarned() {
    assertEquals("exec /bin/prog", call(parent, "prog"));
    assertEquals(
        "s6-setsid: warning: unable to setsid: Operation not permitted\n", parent.errors());
  }

  @Test
  void orRefusedOrNotTold() {
    assertEquals("exit 111", call(parent, "-i", "prog"));
    assertEquals("s6-setsid: fatal: unable to setsid: Operation not permitted\n", parent.errors());
    FakePosix silent = Outcome.process();
    assertEquals("exec /bin/prog", call(silent, "-q", "prog"));
    assertEquals("", silent.errors());
  }

  @Test
  void theForegroundNeedsATerminal() {
    assertEquals("exit 111", call(child(), "-f", "prog"));
    FakePosix strict = child();
    assertEquals("exit 111", call(strict, "-gi", "-d", "0", "prog"));
    assertEquals(0, strict.isIgnored(Signal.SIGTTOU));
    FakePosix loose = child();
    assertEquals("exec /bin/prog", call(loose, "-f", "--ctty=0", "prog"));
    assertEquals("group", leads(loose));
  }

  @Test
  void wrongUse() {
    assertEquals("exit 100", call(parent, "-x", "prog"));
    assertEquals("s6-setsid: fatal: unrecognized short option: x\n", parent.errors());
    assertEquals("exit 100", call(parent, "-d", "x", "prog"));
    assertEquals("exit 100", call(parent, "--foo", "prog"));
  }

  @Test
  void pgrphackSaysNothing() {
    assertEquals("exec /bin/prog", Outcome.of(parent, Setsid.daemontools(), "prog").line());
    assertEquals("", parent.errors());
    FakePosix child = child();
    Outcome.of(child, Setsid.daemontools(), "prog");
    assertEquals("session group", leads(child));
  }
}
