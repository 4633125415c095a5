package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.rc.Live;

/** s6-rc-oneshot-run: which command lines are one, and what it says of databases that are none. */
class OneshotRunTest {
  private final RcDatabase set = new Services().longrun("l").oneshot("a").database();
  private final Live live = new Live(set);
  private int said;

  private int run(String line) {
    said = live.posix.errors().length();
    return live.runApart(("s6-rc-oneshot-run -l /live " + line).split(" "));
  }

  private void fails(int code, String line, String why) {
    assertEquals(code, run(line), live.posix::errors);
    assertEquals(
        "s6-rc-oneshot-run: fatal: " + why + "\n", live.posix.errors().substring(said), line);
  }

  @Test
  void commandLinesThatAreNone() {
    for (String line : new String[] {"up", "sideways 1", "up one", "-q up 1"}) {
      assertEquals(100, run(line), line);
      assertTrue(live.posix.errors().length() > said, line);
    }
  }

  @Test
  void scriptsWithoutWordsSucceed() {
    for (String line : new String[] {"up 1", "down 1", "-b up 1", "-b --no-block down 1"})
      assertEquals(0, run(line), line);
    assertEquals("", live.posix.errors());
  }

  @Test
  void onlyOneshotsHaveScripts() {
    fails(3, "up 0", "invalid service number");
    fails(3, "up 2", "invalid service number");
    fails(3, "down 99999", "invalid service number");
  }

  @Test
  void whatCannotBeReadIsTold() {
    live.posix.file("/db/db", "");
    assertTrue(run("up 1") != 0);
    live.posix.unlink(Posix.CWD, CString.of("/db/db"));
    fails(111, "up 1", "unable to read /live/compiled/db: No such file or directory");
    live.posix.unlink(Posix.CWD, CString.of("/db/n"));
    fails(111, "up 1", "unable to read /live/compiled/n: No such file or directory");
    live.posix.unlink(Posix.CWD, CString.of("/live/compiled"));
    fails(111, "up 1", "unable to take lock on /live/compiled: No such file or directory");
  }

  @Test
  void aLockedDatabaseIsNotRun() {
    FakePosix other = live.posix.another();
    byte[] lock = CString.of("/db/lock");
    int fd = other.open(Posix.CWD, lock, s6j.posix.OpenFlags.O_WRONLY, 0);
    assertEquals(0, other.lock(fd, true, false));
    fails(111, "up 1", "unable to take lock on /live/compiled: Device or resource busy");
    other.end(0);
    assertEquals(0, run("up 1"));
  }
}
