package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.Signal.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** What a supervisor does, and says, when something under it does not work, or comes at once. */
class SuperviseTroubleTest {
  private final Scene scene = new Scene();
  private final Meddler meddler = new Meddler(scene.posix);

  private void supervise() {
    assertEquals(0, scene.superviseOn(meddler.kernel(), "s6-supervise", "a"));
  }

  // ---- what fails is told, and goes on ---------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "directoryEntries, d, unable to announce an event",
    "open down, D, unable to create ./down file",
    "unlink down, U, unable to unlink down",
    "open supervise/death_tally, k, unable to write supervise/death_tally",
    "kill, h, unable to send SIGHUP",
    "dup2, x, unable to open /dev/null for reading",
    "dup2, x, unable to open /dev/null for writing"
  })
  void aFailureIsToldAndTheServiceGoesOn(String call, String letter, String told) {
    scene.at(100, () -> meddler.refuse(call, Errno.EACCES));
    scene.at(200, () -> scene.send(letter));
    scene.at(300, meddler::allow);
    scene.at(3000, () -> scene.send("dx"));
    supervise();
    String warning = "s6-supervise a: warning: " + told + ": Permission denied\n";
    assertTrue(scene.posix.errors().contains(warning), scene.posix.errors());
    scene.leavesNothing();
  }

  /** A warning that means nothing makes all others worthless. */
  @Test
  void aLifeWithoutTroubleIsSilent() {
    scene.posix.file("/a/restart-backoff", "").file("/a/notification-fd", "3\n");
    scene.posix.program("/a/finish", child -> child.after(20, () -> child.end(0)));
    scene.at(100, () -> scene.write(3, "\n"));
    scene.at(200, () -> scene.send("DU"));
    scene.at(1000, () -> scene.send("U"));
    scene.at(3000, () -> scene.run.end(1));
    scene.at(5000, () -> scene.send("opcrlx"));
    scene.at(7000, () -> scene.send("k"));
    supervise();
    assertEquals("", scene.posix.errors());
    scene.leavesNothing();
  }

  @Test
  void aNoteThatSomebodyRemovedIsNotMissed() {
    scene.at(100, () -> scene.posix.unlink(Posix.CWD, CString.of("/a/supervise/.child")));
    scene.at(200, () -> scene.send("dx"));
    supervise();
    assertEquals("", scene.posix.errors());
  }

  @Test
  void theDownFileComesAndGoes() {
    scene.at(100, () -> scene.send("D"));
    scene.at(200, () -> assertTrue(scene.exists("/a/down")));
    scene.at(300, () -> scene.send("U"));
    scene.at(400, () -> assertFalse(scene.exists("/a/down")));
    scene.at(500, () -> scene.send("Q"));
    scene.at(600, () -> assertTrue(scene.exists("/a/down")));
    scene.at(700, () -> scene.send("dx"));
    supervise();
  }

  /** Letters are heard also when nothing can be waited for. */
  @Test
  void aBlindSupervisorObeys() {
    scene.at(100, () -> meddler.refuse("poll", Errno.EIO));
    scene.at(200, () -> scene.send("d"));
    scene.at(2500, () -> assertTrue(scene.run.hasEnded()));
    scene.at(2600, meddler::allow);
    scene.at(5000, () -> scene.send("x"));
    supervise();
    assertTrue(scene.posix.errors().contains("unable to wait for events"), scene.posix.errors());
  }

  @Test
  void itHearsOfReadinessThenToo() {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.at(100, () -> meddler.refuse("poll", Errno.EIO));
    scene.at(200, () -> scene.write(3, "\n"));
    scene.at(2500, () -> assertEquals("suU", scene.announced()));
    scene.at(2600, () -> scene.run.end(1));
    scene.at(6000, () -> assertEquals(2, scene.runs));
    scene.at(10_000, meddler::allow);
    scene.at(10_100, () -> scene.send("dx"));
    supervise();
    // Once a second, and not all the time.
    assertTrue(scene.posix.errors().lines().count() < 15, scene.posix.errors());
  }

  @Test
  void aFifoThatCannotBeReadIsToldOfAndReadLater() {
    scene.at(100, () -> meddler.refuse("read", Errno.EIO));
    scene.at(200, () -> scene.send("d"));
    scene.at(2000, () -> assertFalse(scene.run.hasEnded()));
    scene.at(2100, meddler::allow);
    scene.at(4000, () -> assertTrue(scene.run.hasEnded()));
    scene.at(4100, () -> scene.send("x"));
    supervise();
    String told = scene.posix.errors();
    assertTrue(told.contains("warning: unable to read supervise/control: Input/output"), told);
    assertTrue(told.lines().count() < 5, told);
  }

  /** A death whose signal was lost is found out by asking. */
  @Test
  void withoutSignalsDeathsAreAskedFor() {
    scene.at(100, () -> meddler.refuse("nextSignal", Errno.EIO));
    scene.at(200, () -> scene.run.end(1));
    scene.at(2500, () -> assertEquals(2, scene.runs));
    scene.at(2600, meddler::allow);
    scene.at(5000, () -> scene.send("dx"));
    supervise();
    assertTrue(scene.posix.errors().contains("warning: unable to read signals: Input/output"));
  }

  @Test
  void aDeathThatCannotBeCollectedIsCollectedLater() {
    scene.at(100, () -> meddler.refuse("waitpid", Errno.EINVAL));
    scene.at(200, () -> scene.run.end(1));
    scene.at(300, meddler::allow);
    scene.at(5100, () -> assertEquals("su", scene.announced()));
    scene.at(5300, () -> assertEquals("sudD", scene.announced()));
    scene.at(7000, () -> scene.send("dx"));
    supervise();
    String told = scene.posix.errors();
    assertTrue(told.startsWith("s6-supervise a: warning: unable to wait for children: "), told);
  }

  /** Nothing of a note is lost for good by a disk that does not take it now; it is told of once. */
  @ParameterizedTest
  @ValueSource(strings = {"writeAt", "open /proc/102/stat"})
  void whatCannotBeNotedNowIsNotedLater(String call) {
    scene.at(100, () -> meddler.refuse(call, Errno.EIO));
    scene.at(150, () -> scene.send("d"));
    scene.at(200, () -> scene.send("o"));
    scene.at(250, () -> scene.send("O"));
    scene.at(300, () -> scene.send("o"));
    scene.at(400, meddler::allow);
    scene.at(6000, () -> assertEquals(scene.run.getpid(), noted()));
    scene.at(6100, () -> scene.send("dx"));
    supervise();
    assertTrue(scene.posix.errors().lines().count() <= 1, scene.posix.errors());
  }

  private int noted() {
    s6j.formats.ChildRecord note = new s6j.formats.ChildRecord();
    note.decode(scene.posix.bytes("/a/supervise/.child"));
    return note.pid;
  }

  // ---- how long run was up ---------------------------------------------------------------------

  /** A run of at least the fourth number is no failure, a shorter one is. */
  @ParameterizedTest
  @CsvSource({"2999, true", "3000, false", "3001, false"})
  void aLongRunIsNoFailure(long millis, boolean failed) {
    scene.posix.file("/a/restart-backoff", "5000 2 60000 3000");
    long[] begun = new long[1];
    scene.at(100, () -> scene.run.end(1));
    scene.posix.program(
        "/a/run",
        child -> {
          scene.start(child);
          if (scene.runs == 2) child.after(millis, () -> child.end(1));
          if (scene.runs == 2) begun[0] = child.monotonicNanos() / 1_000_000;
          if (scene.runs == 3) begun[0] = child.monotonicNanos() / 1_000_000 - begun[0] - millis;
        });
    scene.at(30_000, () -> scene.send("dx"));
    supervise();
    assertEquals(failed ? 10_000 : 1000, begun[0]);
  }

  // ---- children that others collect ------------------------------------------------------------

  @Test
  void aRunThatSomebodyElseCollectedIsGone() {
    scene.at(
        100,
        () -> {
          scene.run.end(3);
          assertTrue(scene.posix.waitpid(-1, new int[1], Posix.WNOHANG) > 0);
        });
    scene.at(1500, () -> assertEquals(2, scene.runs));
    scene.at(2000, () -> scene.send("dx"));
    supervise();
    assertEquals(
        "s6-supervise a: warning: the exit status of the child is lost\n", scene.posix.errors());
  }

  /** A kernel that knows of no child may be wrong for a moment: two copies would be worse. */
  @Test
  void aRunThatLivesIsNotGone() {
    scene.at(100, () -> meddler.refuse("waitpid", Errno.ECHILD));
    scene.at(200, () -> scene.posix.signal(SIGCHLD));
    scene.at(20_000, () -> assertEquals(1, scene.runs));
    scene.at(20_100, meddler::allow);
    scene.at(20_200, () -> scene.send("dx"));
    supervise();
    assertEquals("", scene.posix.errors());
    assertEquals(1, scene.runs);
  }

  @Test
  void theFirstSignalThatEndsItIsTheLast() {
    scene.at(
        100,
        () -> {
          scene.posix.signal(SIGINT);
          scene.posix.signal(SIGQUIT);
        });
    supervise();
    assertEquals("sux", scene.announced());
  }

  /** 1 is init, -1 everybody, 0 the supervisor's own group. */
  @Test
  void noSignalGoesToNumberOne() {
    scene.posix.numberNext(1);
    scene.at(50, () -> assertEquals(1, scene.run.getpid()));
    scene.at(100, () -> scene.send("hKdk"));
    scene.at(200, () -> scene.run.end(0));
    scene.at(300, () -> scene.send("x"));
    supervise();
    assertEquals(List.of(), scene.posix.kills());
  }

  // ---- what run is given -----------------------------------------------------------------------

  /** What is refused waits for a command: no second of an earlier death is left to run out. */
  @Test
  void aRefusalEndsThePauseToo() {
    scene.at(100, () -> scene.run.end(1));
    scene.at(200, () -> scene.posix.file("/a/notification-fd", "0\n"));
    scene.at(300, () -> scene.send("u"));
    scene.at(400, () -> scene.posix.file("/a/notification-fd", "3\n"));
    scene.at(50_000, () -> assertEquals(1, scene.runs));
    scene.at(50_100, () -> scene.send("u"));
    scene.at(50_200, () -> assertEquals(2, scene.runs));
    scene.at(50_300, () -> scene.send("dx"));
    supervise();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, notification-fd and lock-fd are the same",
    "0, , notification-fd is 0",
    "0, 4, "
  })
  void aRefusalSaysWhy(String notification, String lock, String told) {
    scene.posix.program("/usr/bin/s6-setlock", scene::start);
    scene.posix.file("/a/notification-fd", notification);
    if (lock != null) scene.posix.file("/a/lock-fd", lock);
    scene.at(100, () -> assertEquals(told == null ? 1 : 0, scene.runs));
    scene.at(200, () -> scene.send("dx"));
    supervise();
    String errors = scene.posix.errors();
    if (told == null) assertFalse(errors.contains("start service"), errors);
    else assertTrue(errors.contains("warning: unable to start service: " + told + "\n"), errors);
  }

  /** A number that no descriptor can have is as good as none; run starts all the same. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "65", "4294967295"})
  void anInvalidLockIsNone(String number) {
    scene.posix.setLimit(7, 64, 4096);
    scene.posix.program("/usr/bin/s6-setlock", child -> {});
    scene.posix.file("/a/lock-fd", number);
    scene.at(100, () -> assertEquals("./run a", scene.run.line()));
    scene.at(200, () -> scene.send("dx"));
    supervise();
    assertEquals("s6-supervise a: warning: invalid lock-fd\n", scene.posix.errors());
  }

  @ParameterizedTest
  @CsvSource({"63, false", "64, false", "65, true"})
  void aNotificationOverTheLimitIsInvalid(String number, boolean invalid) {
    scene.posix.setLimit(7, 64, 4096);
    scene.posix.file("/a/notification-fd", number);
    scene.at(100, () -> scene.send("dx"));
    supervise();
    assertEquals(invalid, scene.posix.errors().contains("invalid notification-fd"));
  }

  @Test
  void aServiceThatIsLockedElsewhereIsToldOf() {
    scene.posix.program("/usr/bin/s6-setlock", scene::start);
    scene.posix.file("/a/lock-fd", "5\n").directory("/a/supervise");
    FakePosix other = scene.another();
    byte[] file = CString.of("/a/supervise/service-lock");
    int fd = other.open(Posix.CWD, file, OpenFlags.O_WRONLY | OpenFlags.O_CREAT, 0600);
    assertEquals(0, other.lock(fd, true, false));
    scene.at(100, () -> assertEquals(1, scene.runs));
    scene.at(200, () -> scene.send("dx"));
    supervise();
    assertEquals(
        "s6-supervise a: warning: another instance of the service is already running, child will"
            + " block\n",
        scene.posix.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "open supervise/service-lock, unable to open supervise/service-lock",
    "isLocked, unable to read lock state on supervise/service-lock",
    "pipe, unable to create notification pipe",
    "setNonBlocking, unable to create notification pipe",
    "spawn /usr/bin/s6-setlock, unable to spawn s6-setlock"
  })
  void whatRunCannotBeGivenIsTriedAgainInAMinute(String call, String told) {
    scene.posix.program("/usr/bin/s6-setlock", scene::start);
    scene.posix.file("/a/lock-fd", "5\n").file("/a/notification-fd", "3\n");
    meddler.refuse(call, Errno.EMFILE);
    scene.at(50, meddler::allow);
    scene.at(59_900, () -> assertEquals(0, scene.runs));
    scene.at(60_100, () -> assertEquals(1, scene.runs));
    scene.at(60_200, () -> scene.write(3, "\n"));
    scene.at(60_300, () -> assertEquals("suU", scene.announced()));
    scene.at(60_400, () -> scene.send("dx"));
    supervise();
    String text = Errno.text(Errno.EMFILE);
    assertEquals(
        "s6-supervise a: warning: " + told + " (waiting 60 seconds): " + text + "\n",
        scene.posix.errors());
    scene.leavesNothing();
  }

  @Test
  void aFinishThatIsNoProgramIsToldOf() {
    scene.posix.file("/a/finish", "");
    scene.at(100, () -> scene.run.end(1));
    scene.at(200, () -> assertEquals("sudD", scene.announced()));
    scene.at(300, () -> scene.send("x"));
    supervise();
    assertEquals(
        "s6-supervise a: warning: unable to spawn ./finish: Permission denied\n",
        scene.posix.errors());
  }

  /** Without a limit every number is one that a descriptor can have. */
  @Test
  void withoutALimitEveryNumberIsTaken() {
    scene.posix.setLimit(7, -1, -1);
    scene.posix.file("/a/notification-fd", "500");
    scene.at(100, () -> scene.write(500, "\n"));
    scene.at(200, () -> assertEquals("suU", scene.announced()));
    scene.at(300, () -> scene.send("dx"));
    supervise();
    assertEquals("", scene.posix.errors());
  }

  // ---- descriptors -----------------------------------------------------------------------------

  /** However long it lives, it holds no more than in its first moment. */
  @Test
  void manyLivesLeaveNoDescriptorOpen() {
    scene.posix.program("/usr/bin/s6-setlock", scene::start);
    scene.posix.file("/a/lock-fd", "5\n").file("/a/notification-fd", "3\n");
    scene.posix.program("/a/finish", child -> child.after(20, () -> child.end(0)));
    for (int i = 1; i <= 10; i++) scene.at(2000 * i, () -> scene.send("D"));
    for (int i = 1; i <= 10; i++) scene.at(2000 * i + 1000, () -> scene.send("U"));
    scene.at(1500, () -> held = scene.posix.openDescriptors());
    scene.at(22_000, () -> assertEquals(held, scene.posix.openDescriptors()));
    scene.at(22_001, () -> assertTrue(held.size() > 3, held.toString()));
    scene.at(22_100, () -> scene.send("dx"));
    supervise();
    assertEquals(11, scene.runs);
  }

  private List<String> held;

  /** It said all that it has to say: nobody waits for more, and nothing is kept for it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "almost ready", "ready\n"})
  void aRunThatClosesItsNotificationIsListenedToNoMore(String said) {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.at(50, () -> assertEquals(1, pipes()));
    scene.at(100, () -> scene.write(3, said));
    scene.at(200, () -> scene.run.close(3));
    scene.at(300, () -> assertEquals(0, pipes()));
    scene.at(400, () -> assertEquals(said.endsWith("\n") ? "suU" : "su", scene.announced()));
    scene.at(500, () -> scene.send("dx"));
    supervise();
    assertEquals("", scene.posix.errors());
  }

  private long pipes() {
    return scene.posix.openDescriptors().stream().filter(line -> line.contains("pipe")).count();
  }

  /** What one run was given, the next has only if the files still say so. */
  @Test
  void theNextRunIsGivenWhatTheFilesSayThen() {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.at(100, () -> scene.posix.unlink(Posix.CWD, CString.of("/a/notification-fd")));
    scene.at(200, () -> scene.run.end(1));
    scene.at(2000, () -> assertEquals(2, scene.runs));
    scene.at(2000, () -> assertEquals(0, pipes()));
    scene.at(2000, () -> assertEquals(List.of(), scene.run.openDescriptors()));
    scene.at(2100, () -> scene.send("dx"));
    supervise();
  }
}
