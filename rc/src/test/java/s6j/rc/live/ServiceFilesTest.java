package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.rc.Supervisor;

/**
 * The files of a service directory are exchanged whole, under a supervisor that restarts nothing.
 */
class ServiceFilesTest {
  private final FakePosix machine = new FakePosix();
  private final FakePosix supervising = machine.another();
  private final ServiceFiles files = new ServiceFiles(machine);

  private static byte[] path(String text) {
    return CString.of(text);
  }

  private String text(String file) {
    return CString.text(machine.bytes(file));
  }

  private void source(String version) {
    machine.file("/new/run", version.getBytes(), 0644).file("/new/data/rules", version);
    machine.file("/new/notification-fd", "3\n");
  }

  private Supervisor live() {
    machine
        .file("/live/run", "old")
        .file("/live/timeout-kill", "5")
        .file("/live/data/rules", "old");
    machine.file("/live/kept-by-somebody", "x");
    Supervisor supervisor = Supervisor.of(supervising, "/live");
    supervisor.become(true);
    return supervisor;
  }

  @Test
  void whatTheSourceHasIsThereAndWhatItLacksIsGone() {
    source("new");
    Supervisor supervisor = live();
    assertEquals(0, files.exchange(path("/new"), path("/live")));
    assertEquals("new", text("/live/run"));
    assertEquals("new", text("/live/data/rules"));
    assertEquals("3\n", text("/live/notification-fd"));
    assertFalse(machine.exists("/live/timeout-kill"));
    assertTrue(machine.exists("/live/kept-by-somebody"));
    assertFalse(machine.exists("/live/old"));
    supervisor.look();
    assertEquals("", supervisor.heard());
    assertEquals(0, machine.access(Posix.CWD, path("/live/run"), Posix.X_OK));
    assertEquals(-Errno.EACCES, new FakePosixUser().access("/live/notification-fd"));
  }

  /** Not the superuser, who may execute what anybody may. */
  private final class FakePosixUser {
    int access(String file) {
      return machine.another().become(1000, 1000).access(Posix.CWD, path(file), Posix.X_OK);
    }
  }

  @Test
  void aServiceThatIsWantedUpIsHeldAndLetGo() {
    source("new");
    Supervisor supervisor = live();
    Control.sendService(machine, path("/live"), "u");
    supervisor.look();
    assertEquals(0, files.exchange(path("/new"), path("/live")));
    supervisor.look();
    assertEquals("uQU", supervisor.heard());
    assertTrue(machine.exists("/live/.s6j-held"));
    files.releaseIfHeld(path("/live"));
    supervisor.look();
    assertEquals("uQU", supervisor.heard());
    assertFalse(machine.exists("/live/.s6j-held"));
    assertFalse(machine.exists("/live/down"));
  }

  @Test
  void withoutARunScriptTheOldFilesStay() {
    machine.file("/new/notification-fd", "3\n");
    live();
    assertEquals(-Errno.ENOENT, files.exchange(path("/new"), path("/live")));
    assertEquals("old", text("/live/run"));
    assertEquals("5", text("/live/timeout-kill"));
    assertEquals("old", text("/live/data/rules"));
    assertFalse(machine.exists("/live/notification-fd"));
    assertFalse(machine.exists("/live/old"));
  }

  /** Whatever fails, all files are of one version. */
  @Test
  void noFailingCallLeavesAMixture() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              ServiceFilesTest test = new ServiceFilesTest();
              test.source("new");
              test.live();
              int answer =
                  new ServiceFiles(faulty.around(test.machine))
                      .exchange(path("/new"), path("/live"));
              String version = answer < 0 ? test.text("/live/run") : "new";
              assertEquals(version, test.text("/live/run"), faulty.failed());
              assertEquals(version, test.text("/live/data/rules"), faulty.failed());
              assertEquals(
                  version.equals("old"),
                  test.machine.exists("/live/timeout-kill"),
                  faulty.failed());
            });
    assertTrue(calls > 30, "an exchange makes many calls: " + calls);
  }

  @Test
  void aNewDirectoryGetsThemToo() {
    source("new");
    assertEquals(0, files.copy(path("/new"), path("/fresh")));
    assertEquals(List.of("data", "notification-fd", "run"), machine.names("/fresh"));
    assertEquals(0, files.holdDown(path("/fresh")));
    assertTrue(machine.exists("/fresh/down"));
    machine.unlink(Posix.CWD, path("/new/run"));
    assertEquals(-Errno.ENOENT, files.copy(path("/new"), path("/fresher")));
  }

  private void template(String version) {
    machine.file("/new/template/run", version.getBytes(), 0755);
    machine.file("/new/template/data/rules", version);
  }

  @Test
  void instancesGetTheFilesOfTheTemplate() {
    source("new");
    template("new");
    live();
    machine.file("/live/instances/one/run", "old").file("/live/instances/two/run", "old");
    Supervisor one = Supervisor.of(supervising, "/live/instances/one");
    Supervisor two = Supervisor.of(supervising, "/live/instances/two");
    assertEquals(0, files.exchange(path("/new"), path("/live")));
    assertEquals("new", text("/live/instances/one/run"));
    assertEquals("new", text("/live/instances/two/data/rules"));
    assertTrue(machine.exists("/live/instance"));
    one.look();
    two.look();
    assertEquals("", one.heard() + two.heard());
    machine.file("/live/instances/three/x", "");
    assertEquals(-Errno.ENOENT, files.exchange(path("/new"), path("/live")));
  }

  @Test
  void instancesAreMadeAnewDownWhereTheyWereDown() {
    source("new");
    template("new");
    machine.file("/was/instances/one/run", "old").file("/was/instances/one/down", "");
    machine.file("/was/instances/two/run", "old");
    assertEquals(0, files.copy(path("/new"), path("/fresh")));
    assertEquals(0, files.recreateInstances(path("/was"), path("/fresh")));
    assertEquals("new", text("/fresh/instance/one/run"));
    assertEquals("new", text("/fresh/instance/two/run"));
    assertTrue(machine.exists("/fresh/instances/one/down"));
    assertFalse(machine.exists("/fresh/instances/two/down"));
    assertEquals(0, files.recreateInstances(path("/nowhere"), path("/fresh")));
    assertEquals(-Errno.ENOENT, files.recreateInstances(path("/was"), path("/without-template")));
  }
}
