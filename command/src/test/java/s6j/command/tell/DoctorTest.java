package s6j.command.tell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.command.Called;
import s6j.command.World;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** doctor says what is odd and what to do, and changes nothing. */
class DoctorTest {
  private static final String LIVE = "/run/s6-rc";

  private final Called called = new Called();
  private final FakePosix posix = called.posix;

  private List<String> doctor(String line) {
    int before = posix.output().length();
    called.line(line);
    return posix
        .output()
        .substring(before)
        .lines()
        .filter(text -> !text.startsWith("         do: "))
        .toList();
  }

  private void scanner() {
    posix.file("/run/service/.s6-svscan/lock", "");
    posix.mkfifo(Posix.CWD, CString.of("/run/service/.s6-svscan/control"), 0600);
    FakePosix scanner = posix.another();
    int fd = scanner.open(Posix.CWD, CString.of("/run/service/.s6-svscan/lock"), 2, 0);
    scanner.lock(fd, true, false);
  }

  @Test
  void aScanDirectoryOfTroubles() {
    posix.directory("/run/service/open");
    posix.chmod(Posix.CWD, CString.of("/run/service/open"), 0777);
    posix.symlink(CString.of("/nosuch"), Posix.CWD, CString.of("/run/service/stray"));
    World.supervise(posix, "/run/service/web", 0, true);
    posix.file("/run/service/web/run", CString.of("\177ELF"), 0644);
    posix
        .file("/run/service/db/run", CString.of("echo"), 0755)
        .file("/run/service/db/supervise/lock", "");
    posix.file("/run/service/.s6-svscan/crash", CString.of("#!/nosuch"), 0755);
    assertEquals(
        List.of(
            "problem  /run/service: no s6-svscan has run on it",
            "problem  /run/service/.s6-svscan/crash: has an interpreter that is not there: /nosuch",
            "problem  db: its run script has no #! line",
            "problem  db: has no supervisor: nobody reads its control fifo",
            "problem  open: has no run script",
            "problem  open: everybody may write to /run/service/open",
            "problem  open: was never supervised here",
            "problem  stray: is a link that leads nowhere"),
        doctor("doctor").stream().filter(text -> !text.contains(" web: ")).toList());
    assertEquals(1, Integer.parseInt(called.line("doctor --json")));
    assertTrue(
        posix
            .output()
            .contains(
                "{\"weight\":\"problem\",\"about\":\"stray\",\"text\":\"is a link that leads"
                    + " nowhere\",\"advice\":\"rm /run/service/stray\"}"));
    assertEquals(List.of("problem  /x: is no directory"), doctor("-s /x doctor"));
    assertEquals("100", called.line("doctor web"));
  }

  @Test
  void aServiceThatDoesNotStayUp() {
    scanner();
    World.supervise(posix, "/run/service/web", 0, true);
    posix.mkfifo(Posix.CWD, CString.of("/run/service/web/supervise/control"), 0600);
    posix.another().open(Posix.CWD, CString.of("/run/service/web/supervise/control"), 2048, 0);
    posix.file("/run/service/web/run", CString.of("\177ELF"), 0755);
    posix.unlink(Posix.CWD, CString.of("/run/service/db"));
    for (int i = 0; i < 20; i++) posix.file("/run/service/web/event/f" + i, "");
    List<String> told = doctor("doctor").stream().filter(text -> text.contains(" web: ")).toList();
    assertEquals(
        List.of(
            "problem  web: is down for 0 s though wanted up; it exited 7",
            "note     web: has 20 fifos of listeners"),
        told);
  }

  @Test
  void aLiveDirectory() {
    World.live(posix, LIVE);
    World.state(posix, LIVE, 0, 1, 1, 1);
    World.supervise(posix, LIVE + "/servicedirs/web", 11, true);
    World.supervise(posix, LIVE + "/servicedirs/log", 0, false);
    posix.file(LIVE + "/servicedirs/web/run.user", "").file(LIVE + "/skipped/net", "no net\n");
    posix.symlink(CString.of("/run/service"), Posix.CWD, CString.of(LIVE + "/scandir"));
    posix.directory("/run/s6-rc:s6-rc-init:abcdef");
    List<String> told = doctor("doctor");
    assertEquals(
        List.of(
            "problem  web: writes into the pipe of log, which is down",
            "problem  log: is up for s6-rc, but was brought down past it",
            "note     net: was skipped: no net",
            "note     /run/s6-rc:s6-rc-init:abcdef: is left over from an earlier live directory"),
        told.subList(0, 4));
    posix.file(LIVE + "/compiled/db", "oops");
    assertEquals(
        "problem  /run/s6-rc: its database is damaged or of another version",
        doctor("doctor").get(0));
  }
}
