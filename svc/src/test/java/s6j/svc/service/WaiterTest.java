package s6j.svc.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.FakePosix;
import s6j.posix.Signal;
import s6j.svc.Called;
import s6j.svc.Supervisor;

/** s6-svwait, s6-svlisten and s6-svlisten1 in front of supervisors that the test plays. */
class WaiterTest {
  private final FakePosix posix = Called.install(new FakePosix());
  private Supervisor a = new Supervisor(posix, "/a");
  private final Supervisor b = new Supervisor(posix, "/b");

  private long millisOf(Runnable wait) {
    long start = posix.monotonicNanos();
    wait.run();
    return (posix.monotonicNanos() - start) / 1_000_000;
  }

  private void assertNothingLeft() {
    assertEquals(List.of(), posix.names("/a/event"));
    assertEquals(List.of(), posix.names("/b/event"));
    assertEquals(List.of(), posix.complaints());
  }

  @Test
  void nobodyToWaitFor() {
    assertEquals(0, Called.run(posix, "s6-svwait"));
  }

  @Test
  void aStateThatIsThere() {
    assertEquals(0, Called.run(posix, "s6-svwait", "-D", "/a", "/b"));
    assertNothingLeft();
  }

  @Test
  void theStateComes() {
    posix.after(100, () -> a.become(true, false, "u"));
    posix.after(200, () -> b.become(true, false, "u"));
    assertEquals(200, millisOf(() -> assertEquals(0, Called.run(posix, "svwait", "/a", "/b"))));
    assertNothingLeft();
  }

  @Test
  void anyOfThem() {
    posix.after(300, () -> b.become(true, false, "u"));
    assertEquals(0, Called.run(posix, "s6-svwait", "-o", "-t", "1000", "/a", "/b"));
    assertNothingLeft();
  }

  @Test
  void tooLate() {
    long waited =
        millisOf(() -> assertEquals(99, Called.run(posix, "s6-svwait", "-u", "-t", "300", "/a")));
    assertEquals(300, waited);
    assertTrue(posix.errors().contains("s6-svwait: fatal: timed out"));
    assertNothingLeft();
  }

  @Test
  void aFloodOfLettersDoesNotHideTheDeadline() {
    for (int i = 1; i < 100; i++) posix.after(i * 10, () -> a.announce("s".repeat(300)));
    assertEquals(99, Called.run(posix, "s6-svwait", "-u", "-t", "300", "/a"));
    assertNothingLeft();
  }

  @Test
  void failuresAreCounted() {
    posix.after(10, () -> a.announce("OD"));
    posix.after(20, () -> b.announce("x"));
    assertEquals(2, Called.run(posix, "s6-svwait", "-u", "/a", "/b"));
    assertTrue(posix.errors().contains("permanent failure or their supervisor died"));
    assertNothingLeft();
  }

  @Test
  void aSignalEndsTheWaitAndLeavesNoFifo() {
    posix.after(50, () -> posix.signal(Signal.SIGTERM));
    assertEquals(128 + Signal.SIGTERM, Called.run(posix, "s6-svwait", "-u", "/a"));
    assertNothingLeft();
  }

  @Test
  void noServiceDirectory() {
    assertEquals(111, Called.run(posix, "s6-svwait", "/a", "/nowhere"));
    assertNothingLeft();
  }

  @Test
  void usage() {
    assertEquals(100, Called.run(posix, "s6-svwait", "-x", "/a"));
    assertEquals(100, Called.run(posix, "s6-svwait", "-t", "-1", "/a"));
    assertEquals(100, Called.run(posix, "s6-svwait", "-t", "4294967296", "/a"));
    assertEquals(100, Called.run(posix, "s6-svlisten1", "-u", "/a"));
    assertEquals(100, Called.run(posix, "s6-svlisten", "-d", "/a", "/b"));
    assertEquals(100, Called.run(posix, "s6-svlisten", "-d", "/a", "/b", "/c"));
    assertEquals(100, Called.run(posix, "s6-svlisten", "-d", "/a", "/b", ""));
    assertTrue(posix.errors().contains("unterminated servicedir block"));
  }

  @Test
  void theProgramRunsAfterTheSubscription() {
    posix.program("/usr/bin/start", child -> a.become(true, false, "u"));
    assertEquals(0, Called.run(posix, "s6-svlisten1", "-u", "/a", "start"));
    assertNothingLeft();
  }

  @Test
  void whatTheProgramSaysIsNotAsked() {
    posix.program("/usr/bin/fail", child -> child.exit(9));
    posix.after(100, () -> a.become(true, false, "u"));
    assertEquals(0, Called.run(posix, "s6-svlisten", "-u", " /a", "", "fail"));
    assertNothingLeft();
  }

