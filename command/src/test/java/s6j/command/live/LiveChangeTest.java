package s6j.command.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.command.Called;
import s6j.command.World;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** start, stop and restart under the lock of the live directory. */
class LiveChangeTest {
  private static final String LIVE = "/run/s6-rc";
  private static final String RC = "s6-rc --no-lock -v 1 ";
  private static final String L = "-l /run/s6-rc -- ";

  private final Called called = new Called();
  private final FakePosix posix = called.posix;

  @BeforeEach
  void world() {
    World.live(posix, LIVE);
  }

  @Test
  void changesAreMadeBySixRc() {
    assertEquals(RC + L + "start web app\n0", called.line("start web app"));
    assertEquals(RC + "-t 7 -n1 -c " + L + "stop web\n0", called.line("live stop -nc -t 7 web"));
    assertEquals(RC + L + "stop web\n" + RC + L + "start web\n0", called.line("live restart web"));
  }

  @Test
  void aFailureTellsWhatHasChanged() {
    called.does("s6-rc", "", 1);
    assertEquals(RC + L + "start web\n1", called.line("start web"));
    assertEquals("s6-frontend: info: the global state has not changed.\n", posix.output());
    posix.program(
        "/usr/bin/s6-rc",
        child -> {
          World.state(posix, LIVE, 0, 1, 1, 0);
          child.exit(2);
        });
    assertEquals("2", called.line("start web"));
    assertTrue(
        posix
            .output()
            .endsWith(
                "s6-frontend: info: the following atomic services have been brought up:\n"
                    + "web\nlog\n"));
    int told = posix.output().length();
    assertEquals("2", called.line("-v0 stop web"));
    assertEquals(told, posix.output().length());
  }

  @Test
  void withoutALiveDirectoryThereIsNoLock() {
    assertEquals("111", called.line("-l /x live start web"));
    assertEquals(
        "s6-frontend: fatal: unable to take lock in /x: No such file or directory\n",
        posix.errors());
    posix.file(LIVE + "/state", "");
    assertEquals("111", called.line("start web"));
    assertTrue(posix.errors().endsWith("unable to read state in /run/s6-rc: Invalid argument\n"));
  }

  @Test
  void locksAreHeldMeanwhileAndGivenBack() {
    posix.program(
        "/usr/bin/s6-rc",
        child -> {
          for (String lock : new String[] {"/run/s6-rc/lock", "/run/s6-rc/compiled/lock"}) {
            int fd = child.open(Posix.CWD, CString.of(lock), OpenFlags.O_RDWR, 0);
            assertEquals(-11, child.lock(fd, true, false), lock);
          }
          child.exit(0);
        });
    assertEquals("0", called.line("start web"));
  }

  /** What was up because of others comes with them. */
  @Test
  void restartBringsAllThatWasUpAgain() {
    World.state(posix, LIVE, 1, 1, 1, 1);
    assertEquals(RC + L + "stop net\n" + RC + L + "start app net\n0", called.line("restart net"));
    World.state(posix, LIVE, 1, 3, 1, 1);
    assertEquals(
        RC + "-n1 " + L + "stop net\n" + RC + "-n1 " + L + "start app web net\n0",
        called.line("restart -n net"));
    World.state(posix, LIVE, 0, 1, 1, 1);
    assertEquals(RC + L + "stop web\n" + RC + L + "start web\n0", called.line("restart web"));
    called.does("s6-rc", "", 1);
    assertEquals(RC + L + "stop web\n1", called.line("restart web"));
  }

  /** log is part of web: the one word of s6-frontend that starts only what is named has it, too. */
  @Test
  void aPartIsRestartedWithTheWhole() {
    posix.file(LIVE + "/compiled/relations", "s6j-relations 1 4\npart-of 2 1\nend\n");
    World.state(posix, LIVE, 0, 1, 1, 1);
    assertEquals(
        RC + L + "stop web\n" + RC + L + "start web log\n0", called.line("live restart web"));
    assertEquals(RC + L + "stop web\n" + RC + L + "start web log\n0", called.line("restart web"));
    World.state(posix, LIVE, 0, 1, 0, 1);
    assertEquals(RC + L + "stop web\n" + RC + L + "start web\n0", called.line("live restart web"));
  }

  @Test
  void whatSixRcDoesNotKnowIsRestartedByItsSupervisor() {
    assertEquals(
        RC + L + "stop net\n" + RC + L + "start net\ns6-svc -r -- /run/service/db",
        called.line("restart db net"));
    assertEquals("s6-svc -r -- /run/service/web", called.line("-l /x restart web"));
    assertEquals("0", called.line("-l /x restart -n web"));
    assertEquals("3", called.line("restart nosuch"));
    assertEquals("100", called.line("restart"));
  }
}
