package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.Signal.*;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import s6j.formats.ChildRecord;
import s6j.formats.files.ChildFile;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A supervisor is killed, and the next one of the directory goes on with what it left. */
class AdoptionTest {
  private static final int LEAST_CALLS = 75;

  private final Scene scene = new Scene();
  private FakePosix next;

  /** Supervises until somebody kills the supervisor, which nobody can see coming. */
  private void superviseUntilKilled(long millis) {
    superviseUntilKilled(scene, scene.posix, millis);
  }

  private static void superviseUntilKilled(Scene scene, FakePosix process, long millis) {
    process.after(millis, () -> process.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, () -> scene.superviseOn(process, "supervise", "a"));
  }

  private FakePosix next() {
    next = scene.another();
    return next;
  }

  private int superviseAgain() {
    return scene.superviseOn(next, "supervise", "a");
  }

  private String newErrors() {
    return next.errors();
  }

  // ---- run
  // ---------------------------------------------------------------------------------------

  @Test
  void theRunThatLivesGoesOn() {
    superviseUntilKilled(500);
    FakePosix first = scene.run;
    byte[] before = scene.status();
    next();
    next.after(300, () -> assertArrayEquals(before, scene.status()));
    first.on(SIGUSR1, () -> {});
    next.after(400, () -> scene.send("1"));
    next.after(500, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
    assertTrue(first.hasEnded());
    String pid = " " + first.getpid();
    // By the time of CONT nobody is there to get it.
    assertEquals(List.of("USR1" + pid, "TERM" + pid), scene.posix.kills());
    assertEquals("susdDx", scene.announced());
    assertFalse(scene.exists("/a/supervise/.child"));
    scene.leavesNothing();
  }

  @Test
  void allLettersReachIt() {
    superviseUntilKilled(500);
    String pid = " " + scene.run.getpid();
    for (int signal : new int[] {SIGALRM, SIGUSR1, SIGINT, SIGWINCH, SIGTERM, SIGHUP})
      scene.run.on(signal, () -> {});
    next();
    next.after(100, () -> scene.send("a1iyrlpck"));
    next.after(200, () -> scene.send("Ox"));
    assertEquals(0, superviseAgain());
    assertEquals(
        List.of("ALRM", "USR1", "INT", "WINCH", "TERM", "HUP", "STOP", "CONT", "KILL").stream()
            .map(signal -> signal + pid)
            .toList(),
        scene.posix.kills());
  }

  @Test
  void pausesReachItsGroup() {
    superviseUntilKilled(500);
    int pid = scene.run.getpid();
    next();
    next.after(100, () -> scene.send("PK"));
    next.after(200, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(List.of("STOP -" + pid, "KILL -" + pid), scene.posix.kills().subList(0, 2));
  }

  @Test
  void itsDeathIsSeenAtOnceAndAsItWas() {
    scene.posix.file("/a/finish", "");
    scene.posix.program("/a/finish", child -> child.end(0));
    superviseUntilKilled(500);
    FakePosix first = scene.run;
    next();
    next.after(300, () -> first.end(7));
    next.after(310, () -> assertEquals(7, scene.status()[32]));
    next.after(3000, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
    byte[] tally = scene.posix.bytes("/a/supervise/death_tally");
    assertEquals(7, tally[12]);
    assertEquals("susdDudDx", scene.announced());
    assertEquals("", newErrors());
  }

  @Test
  void theTallyIsKept() {
    scene.at(100, () -> scene.run.end(3));
    superviseUntilKilled(2000);
    assertEquals(2, scene.runs);
    next();
    next.after(100, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    byte[] tally = scene.posix.bytes("/a/supervise/death_tally");
    assertEquals(28, tally.length);
    assertEquals(3, tally[12]);
  }

  /** An older system does not tell how a stranger ended. */
  @Test
  void anUnknownEndIsToldOf() {
    scene.posix.withoutEndOfProcess();
    superviseUntilKilled(500);
    FakePosix first = scene.run;
    next();
    next.after(300, () -> first.end(7));
    next.after(4000, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
    assertEquals("supervise a: warning: the exit status of the child is lost\n", newErrors());
  }

  /** Then it is the scanner that tells, to which its child was left. */
  @Test
  void anEndThatIsHandedOnIsKnown() {
    scene.posix.withoutEndOfProcess();
    superviseUntilKilled(500);
    FakePosix first = scene.run;
    next();
    next.after(300, () -> first.end(7));
    next.after(350, () -> handOn(first, 7 << 8));
    next.after(400, () -> assertEquals(7, scene.status()[32]));
    next.after(4000, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals("", newErrors());
    assertFalse(scene.exists("/a/supervise/.child-end"));
  }

  @Test
  void oneThatDiedUnwatchedDiedAsItIsHandedOn() {
    superviseUntilKilled(500);
    scene.run.end(7);
    handOn(scene.run, 7 << 8);
    next();
    next.after(100, () -> assertEquals(7, scene.status()[32]));
    next.after(200, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals("", newErrors());
  }

  /** What is handed on of another child tells nothing. */
  @Test
  void theEndOfAnotherIsNotItsEnd() {
    superviseUntilKilled(500);
    scene.run.end(7);
    handOn(scene.posix, 7 << 8);
    next();
    next.after(100, () -> assertEquals(0, scene.status()[32]));
    next.after(200, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertFalse(newErrors().isEmpty());
  }

  private void handOn(FakePosix child, int raw) {
    FakePosix scanner = scene.another();
    ChildRecord record = new ChildRecord();
    ChildFile file = new ChildFile(scanner);
    assertEquals(0, file.read(Posix.CWD, CString.of("/a/supervise/.child"), record));
    byte[] end = CString.of("/a/supervise/.child-end");
    assertEquals(0, file.writeEnd(Posix.CWD, end, child.getpid(), record.startTicks, raw));
  }

  @Test
  void oneThatDiedUnwatchedIsSucceeded() {
    superviseUntilKilled(500);
    scene.run.end(1);
    next();
    next.after(1500, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
    assertEquals("susdDudDx", scene.announced());
  }

  // ---- its state
  // -------------------------------------------------------------------------------

  @Test
  void readinessThatWasAndThatComes() {
    scene.posix.file("/a/notification-fd", "3\n");
    superviseUntilKilled(500);
    next();
    next.after(200, () -> scene.write(3, "\n"));
    next.after(300, () -> assertEquals(0x0c, scene.status()[34]));
    next.after(400, () -> next.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, this::superviseAgain);
    byte[] ready = scene.status();
    next();
    next.after(200, () -> assertArrayEquals(ready, scene.status()));
    next.after(250, () -> scene.write(3, "more"));
    next.after(300, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
    assertEquals("susUsdDx", scene.announced());
  }

  @Test
  void aKillThatWasDueIsDone() {
    scene.posix.file("/a/timeout-kill", "2000");
    scene.posix.program(
        "/a/run",
        child -> {
          scene.start(child);
          child.on(SIGTERM, () -> {});
        });
    scene.at(300, () -> scene.send("d"));
    superviseUntilKilled(500);
    next();
    next.after(1700, () -> assertFalse(scene.run.hasEnded()));
    next.after(1900, () -> assertTrue(scene.run.hasEnded()));
    next.after(2000, () -> scene.send("x"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
  }

  @Test
  void anOrderToLeaveIsKept() {
    scene.at(300, () -> scene.send("x"));
    superviseUntilKilled(500);
    next();
    next.after(200, () -> scene.run.end(0));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
    assertEquals("susdDx", scene.announced());
  }

  @Test
  void anOrderToLeaveIsNoneForWhoFindsNobody() {
    scene.at(300, () -> scene.posix.signal(SIGTERM));
    scene.posix.program(
        "/a/run",
        child -> {
          scene.start(child);
          child.on(SIGTERM, () -> {});
        });
    superviseUntilKilled(500);
    scene.run.end(0);
    next();
    next.after(100, () -> assertEquals(2, scene.runs));
    next.after(200, () -> scene.send("dk"));
    next.after(300, () -> scene.send("x"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
  }

  @Test
  void pausedAndUnwantedStaySo() {
    scene.at(300, () -> scene.send("op"));
    superviseUntilKilled(500);
    assertEquals(1, scene.status()[34]);
    next();
    next.after(200, () -> assertEquals(1, scene.status()[34]));
    next.after(300, () -> scene.send("c"));
    next.after(400, () -> scene.run.end(0));
    next.after(4000, () -> scene.send("x"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
  }

  /** A child that is still this program, held up before its exec, may be about to note itself. */
  @Test
  void aChildThatIsBeginningIsWaitedFor() {
    superviseUntilKilled(500);
    FakePosix child = scene.another();
    int fd = child.open(Posix.CWD, CString.of("/a/supervise/.child"), OpenFlags.O_WRONLY, 0);
    assertEquals(0, child.flock(fd, true, false));
    next();
    assertEquals(111, superviseAgain());
    assertTrue(newErrors().contains("unable to lock supervise/.child"), newErrors());
    next.end(111);
    next();
    next.after(300, () -> child.close(fd));
    next.after(600, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
  }

  @Test
  void whatWasPutDownStaysDown() {
    scene.at(300, () -> scene.send("d"));
    superviseUntilKilled(500);
    next();
    next.after(3000, () -> assertEquals(1, scene.runs));
    next.after(3100, () -> scene.send("u"));
    next.after(3200, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
    assertFalse(scene.exists("/a/supervise/.child"));
  }

  @Test
  void whatWasToStartAgainDoes() {
    scene.at(300, () -> scene.run.end(1));
    superviseUntilKilled(500);
    next();
    next.after(500, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
  }

  @Test
  void noWishOutlivesTheBoot() {
    scene.at(300, () -> scene.send("d"));
    superviseUntilKilled(500);
    scene.posix.setBootId("00000000-0000-4000-8000-000000000002");
    startsItsOwn();
  }

  @Test
  void aForeignSupervisorInBetweenHasItsOwnWishes() {
    scene.at(300, () -> scene.send("d"));
    superviseUntilKilled(500);
    FakePosix foreign = scene.another();
    foreign.after(300, () -> scene.send("d"));
    superviseAsS6(foreign);
    assertEquals(2, scene.runs);
    next();
    next.after(500, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(3, scene.runs);
  }

  /** A supervisor that knows nothing of notes, until it is killed. */
  private void superviseAsS6(FakePosix foreign) {
    scene.posix.file("/a/flag-no-adopt", "");
    foreign.after(500, () -> foreign.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, () -> scene.superviseOn(foreign, "s6-supervise", "a"));
    foreign.unlink(Posix.CWD, CString.of("/a/flag-no-adopt"));
  }

  @Test
  void finishGoesOn() {
    int[] finishes = new int[1];
    scene.posix.program(
        "/a/finish",
        child -> {
          finishes[0]++;
          child.after(1000, () -> child.end(0));
        });
    scene.at(300, () -> scene.send("d"));
    superviseUntilKilled(600);
    assertEquals(2, scene.status()[34]);
    next();
    next.after(300, () -> assertEquals(2, scene.status()[34]));
    next.after(1000, () -> assertEquals(8, scene.status()[34]));
    next.after(1100, () -> scene.send("x"));
    assertEquals(0, superviseAgain());
    assertEquals(1, finishes[0]);
    assertEquals("sudsDx", scene.announced());
  }

  @Test
  void itsLastWordCounts() {
    scene.posix.program("/a/finish", child -> child.after(1000, () -> child.end(125)));
    scene.at(300, () -> scene.run.end(1));
    superviseUntilKilled(600);
    next();
    next.after(3000, () -> scene.send("x"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
    assertEquals("sudsODx", scene.announced());
  }

  @Test
  void soDoesItsTimeout() {
    scene.posix.program("/a/finish", child -> {});
    scene.posix.file("/a/timeout-finish", "3000");
    scene.at(300, () -> scene.send("d"));
    superviseUntilKilled(1000);
    next();
    next.after(2200, () -> assertEquals(2, scene.status()[34]));
    next.after(2500, () -> assertEquals(8, scene.status()[34]));
    next.after(2600, () -> scene.send("x"));
    assertEquals(0, superviseAgain());
  }

  @Test
  void quitLeavesItForTheNext() {
    scene.at(300, () -> scene.posix.signal(SIGQUIT));
    assertEquals(0, scene.supervise("supervise", "a"));
    next();
    next.after(300, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
  }

  // ---- what is not adopted
  // -----------------------------------------------------------------------

  private void startsItsOwn() {
    next();
    next.after(1200, () -> assertEquals(2, scene.runs));
    next.after(1300, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(2, scene.runs);
  }

  @Test
  void underTheNameOfS6TooTheRunGoesOn() {
    scene.posix.after(500, () -> scene.posix.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, scene::run);
    FakePosix first = scene.run;
    next();
    next.after(600, () -> scene.send("dx"));
    assertEquals(0, scene.superviseOn(next, "s6-supervise", "a"));
    assertEquals(1, scene.runs);
    assertTrue(first.hasEnded());
  }

  @Test
  void aFlagMakesItSo() {
    scene.posix.file("/a/flag-no-adopt", "");
    superviseUntilKilled(500);
    assertFalse(scene.exists("/a/supervise/.child"));
    startsItsOwn();
  }

  @Test
  void aFileOfTheScanDirectoryMakesItSo() {
    scene.posix.directory("/.s6-svscan").file("/.s6-svscan/no-adopt", "");
    superviseUntilKilled(500);
    assertEquals(
        List.of("control", "death_tally", "lock", "status"), scene.posix.names("/a/supervise"));
    startsItsOwn();
  }

  @Test
  void theFlagOfAServiceIsStronger() {
    scene.posix.directory("/.s6-svscan").file("/.s6-svscan/no-adopt", "");
    scene.posix.file("/a/flag-adopt", "");
    superviseUntilKilled(500);
    next();
    next.after(600, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(1, scene.runs);
  }

  @Test
  void aNumberThatCameRoundIsNobodysBusiness() {
    superviseUntilKilled(500);
    int pid = scene.run.getpid();
    scene.run.end(0);
    scene.posix.pass(1000);
    FakePosix stranger = scene.another().numberNext(pid).another();
    assertEquals(pid, stranger.getpid());
    stranger.numberNext(pid + 100);
    startsItsOwn();
    assertFalse(stranger.hasEnded());
    assertTrue(scene.posix.kills().stream().noneMatch(kill -> kill.endsWith(" " + pid)));
  }

  @Test
  void anotherBootIsAnotherWorld() {
    superviseUntilKilled(500);
    scene.posix.setBootId("00000000-0000-4000-8000-000000000002");
    startsItsOwn();
  }

  /** A thread of a later process has the number: old systems say EINVAL then, newer ENOENT. */
  @Test
  void aNumberThatIsAThreadsNowMeansThatTheChildIsDead() {
    for (int error : new int[] {Errno.EINVAL, Errno.ENOENT}) {
      Scene one = new Scene();
      superviseUntilKilled(one, one.posix, 500);
      int pid = one.run.getpid();
      one.run.end(0);
      one.posix.pass(1000);
      FakePosix thread = one.another().numberNext(pid).another();
      assertEquals(pid, thread.getpid());
      thread.numberNext(pid + 100);
      FakePosix again = one.another().withoutProcessDescriptors(error);
      again.after(1200, () -> assertEquals(2, one.runs));
      again.after(1300, () -> one.send("dx"));
      assertEquals(0, one.superviseOn(again, "supervise", "a"));
      assertTrue(one.posix.kills().stream().noneMatch(kill -> kill.endsWith(" " + pid)));
    }
  }

  /** Old systems have none, and filters of system calls forbid them with one errno or the other. */
  @Test
  void withoutDescriptorsOfProcessesTheRunIsLookedForByItsStart() {
    for (int error : new int[] {Errno.ENOSYS, Errno.EPERM, Errno.EACCES, Errno.EINVAL}) {
      Scene one = new Scene();
      one.posix.withoutProcessDescriptors(error);
      superviseUntilKilled(one, one.posix, 500);
      FakePosix first = one.run;
      FakePosix again = one.another();
      again.after(100, () -> one.send("y"));
      again.after(2000, () -> first.end(7));
      // Until then somebody may tell how it ended.
      again.after(3300, () -> assertFalse(isUp(one)));
      again.after(6000, () -> one.send("dx"));
      assertEquals(0, one.superviseOn(again, "supervise", "a"));
      assertEquals(2, one.runs);
      assertTrue(one.posix.kills().contains("WINCH " + first.getpid()));
      String told = again.errors();
      assertTrue(told.contains("unable to open a descriptor of process " + first.getpid()), told);
      assertEquals(told.indexOf("a descriptor"), told.lastIndexOf("a descriptor"), told);
    }
  }

  /** What never gets better may cost what the call is for, and does not keep the service down. */
  @Test
  @Tag("slow")
  void noErrorThatStaysKeepsTheServiceDown() {
    for (int error = 1; error <= Errno.EDQUOT; error++) {
      if (Errno.mayPass(error)) continue;
      for (String path : new String[] {"/.child", "/boot_id", "/stat"}) {
        goesUp("open", path, error);
        goesUp("read", path, error);
      }
      for (String call : new String[] {"openProcess", "endOfProcess", "flock"})
        goesUp(call, "", error);
      if (error != Errno.ESRCH) goesUp("signalProcess", "", error);
    }
  }

  /** With the run that lives, and with one that has died. */
  private static void goesUp(String call, String path, int error) {
    for (boolean lives : new boolean[] {true, false}) {
      Scene one = new Scene();
      superviseUntilKilled(one, one.posix, 500);
      if (!lives) one.run.end(1);
      FakePosix process = one.another();
      String what = call + " " + path + ": " + Errno.text(error);
      process.after(2500, () -> assertTrue(isUp(one), what));
      process.after(3000, () -> one.send("dx"));
      Posix stubborn = StubbornPosix.around(process, call, path, error);
      assertEquals(0, one.superviseOn(stubborn, "supervise", "a"), what);
    }
  }

  private static boolean isUp(Scene scene) {
    byte[] status = scene.status();
    return (status[30] & 0xff) << 8 != 0 || status[31] != 0;
  }

  /** The note is of a run that the supervisor in between did not know; its own is another. */
  @Test
  void aForeignSupervisorInBetweenEndsIt() {
    superviseUntilKilled(500);
    FakePosix foreign = scene.another();
    superviseAsS6(foreign);
    assertEquals(2, scene.runs);
    next();
    next.after(600, () -> scene.send("dx"));
    assertEquals(0, superviseAgain());
    assertEquals(3, scene.runs);
  }

  @Test
  void aBrokenNoteIsNone() {
    superviseUntilKilled(500);
    scene.posix.file("/a/supervise/.child", "s6jchld1");
    startsItsOwn();
  }

  // ---- whatever fails
  // ----------------------------------------------------------------------------

  /** The first supervisor has one failing call, and is killed; the second is a sound one. */
  @Test
  @Tag("slow")
  void noFailingCallOfTheFirstMakesASecondCopy() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Scene one = faultScene();
              FakePosix first = one.posix;
              first.after(8000, () -> first.signal(SIGKILL));
              try {
                if (one.superviseOn(faulty.around(first), "supervise", "a") != 0) return;
              } catch (FakePosix.Killed killed) {
                // as it should be
              }
              boolean lived = one.run != null && !one.run.hasEnded();
              goOn(one, one.another(), null, lived);
            });
    assertTrue(calls > LEAST_CALLS, calls + " calls");
  }

  /** The first supervisor is killed before each of its calls, run and finish come and go. */
  @Test
  @Tag("slow")
  void noMomentOfDeathMakesASecondCopy() {
    int calls =
        FaultyPosix.sweepDeaths(
            deadly -> {
              Scene one = faultScene();
              FakePosix first = one.posix;
              one.posix.file("/a/finish", "");
              one.posix.program("/a/finish", finish -> finish.after(200, () -> finish.end(0)));
              first.after(2000, () -> endRun(one.run));
              first.after(8000, () -> first.signal(SIGKILL));
              assertThrows(
                  RuntimeException.class,
                  () -> one.superviseOn(deadly.around(first), "supervise", "a"));
              if (!first.hasEnded())
                assertThrows(FakePosix.Killed.class, () -> first.signal(SIGKILL));
              boolean lived = one.run != null && !one.run.hasEnded();
              goOn(one, one.another(), null, lived);
            });
    assertTrue(calls > LEAST_CALLS, calls + " calls");
  }

  /** The second supervisor has one failing call; it may end at once, and be started again. */
  @Test
  @Tag("slow")
  void norOneOfTheSecond() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Scene one = faultScene();
              superviseUntilKilled(one, one.posix, 8000);
              goOn(one, one.another(), faulty, true);
            });
    assertTrue(calls > LEAST_CALLS, calls + " calls");
  }

  private static Scene faultScene() {
    Scene one = new Scene();
    one.posix.file("/a/notification-fd", "3\n");
    one.posix.program(
        "/a/run",
        child -> {
          assertTrue(one.run == null || one.run.hasEnded(), "a second copy");
          one.start(child);
        });
    return one;
  }

  private static void goOn(Scene one, FakePosix process, FaultyPosix faulty, boolean lived) {
    int runs = one.runs;
    FakePosix first = one.run;
    FakePosix user = one.another();
    user.after(2000, () -> assertEquals(lived ? runs : runs + 1, one.runs));
    user.after(3000, () -> endRun(one.run));
    user.after(70_000, () -> assertTrue(one.runs > runs, "not started again"));
    user.after(100_000, () -> one.send("d"));
    user.after(101_000, () -> one.send("d"));
    user.after(102_000, () -> one.send("x"));
    user.after(103_000, () -> one.send("x"));
    int code = one.superviseOn(faulty == null ? process : faulty.around(process), "supervise", "a");
    if (code != 0) {
      process.end(code);
      FakePosix again = one.another();
      code = one.superviseOn(again, "supervise", "a");
      assertEquals(0, code, again.errors());
    }
    assertTrue(first == null || first.hasEnded());
    one.leavesNothing();
  }

  private static void endRun(FakePosix run) {
    if (run != null && !run.hasEnded()) run.end(9);
  }
}
