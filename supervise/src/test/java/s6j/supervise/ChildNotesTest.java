package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.Signal.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.formats.ChildRecord;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What supervise/.child says at every moment, should the supervisor be killed just then. */
class ChildNotesTest {
  private final Scene scene = new Scene();
  private final Meddler meddler = new Meddler(scene.posix);
  private final ChildRecord note = new ChildRecord();
  private final ServiceStatus status = new ServiceStatus();
  private FakePosix finish;
  private int looks;

  private void supervise() {
    assertEquals(0, scene.superviseOn(meddler.kernel(), "supervise", "a"));
  }

  private ChildRecord note() {
    note.decode(scene.posix.bytes("/a/supervise/.child"));
    return note;
  }

  private void serveFinish(long millis) {
    scene.posix.program(
        "/a/finish",
        child -> {
          finish = child;
          child.after(millis, () -> child.end(0));
        });
  }

  // ---- the law ---------------------------------------------------------------------------------

  /**
   * After each call, with a clock that never says the same twice: while run or finish lives, note
   * and status belong together and name it, so that the next supervisor finds it.
   */
  @Test
  void whoeverLivesIsToBeFound() {
    scene.posix.file("/a/notification-fd", "3\n").file("/a/timeout-kill", "300");
    serveFinish(200);
    meddler.lookAfterEachCall(this::whoLivesIsFound);
    scene.at(100, () -> scene.write(3, "\n"));
    scene.at(200, () -> scene.send("pc"));
    scene.at(500, () -> scene.run.end(1));
    scene.at(2000, () -> scene.run.on(SIGTERM, () -> {}));
    scene.at(2100, () -> scene.send("d"));
    scene.at(4000, () -> scene.send("u"));
    scene.at(4100, () -> scene.run.end(0));
    scene.at(6000, () -> scene.send("dx"));
    supervise();
    assertTrue(looks > 300, looks + " looks");
    scene.leavesNothing();
  }

  private void whoLivesIsFound() {
    FakePosix living = isAlive(finish) ? finish : isAlive(scene.run) ? scene.run : null;
    if (living == null) return;
    looks++;
    assertEquals(living.getpid(), note().pid);
    status.decode(scene.status(), 0);
    assertTrue(note.belongsTo(status), "a status of another");
    assertEquals(living == finish, note.finishing);
    assertEquals(scene.run.getpid(), note.runPid);
  }

  private static boolean isAlive(FakePosix child) {
    return child != null && !child.hasEnded();
  }

  // ---- what a child says of itself, before its supervisor can ----------------------------------

  @Test
  void runNotesItselfAsTheRunThatItWillBe() {
    scene.posix.file("/a/notification-fd", "3\n");
    serveFinish(200);
    scene.posix.program(
        "/a/run",
        child -> {
          scene.start(child);
          assertRun(child, scene.runs);
        });
    scene.at(100, () -> scene.send("o"));
    scene.at(500, () -> scene.run.end(7));
    scene.at(2000, () -> scene.send("u"));
    scene.at(2500, () -> scene.send("dx"));
    supervise();
    assertEquals(2, scene.runs);
  }

  private void assertRun(FakePosix child, int which) {
    assertEquals(child.getpid(), note().pid);
    assertEquals(child.getpid(), note.runPid);
    assertFalse(note.finishing);
    assertTrue(note.wantUp);
    assertFalse(note.notified);
    assertEquals(3, note.notification);
    assertNotEquals(0, note.notificationPipe);
    assertEquals(Deadline.NEVER, note.timerNanos);
    assertEquals(which == 1 ? 0 : 7 << 8, note.waitStatus);
  }

  @Test
  void finishNotesItselfAsFinish() {
    scene.posix.file("/a/notification-fd", "3\n");
    boolean[] begun = {false};
    scene.posix.program(
        "/a/finish",
        child -> {
          begun[0] = true;
          assertFinish(child);
          child.after(100, () -> assertFinish(child));
          child.after(200, () -> child.end(0));
        });
    scene.at(100, () -> scene.write(3, "\n"));
    scene.at(500, () -> scene.run.end(7));
    scene.at(600, () -> assertNotEquals(Deadline.NEVER, note().timerNanos));
    scene.at(650, () -> scene.send("dx"));
    supervise();
    assertTrue(begun[0]);
  }

  private void assertFinish(FakePosix child) {
    assertEquals(child.getpid(), note().pid);
    assertTrue(note.finishing);
    assertEquals(scene.run.getpid(), note.runPid);
    assertTrue(note.notified);
    assertEquals(7 << 8, note.waitStatus);
    assertEquals(ChildRecord.NONE, note.notification);
  }

