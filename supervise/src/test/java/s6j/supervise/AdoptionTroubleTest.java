package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** A supervisor goes on with what another left when that is not quite what was noted. */
class AdoptionTroubleTest {
  private final Scene scene = new Scene();
  private final Meddler first = new Meddler(scene.posix);
  private FakePosix next;
  private Meddler meddler;

  private void killAfter(long millis) {
    scene.posix.after(millis, () -> scene.posix.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, () -> run(first.kernel()));
    succeed();
  }

  /** The supervisor ends right after that call, which it makes after so many milliseconds. */
  private void killAtCall(String call, long millis) {
    scene.posix.after(millis, () -> first.endAfter(call));
    assertThrows(Meddler.End.class, () -> run(first.kernel()));
    assertThrows(FakePosix.Killed.class, () -> scene.posix.signal(SIGKILL));
    succeed();
  }

  private void succeed() {
    next = scene.another();
    meddler = new Meddler(next);
  }

  private int run(Posix kernel) {
    return scene.superviseOn(kernel, "supervise", "a");
  }

  private void goOn() {
    assertEquals(0, run(meddler.kernel()), next.errors());
  }

  // ---- the status is the younger of the two ----------------------------------------------------

  /** The wish was told to everybody, and not noted any more. */
  @Test
  void aWishThatWasPublishedHolds() {
    scene.at(290, () -> scene.send("o"));
    killAtCall("rename", 280);
    assertEquals(0, scene.status()[34] & 4, "not wanted up");
    next.after(200, () -> scene.run.end(0));
    next.after(5000, () -> assertEquals(1, scene.runs));
    next.after(5100, () -> scene.send("x"));
    goOn();
  }

  @Test
  void soDoesAPause() {
    scene.at(290, () -> scene.send("p"));
    killAtCall("rename", 280);
    next.after(200, () -> assertEquals(5, scene.status()[34]));
    next.after(300, () -> scene.send("dx"));
    goOn();
    assertTrue(scene.run.hasEnded());
  }

  /** Nor is readiness lost: the next start waits a second from there, and not from the death. */
  @Test
  void soDoesReadiness() {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.at(290, () -> scene.write(3, "\n"));
    killAtCall("rename", 280);
    next.after(100, () -> assertEquals(0x0c, scene.status()[34]));
    next.after(1500, () -> scene.run.end(0));
    next.after(1600, () -> assertEquals(2, scene.runs));
    next.after(1700, () -> scene.send("dx"));
    goOn();
  }

  /** While finish runs the status says not ready, which is not said of the run before. */
  @Test
  void finishKnowsThatItsRunWasReady() {
    scene.posix.file("/a/notification-fd", "3\n").file("/a/timeout-finish", "0");
    scene.posix.program("/a/finish", child -> child.after(3000, () -> child.end(0)));
    scene.at(100, () -> scene.write(3, "\n"));
    scene.at(500, () -> scene.run.end(1));
    killAfter(1000);
    // Finish ends 2500 ms from here.
    next.after(2450, () -> assertEquals(1, scene.runs));
    next.after(2600, () -> assertEquals(2, scene.runs));
    next.after(2700, () -> scene.send("dx"));
    goOn();
  }

  // ---- time ------------------------------------------------------------------------------------

  /** A finish that had no limit has none under the next supervisor. */
  @Test
  void aFinishWithoutALimitIsNotKilled() {
    scene.posix.file("/a/timeout-finish", "0");
    scene.posix.program("/a/finish", child -> child.after(60_000, () -> child.end(0)));
    scene.at(100, () -> scene.run.end(1));
    killAtCall("spawn ./finish", 0);
    next.after(50_000, () -> assertEquals(2, scene.status()[34] & 2));
    next.after(61_500, () -> scene.send("dx"));
    goOn();
    assertEquals("", next.errors());
  }

  /** Somebody may still tell how it ended: it is waited for a second, and not a moment longer. */
  @Test
  void anEndThatMayBeToldIsWaitedForASecond() {
    scene.posix.withoutEndOfProcess();
    killAfter(500);
    next.after(300, () -> scene.run.end(7));
    next.after(1290, () -> assertEquals("sus", scene.announced()));
    next.after(1320, () -> assertEquals("susdD", scene.announced()));
    next.after(3000, () -> scene.send("dx"));
    goOn();
  }