  @Test
  void aRestartCaughtInOneRead() {
    a.become(true, true, "uU");
    posix.program("/usr/bin/restart", child -> a.become(true, false, "dDu"));
    assertEquals(0, Called.run(posix, "s6-svlisten1", "-r", "/a", "restart"));
  }

  @Test
  void aProgramThatIsNotThere() {
    assertEquals(111, Called.run(posix, "s6-svlisten1", "-u", "/a", "missing"));
    assertTrue(posix.errors().contains("unable to spawn missing"));
    assertNothingLeft();
  }

  private void replace() {
    a.leave();
    a = new Supervisor(posix, "/a");
    a.become(false, true, "s");
  }

  private int afterTheSupervisorIsReplaced(String option, String wanted) {
    a.commands();
    posix.after(100, this::replace);
    int code =
        Called.run(posix, "s6-svlisten", option, "-t", "500", "/a", "", "s6-svc", wanted, "/a");
    assertNothingLeft();
    return code;
  }

  @Test
  void aNewSupervisorDoesNotKnowTheCommand() {
    posix.file("/a/down", new byte[0], 0644);
    assertEquals(1, afterTheSupervisorIsReplaced("-u", "-u"));
    a.become(true, true, "uU");
    assertEquals(0, afterTheSupervisorIsReplaced("-D", "-d"));
  }

  @Test
  void aNewSupervisorStartsWhatIsNotHeldDown() {
    posix.after(200, () -> a.become(true, true, "uU"));
    assertEquals(0, afterTheSupervisorIsReplaced("-U", "-u"));
    assertEquals(1, afterTheSupervisorIsReplaced("-D", "-d"));
  }

  /** It listens before it tells that it has begun: the command that came in between is not lost. */
  @Test
  void aSupervisorThatTellsLateThatItHasBegunKnowsTheCommand() {
    a.become(true, true, "uU");
    posix.after(100, () -> a.announce("s"));
    posix.after(200, () -> a.become(false, true, "dD"));
    int code = Called.run(posix, "s6-svlisten1", "-D", "-t", "500", "/a", "s6-svc", "-d", "/a");
    assertEquals(0, code);
    assertEquals("d", a.commands());
    assertNothingLeft();
  }

  @Test
  void otherProgramsMayStartSupervisors() {
    posix.file("/a/down", new byte[0], 0644);
    posix.program("/usr/bin/start", child -> a.announce("s"));
    posix.after(200, () -> a.become(true, false, "u"));
    assertEquals(0, Called.run(posix, "s6-svlisten", "-u", "/a", "", "start"));
  }

  @Test
  void svlisten1TellsWhichServiceFailed() {
    posix.program("/usr/bin/fail", child -> a.announce("x"));
    assertEquals(1, Called.run(posix, "s6-svlisten1", "-u", "/a", "fail"));
    assertTrue(posix.errors().contains("/a failed permanently or its supervisor died"));
  }

  @Test
  void anEmptyBlockBecomesTheProgram() {
    posix.program("/usr/bin/next", child -> child.exit(0));
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class, () -> Called.run(posix, "s6-svlisten", "", "next", "x"));
    assertEquals("/usr/bin/next x", executed.line());
  }

  @Test
  void strictBlocksWantBlanks() {
    posix.program("/usr/bin/next", child -> child.exit(0));
    posix.setEnvironment("PATH=/usr/bin", "EXECLINE_STRICT=2");
    assertEquals(100, Called.run(posix, "s6-svlisten", "-D", "/a", "", "next"));
    assertEquals(0, Called.run(posix, "s6-svlisten", "-D", " /a", "", "next"));
    posix.setEnvironment("PATH=/usr/bin", "EXECLINE_STRICT=1");
    assertEquals(0, Called.run(posix, "s6-svlisten", "-D", "/a", "", "next"));
    assertTrue(posix.errors().contains("unquoted argument /a at block 1 position 0"));
  }

  @Test
  void svcAndItsListenerTogether() {
    posix.program("/usr/bin/s6-svc", child -> a.become(true, false, "u"));
    FakePosix.Executed executed =
        assertThrows(
            FakePosix.Executed.class, () -> Called.run(posix, "s6-svc", "-wu", "-u", "/a"));
    String[] words = new String[executed.arguments.length];
    for (int i = 0; i < words.length; i++) words[i] = s6j.posix.CString.text(executed.arguments[i]);
    assertEquals(0, Called.run(posix, words));
    assertNothingLeft();
  }
}