  /** It had noted itself, and never became run: nobody may look for it. */
  @Test
  void whatNeverBecameRunIsNotNoted() {
    scene.posix.unlink(Posix.CWD, CString.of("/a/run"));
    scene.at(1000, () -> scene.send("u"));
    scene.at(1100, () -> assertTrue(isOfNobody()));
    scene.at(2000, () -> scene.send("u"));
    scene.at(2100, () -> assertTrue(isOfNobody()));
    scene.at(3000, () -> scene.send("dx"));
    supervise();
  }

  private boolean isOfNobody() {
    note();
    return note.isOfNobody();
  }

  /** A disk need not be worn by letters that change nothing. */
  @Test
  void whatIsNotedIsNotWrittenAgain() {
    int[] writes = new int[1];
    scene.at(500, () -> writes[0] = meddler.count("writeAt"));
    scene.at(600, () -> scene.run.on(SIGUSR1, () -> {}));
    for (int i = 0; i < 10; i++) scene.at(700 + i, () -> scene.send("1"));
    scene.at(1000, () -> assertEquals(writes[0], meddler.count("writeAt")));
    scene.at(1001, () -> assertTrue(writes[0] > 0));
    scene.at(1100, () -> scene.send("dx"));
    supervise();
    assertEquals(10, scene.posix.kills().stream().filter(kill -> kill.startsWith("USR1")).count());
  }

  // ---- the next one ----------------------------------------------------------------------------

  private FakePosix killAndSucceed(long millis) {
    scene.posix.after(millis, () -> scene.posix.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, this::supervise);
    return scene.another();
  }

  /** How finish is to be killed, its supervisor had no time to note. */
  @Test
  void aFinishThatHadJustBegunHasItsTimeToo() {
    scene.posix.file("/a/timeout-finish", "3000");
    serveFinish(1_000_000);
    scene.at(500, () -> scene.run.end(1));
    meddler.endAfter("spawn ./finish");
    assertThrows(Meddler.End.class, this::supervise);
    assertThrows(FakePosix.Killed.class, () -> scene.posix.signal(SIGKILL));
    assertEquals(Deadline.NEVER, note().timerNanos);
    FakePosix next = scene.another();
    next.after(2900, () -> assertFalse(finish.hasEnded()));
    next.after(3100, () -> assertTrue(finish.hasEnded()));
    next.after(3200, () -> scene.send("dx"));
    assertEquals(0, scene.superviseOn(next, "supervise", "a"));
    assertTrue(next.errors().contains("reached maximum value"), next.errors());
  }

  @Test
  void aRunHasNoSuchTime() {
    scene.posix.file("/a/timeout-finish", "3000");
    FakePosix next = killAndSucceed(500);
    next.after(10_000, () -> scene.send("dx"));
    assertEquals(0, scene.superviseOn(next, "supervise", "a"));
    assertEquals("", next.errors());
    assertEquals(1, scene.runs);
  }

  @ParameterizedTest
  @CsvSource({"x, true", "a, false"})
  void afterFinishItLeavesIfThatWasTheOrder(String letter, boolean leaves) {
    serveFinish(2000);
    scene.at(200, () -> scene.run.end(1));
    scene.at(400, () -> scene.send(letter));
    FakePosix next = killAndSucceed(800);
    next.after(5000, () -> assertFalse(leaves));
    next.after(6000, () -> scene.send("dx"));
    assertEquals(0, scene.superviseOn(next, "supervise", "a"));
    assertEquals(leaves ? 1 : 2, scene.runs);
  }

  /** The lock of a child that has not become run yet: the next supervisor waits a second for it. */
  @ParameterizedTest
  @CsvSource({"500, 0, 500", "995, 0, 1000", "1005, 111, 1000", "5000, 111, 1000"})
  void aChildThatIsBeginningHasASecond(long millis, int code, long waited) {
    FakePosix next = killAndSucceed(500);
    FakePosix child = scene.another();
    int fd = child.open(Posix.CWD, CString.of("/a/supervise/.child"), OpenFlags.O_WRONLY, 0);
    assertEquals(0, child.flock(fd, true, false));
    long begin = next.monotonicNanos();
    long[] seen = {-1};
    next.after(millis, () -> child.close(fd));
    Meddler watch = new Meddler(next);
    watch.lookAfterEachCall(
        () -> {
          if (watch.count("flock") > 0 && seen[0] < 0 && watch.count("getppid") > 0)
            seen[0] = (next.monotonicNanos() - begin) / 1_000_000;
        });
    next.after(2000, () -> scene.send("dx"));
    assertEquals(code, scene.superviseOn(watch.kernel(), "supervise", "a"));
    long now = (next.monotonicNanos() - begin) / 1_000_000;
    assertEquals(waited, code == 0 ? seen[0] : now);
  }
}
