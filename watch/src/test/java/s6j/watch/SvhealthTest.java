package s6j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import s6j.formats.files.HealthFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.Signal;

/** Stories of services that are checked. */
class SvhealthTest {
  private static final String FILE = "/web/supervise/health";

  private FakePosix posix = new FakePosix();
  private Supervisor web = new Supervisor(posix, "/web");
  private int checks;

  /** The exit code of checks; -1: they hang. */
  private int code;

  private void machine() {
    checks = 0;
    posix.program(
        "/usr/bin/check",
        child -> {
          checks++;
          if (code >= 0) child.after(10, () -> child.exit(code));
        });
  }

  private int health(int millis, String options) {
    machine();
    posix.after(millis, () -> posix.signal(Signal.SIGTERM));
    int answer = Called.run(posix, ("s6-svhealth " + options).split(" "));
    assertEquals("[]", posix.complaints().toString());
    return answer;
  }

  /** The first, fourth and fifth word of the file. */
  private void expectAt(int millis, String wanted) {
    posix.after(millis, () -> assertEquals(wanted, brief(posix.text(FILE)), "at " + millis));
  }

  private static String brief(String line) {
    if (line == null) return "none";
    String[] words = line.trim().split(" ");
    return words[0] + " " + words[3] + " " + words[4];
  }

  @Test
  void aServiceThatGoesBadIsMarkedAndComesBack() {
    expectAt(500, "healthy 0 ok");
    posix.after(900, () -> code = 7);
    expectAt(1500, "healthy 1 exit-7");
    expectAt(3500, "unhealthy 3 exit-7");
    posix.after(3900, () -> code = 0);
    expectAt(4500, "healthy 0 ok");
    assertEquals(0, health(10_000, "-e 1000 /web check -x"));
    assertEquals("", web.commands());
    assertNull(posix.text(FILE), "nobody checks any more");
    assertEquals(10, checks);
    assertTrue(posix.errors().contains("/web is unhealthy: 3 checks failed"), posix.errors());
  }

  @Test
  void aServiceThatGoesBadIsRestarted() {
    code = 1;
    posix.after(2500, () -> assertEquals("r", web.commands()));
    posix.after(2600, () -> web.start(4712));
    expectAt(3500, "starting 1 exit-1");
    posix.after(3900, () -> code = 0);
    expectAt(4500, "healthy 0 ok");
    health(9900, "-e 1000 -r /web check");
    assertEquals("", web.commands());
  }

  @Test
  void aRunHasItsGrace() {
    code = 1;
    expectAt(4900, "starting 0 none");
    expectAt(7500, "unhealthy 3 exit-1");
    health(9900, "-e 1000 -g 4500 /web check");
  }

  @Test
  void aServiceIsNotCheckedBeforeItIsReady() {
    posix.file("/web/notification-fd", "3\n");
    posix.after(3500, () -> assertEquals(0, checks));
    posix.after(3600, () -> web.status.ready = true);
    posix.after(3600, () -> web.publish());
    expectAt(4500, "healthy 0 ok");
    posix.after(5500, () -> web.start(0));
    expectAt(6500, "none");
    health(9900, "-e 1000 /web check");
    assertEquals(2, checks);
  }

  @Test
  void aCheckThatHangsIsKilledWithItsGroup() {
    code = -1;
    expectAt(600, "starting 1 timeout");
    health(9900, "-e 1000 -t 500 -n 2 -r /web check");
    assertEquals("r", web.commands().substring(0, 1));
    assertTrue(posix.kills().get(0).startsWith("KILL -"), posix.kills().toString());
    assertTrue(posix.others().stream().noneMatch(one -> one.line().contains("check")));
  }

  @Test
  void aCheckThatHangsAtTheEndIsKilledToo() {
    code = -1;
    health(700, "/web check");
    assertEquals(1, posix.kills().size());
  }

  @Test
  void aCheckThatCannotBeStartedSaysNothing() {
    health(9900, "-e 1000 -r /web ./nosuchcheck");
    assertEquals("", web.commands());
    assertTrue(posix.errors().contains("unable to start ./nosuchcheck"), posix.errors());
    assertEquals(111, Called.run(posix, "s6-svhealth", "/web", "nosuchcheck"));
  }

  @Test
  void withoutSupervisorNothingIsChecked() {
    health(5000, "-e 1000 /nobody check");
    assertEquals(0, checks);
  }

  @Test
  void theCommandLineIsChecked() {
    for (String line :
        new String[] {"", "/web", "-e x /web a", "-n 0 /web a", "-z /web a", "/web "})
      assertEquals(100, Called.run(posix, ("s6-svhealth " + line).trim().split(" ")), line);
  }

  @Test
  void theFileReadsBack() {
    HealthFile file = new HealthFile(posix, CString.of("/web"));
    file.verdict = HealthFile.Verdict.UNHEALTHY;
    file.pid = 77;
    file.sinceNanos = posix.realtimeNanos();
    file.failures = 5;
    file.last = Signal.SIGKILL;
    assertEquals(0, file.write());
    HealthFile read = new HealthFile(posix, CString.of("/web"));
    assertEquals(0, read.read());
    assertEquals(HealthFile.Verdict.UNHEALTHY, read.verdict);
    assertEquals(77, read.pid);
    assertEquals(file.sinceNanos, read.sinceNanos);
    assertEquals(5, read.failures);
    assertEquals("signal-9", CString.text(read.lastWord));
    for (String bad :
        new String[] {"", "\n", "healthy\n", "healthy 7 @40 0 ok\n", "well 7 x 0 ok\n"}) {
      posix.file(FILE, bad);
      assertTrue(read.read() < 0, bad);
    }
  }

  /** A good service is never restarted, a bad one always is, and one check runs at a time. */
  @Test
  void noFailingCallMisleads() {
    for (int bad = 0; bad < 2; bad++) {
      int exit = bad;
      int calls = FaultyPosix.sweep(faulty -> story(faulty, exit));
      assertTrue(calls > 40, calls + " calls");
    }
  }

  private void story(FaultyPosix faulty, int exit) {
    posix = new FakePosix();
    web = new Supervisor(posix, "/web");
    code = exit;
    machine();
    posix.after(40_000, () -> posix.signal(Signal.SIGTERM));
    String line = "s6-svhealth -e 1000 -n 2 -r /web check";
    int answer = Called.run(faulty.around(posix), line.split(" "));
    if (answer == 111) return;
    String letters = web.commands();
    if (exit == 0) assertEquals("", letters);
    else assertTrue(letters.startsWith("rr"), letters);
    assertFalse(checks < 2);
  }
}
