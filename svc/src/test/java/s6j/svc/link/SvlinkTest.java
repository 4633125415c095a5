package s6j.svc.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.svc.Called;
import s6j.svc.Scanner;
import s6j.svc.Supervisor;

/** s6-svlink and s6-svunlink, docs/specification/s6.md, A.1. */
class SvlinkTest {
  private final FakePosix posix = new FakePosix();
  private final Scanner scanner = new Scanner(posix, "/scan");

  private void service(String path) {
    posix.file(path + "/run", new byte[0], 0755);
  }

  @Test
  void whatDoesNotStartIsUndone() {
    service("/real/a");
    service("/real/a/log");
    assertEquals(99, Called.run(posix, "s6-svlink", "-D", "-t", "300", "/scan", "/real/a"));
    assertEquals(List.of(".s6-svscan"), posix.names("/scan"));
    assertFalse(posix.exists("/real/a/down"));
    assertFalse(posix.exists("/real/a/log/down"));
    assertEquals(List.of(), posix.names("/real/a/event"));
  }

  @Test
  void aSupervisorWithoutItsLoggersOneIsToldToLeave() {
    service("/real/a");
    service("/real/a/log");
    scanner.superviseWhenTold("/real/a");
    assertEquals(99, Called.run(posix, "s6-svlink", "-t", "300", "/scan", "/real/a"));
    assertEquals("xd", scanner.supervisor.commands());
  }

  @Test
  void downFilesStayOrGo() {
    service("/real/a");
    scanner.superviseWhenTold("/real/a");
    assertEquals(0, Called.run(posix, "s6-svlink", "-D", "/scan", "/real/a"));
    assertTrue(posix.exists("/real/a/down"));
  }

  @Test
  void downFilesOfServiceAndLoggerGo() {
    service("/real/a");
    service("/real/a/log");
    scanner.when(
        "a",
        0,
        () -> {
          new Supervisor(posix, "/real/a").announce("s");
          new Supervisor(posix, "/real/a/log").announce("s");
        });
    assertEquals(0, Called.run(posix, "s6-svlink", "-d", "/scan", "/real/a"));
    assertFalse(posix.exists("/real/a/down"));
    assertFalse(posix.exists("/real/a/log/down"));
  }

  @Test
  void whatMayNotBeLinked() {
    service("/real/a");
    posix.file("/real/b/run", "not executable").directory("/real/c").directory("/empty");
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan", "/real/a", ".x"));
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan", "/real/a", "x/y"));
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan", "/real/a", ""));
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan", ""));
    assertEquals(100, Called.run(posix, "s6-svlink", "", "/real/a"));
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan", "/"));
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan", "/real/b"));
    assertEquals(111, Called.run(posix, "s6-svlink", "/scan", "/real/c"));
    assertEquals(111, Called.run(posix, "s6-svlink", "/scan", "/nowhere"));
    assertEquals(111, Called.run(posix, "s6-svlink", "/empty", "/real/a"));
    assertEquals(100, Called.run(posix, "s6-svlink", "/scan"));
    scanner.leave();
    assertEquals(1, Called.run(posix, "s6-svlink", "/scan", "/real/a"));
    assertEquals(List.of(".s6-svscan"), posix.names("/scan"));
  }

  @Test
  void anotherServicesNameIsNotTakenOver() {
    new Supervisor(posix, "/real/a");
    posix.directory("/scan/a");
    assertEquals(111, Called.run(posix, "s6-svlink", "/scan", "/real/a"));
    assertTrue(posix.exists("/scan/a"));
  }

  @Test
  void unlinkingWaitsForTheSupervisor() {
    Supervisor supervisor = linked("/real/a", "/scan/a");
    scanner.when("an", 0, () -> supervisor.announce("x"));
    assertEquals(0, Called.run(posix, "s6-svunlink", "/scan", "a"));
    assertEquals(List.of(".s6-svscan"), posix.names("/scan"));
    assertEquals(List.of(), posix.names("/real/a/event"));
  }

  @Test
  void unlinkingWithoutWaitingOrInVain() {
    linked("/real/a", "/scan/a");
    assertEquals(0, Called.run(posix, "s6-svunlink", "-X", "/scan", "a"));
    linked("/real/b", "/scan/b");
    assertEquals(0, Called.run(posix, "s6-svunlink", "-t", "100", "/scan", "b"));
    assertEquals(0, Called.run(posix, "s6-svunlink", "/scan", "b"));
    assertEquals(List.of(".s6-svscan"), posix.names("/scan"));
  }

  @Test
  void unlinkingADirectoryIsRefused() {
    posix.directory("/scan/real");
    assertEquals(111, Called.run(posix, "s6-svunlink", "/scan", "real"));
    assertEquals(100, Called.run(posix, "s6-svunlink", "/scan", ".x"));
    assertEquals(100, Called.run(posix, "s6-svunlink", "/scan", "a/b"));
    assertEquals(100, Called.run(posix, "s6-svunlink", "/scan"));
    assertEquals("", scanner.commands());
  }

  private Supervisor linked(String service, String link) {
    Supervisor supervisor = new Supervisor(posix, service);
    posix.symlink(s6j.posix.CString.of(service), FakePosix.CWD, s6j.posix.CString.of(link));
    return supervisor;
  }
}
