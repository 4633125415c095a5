package s6j.svc.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.svc.Called;
import s6j.svc.Supervisor;

/** s6-svc, docs/specification/s6.md, A.1 and C.5. */
class SvcTest {
  private final FakePosix posix = Called.install(new FakePosix());

  @Test
  void lettersGoOutInOrder() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    assertEquals(0, Called.run(posix, "s6-svc", "-xd", "-u", "-O", "/a"));
    assertEquals("xduO", supervisor.commands());
  }

  @Test
  void everyLetterIsItself() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    assertEquals(0, Called.run(posix, "s6-svc", "-abqhkti12pcyrlPCKoduDUxOQe", "/a"));
    assertEquals("abqhkti12pcyrlPCKoduDUxOQe", supervisor.commands());
  }

  @Test
  void signalsByNameAndNumber() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    assertEquals(0, Called.run(posix, "svc", "-s", "sigusr1", "-s12", "-sWINCH", "-s", "9", "/a"));
    assertEquals("12yk", supervisor.commands());
  }

  @Test
  void signalsThatUsersMayNotSend() {
    assertEquals(100, Called.run(posix, "s6-svc", "-s", "CHLD", "/a"));
    assertEquals(100, Called.run(posix, "s6-svc", "-s", "NONE", "/a"));
    assertTrue(posix.errors().contains("CHLD is not in the list of user-available signals"));
    assertTrue(posix.errors().contains("invalid signal: NONE"));
  }

  @Test
  void sixtyTwoLettersAreTheMost() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    String most = "u".repeat(Svc.MOST_LETTERS);
    assertEquals(0, Called.run(posix, "s6-svc", "-" + most, "/a"));
    assertEquals(most, supervisor.commands());
    assertEquals(100, Called.run(posix, "s6-svc", "-" + most + "u", "/a"));
    assertEquals("", supervisor.commands());
  }

  @Test
  void noLettersAskWhetherSomebodyListens() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    assertEquals(0, Called.run(posix, "s6-svc", "/a"));
    supervisor.leave();
    assertEquals(102, Called.run(posix, "s6-svc", "/a"));
  }

  @Test
  void whatIsWrongIsToldApart() {
    posix.directory("/never").directory("/half/supervise").file("/file", "");
    assertEquals(102, Called.run(posix, "s6-svc", "-u", "/never"));
    assertEquals(1, Called.run(posix, "s6-svc", "-u", "/half"));
    assertEquals(111, Called.run(posix, "s6-svc", "-u", "/nowhere"));
    assertEquals(111, Called.run(posix, "s6-svc", "-u", "/file"));
  }

  @Test
  void theLastFailureDecidesAndAllAreTried() {
    Supervisor supervisor = new Supervisor(posix, "/a");
    posix.directory("/never");
    assertEquals(102, Called.run(posix, "s6-svc", "-u", "/nowhere", "/never", "/a"));
    assertEquals("u", supervisor.commands());
  }

  @Test
  void usage() {
    assertEquals(100, Called.run(posix, "s6-svc"));
    assertEquals(100, Called.run(posix, "s6-svc", "-z", "/a"));
    assertEquals(100, Called.run(posix, "s6-svc", "-wx", "/a"));
    assertEquals(100, Called.run(posix, "s6-svc", "-w", "", "/a"));
    assertEquals(100, Called.run(posix, "s6-svc", "-u", "-wu", "-T", "x", "/a"));
    assertEquals(100, Called.run(posix, "s6-svc", "-u", ""));
  }

  @Test
  void anEmptyPathIsNotTheRoot() {
    Supervisor root = new Supervisor(posix, "/");
    new Supervisor(posix, "/a");
    assertEquals(100, Called.run(posix, "s6-svc", "-d", "/a", ""));
    assertEquals("", root.commands());
  }

  @Test
  void waitingIsLeftToTheListeners() {
    posix.setEnvironment("PATH=/usr/bin", "EXECLINE_STRICT=2");
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class,
            () -> Called.run(posix, "s6-svc", "-wd", "-T", "700", "-dx", "/a", "/b"));
    assertEquals(
        "/usr/bin/s6-svlisten -d -t 700 -- /a /b  /usr/bin/s6-svc -dx -- /a /b", executed.line());
    assertEquals(null, new s6j.posix.Environment(executed.environment).get("EXECLINE_STRICT"));
  }

  @Test
  void withoutLettersOnlyTheStateIsAwaited() {
    FakePosix.Executed executed =
        assertThrows(FakePosix.Executed.class, () -> Called.run(posix, "s6-svc", "-wr", "/a"));
    assertEquals("/usr/bin/s6-svwait -r -- /a", executed.line());
  }

  @Test
  void aServiceThatCannotTellItsReadinessIsOnlyAwaitedUp() {
    posix.directory("/a").file("/b/notification-fd", "3\n");
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class, () -> Called.run(posix, "s6-svc", "-wU", "/a", "/b"));
    assertEquals("/usr/bin/s6-svwait -u -- /a /b", executed.line());
    assertTrue(posix.errors().contains("notification-fd not present"));
    executed =
        assertThrows(
            FakePosix.Executed.class, () -> Called.run(posix, "s6-svc", "-wR", "/b", "/a"));
    assertEquals("/usr/bin/s6-svwait -R -- /b /a", executed.line());
  }

  @Test
  void aMissingWaiterIsTold() {
    FakePosix bare = new FakePosix();
    assertEquals(127, Called.run(bare, "s6-svc", "-wu", "/a"));
  }
}