  /** Without descriptors of processes it is looked for four times a second, then waited for. */
  @Test
  void oneThatIsLookedForIsFoundDeadInTime() {
    scene.posix.withoutProcessDescriptors(Errno.ENOSYS);
    scene.posix.program("/a/finish", child -> child.after(5000, () -> child.end(0)));
    killAfter(500);
    next.after(2010, () -> scene.run.end(7));
    next.after(3240, () -> assertEquals("sus", scene.announced()));
    next.after(3280, () -> assertEquals("susd", scene.announced()));
    next.after(9000, () -> scene.send("dx"));
    goOn();
    String told = next.errors();
    assertTrue(told.contains(", looking for it 4 times a second: "), told);
  }

  @Test
  void aBlindOneSeesItsDeathToo() {
    killAfter(500);
    next.after(100, () -> meddler.refuse("poll", Errno.EIO));
    next.after(2500, () -> assertEquals("sus", scene.announced()));
    next.after(2600, () -> scene.run.end(1));
    next.after(9000, () -> assertEquals(2, scene.runs));
    next.after(9100, meddler::allow);
    next.after(9200, () -> scene.send("dx"));
    goOn();
  }

  // ---- what is not what was noted --------------------------------------------------------------

  /** Run put something else where its pipe was: nobody is to take that for a word of readiness. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherFileInThePlaceOfThePipeIsNotListenedTo(boolean isPipe) {
    scene.posix.file("/a/notification-fd", "3\n").file("/a/other", "\n");
    killAfter(500);
    FakePosix run = scene.run;
    if (isPipe) {
      int[] ends = new int[2];
      run.pipe(ends, 0);
      run.dup2(ends[1], 3);
    } else run.dup2(run.open(Posix.CWD, CString.of("/a/other"), O_RDWR, 0), 3);
    next.after(100, () -> scene.write(3, "\n"));
    next.after(200, () -> assertEquals("sus", scene.announced()));
    next.after(200, () -> assertEquals(List.of(), opened("pipe", "other")));
    next.after(300, () -> scene.send("dx"));
    goOn();
    assertEquals(1, scene.runs);
  }

  private List<String> opened(String kind, String other) {
    return next.openDescriptors().stream()
        .filter(line -> line.contains(kind) || line.contains(other))
        .toList();
  }

  /** Run needs no pipe any more: it is gone on with without. */
  @Test
  void aPipeThatRunHasClosedIsNotMissed() {
    scene.posix.file("/a/notification-fd", "3\n");
    killAfter(500);
    scene.run.close(3);
    next.after(300, () -> scene.send("dx"));
    goOn();
    assertEquals(1, scene.runs);
    assertEquals("", next.errors());
  }

  /** Descriptors may run out for a moment: then the scanner tries again. */
  @Test
  void aPipeThatCannotBeOpenedNowIsNotGivenUp() {
    scene.posix.file("/a/notification-fd", "3\n");
    killAfter(500);
    meddler.refuse("open /proc/" + scene.run.getpid() + "/fd/3", Errno.EMFILE);
    assertEquals(111, run(meddler.kernel()));
    assertTrue(next.errors().contains("fatal: unable to tell what an earlier supervisor left"));
    next.end(111);
    succeed();
    next.after(200, () -> scene.write(3, "\n"));
    next.after(300, () -> assertEquals("susU", scene.announced()));
    next.after(400, () -> scene.send("dx"));
    goOn();
    assertEquals(1, scene.runs);
  }

  /** Without a status nothing was published, so nobody counts on what was noted. */
  @ParameterizedTest
  @CsvSource({"false, 2", "true, 2"})
  void aNoteWithoutAStatusIsNone(boolean cut, int runs) {
    killAfter(500);
    if (cut) scene.posix.file("/a/supervise/status", "short");
    else scene.posix.unlink(Posix.CWD, CString.of("/a/supervise/status"));
    next.after(500, () -> assertEquals(runs, scene.runs));
    next.after(600, () -> scene.send("dx"));
    goOn();
    assertEquals("", next.errors());
  }

  /** What cannot be read for good is told of, and keeps the service down no longer. */
  @Test
  void aStatusThatCannotBeReadIsToldOf() {
    killAfter(500);
    meddler.refuse("open supervise/status", Errno.EACCES);
    next.after(500, () -> assertEquals(2, scene.runs));
    next.after(600, () -> scene.send("dx"));
    goOn();
    assertTrue(
        next.errors()
            .contains("warning: unable to tell what an earlier supervisor left: Permission denied"),
        next.errors());
  }

  /** A death between two supervisors, of which nobody tells: the service is started again. */
  @Test
  void aDeathNobodyTellsOfIsLost() {
    scene.posix.withoutEndOfProcess();
    killAfter(500);
    scene.run.end(7);
    scene.posix.pass(10);
    next.after(1500, () -> assertEquals(2, scene.runs));
    next.after(1600, () -> scene.send("dx"));
    goOn();
    assertFalse(scene.exists("/a/supervise/.child"));
  }
}
