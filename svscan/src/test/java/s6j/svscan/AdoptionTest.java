package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import s6j.formats.ChildRecord;
import s6j.formats.files.ChildFile;
import s6j.formats.files.ProcessStat;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A scanner is killed, and the next one takes over its supervisors and their pipes. */
class AdoptionTest {
  private static final int LEAST_CALLS = 60;

  private final Scene scene = new Scene().locking().service("a").service("b");
  private FakePosix next;

  private static void scanUntilKilled(Scene scene, FakePosix process, String name, long millis) {
    process.after(millis, () -> process.signal(Signal.SIGKILL));
    assertThrows(FakePosix.Killed.class, () -> scene.runAs(name, process));
  }

  private FakePosix scanUntilKilled() {
    scanUntilKilled(scene, scene.posix, "svscan", 500);
    next = scene.another();
    return next;
  }

  private int scanAgain() {
    int code = scene.runAs("svscan", next);
    assertEquals(List.of(), scene.posix.complaints());
    return code;
  }

  @Test
  void theSupervisorsThatLiveAreTakenOver() {
    scanUntilKilled();
    next.after(5000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertEquals(List.of("a", "b"), scene.starts);
    assertEquals(0, scene.refused);
    assertEquals(List.of("TERM a", "TERM b"), scene.signals);
    assertEquals("", next.errors());
    scene.leavesNothing();
  }

  /** As an update does it: the old supervisor is gone before the scan that finds the new one. */
  @Test
  void aDirectoryInTheOthersPlaceKeepsItsSupervisor() {
    scene.posix.directory("/elsewhere/c").directory("/elsewhere/d");
    scene.link("/elsewhere/c", "c");
    scene.at(2000, () -> scene.unlink("c").link("/elsewhere/d", "c"));
    scene.at(2001, () -> scene.kill("c"));
    scene.at(2100, () -> scene.send("an"));
    scene.at(2200, () -> assertTrue(scene.isUp("c")));
    scene.at(4000, () -> assertEquals(List.of(), scene.signals));
    scene.at(4000, () -> assertEquals(List.of("a", "b", "c", "c"), scene.starts));
    scene.at(5000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertEquals(0, scene.refused);
    scene.leavesNothing();
  }

  @Test
  void theyAreReplacedAtOnceWhenTheyDie() {
    scanUntilKilled();
    next.after(3000, () -> scene.kill("a"));
    next.after(3010, () -> assertEquals(List.of("a", "b", "a"), scene.starts));
    next.after(5000, () -> scene.kill("a"));
    next.after(5010, () -> assertEquals(4, scene.starts.size()));
    next.after(6000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertEquals(0, scene.refused);
    scene.leavesNothing();
  }

  @Test
  void theyAreEndedWhenTheirServiceIsGone() {
    scene.posix.directory("/elsewhere").directory("/elsewhere/c");
    scene.link("/elsewhere/c", "c");
    scanUntilKilled();
    next.after(2000, () -> scene.unlink("c"));
    next.after(2100, () -> scene.send("an"));
    next.after(2200, () -> assertFalse(scene.isUp("c")));
    next.after(3000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertEquals(3, scene.starts.size());
    scene.leavesNothing();
  }

  /** Whoever supervises the directory, it is no matter to start somebody each second. */
  @Test
  void oneThatAnybodyStartedIsTakenOver() {
    FakePosix user = scene.another();
    user.chdir(CString.of("/scan"));
    start(user, "a");
    next = scene.another();
    next.after(4000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertEquals(List.of("a", "b"), scene.starts);
    assertEquals(0, scene.refused);
  }

  /** At the end, too: one that has not been met yet must not be left behind. */
  @Test
  void oneThatIsNotMetYetIsEnded() {
    FakePosix user = scene.another();
    user.chdir(CString.of("/scan"));
    scene.at(5000, () -> scene.kill("a"));
    scene.at(5010, () -> scene.kill("a"));
    scene.at(5500, () -> start(user, "a"));
    scene.at(5600, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertEquals(List.of("a", "b", "a", "a"), scene.starts);
    assertEquals("TERM a", scene.signals.get(0));
    scene.leavesNothing();
  }

  private static void start(FakePosix user, String name) {
    s6j.posix.Spawn spawn = new s6j.posix.Spawn();
    spawn.file = CString.of("/usr/bin/s6-supervise");
    spawn.arguments = new byte[][] {CString.of("s6-supervise"), CString.of(name)};
    assertTrue(user.spawn(spawn) > 0);
  }

  /** A lock that keeps supervisors away is not a supervisor, and is not ended. */
  @Test
  void somebodyWhoOnlyHoldsTheLockIsLeftAlone() {
    FakePosix user = scene.another();
    user.directory("/scan/a/supervise");
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC;
    int lock = user.open(Posix.CWD, CString.of("/scan/a/supervise/lock"), flags, 0644);
    assertEquals(0, user.lock(lock, true, false));
    next = scene.another();
    next.after(2500, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertEquals(3, scene.refused);
    assertFalse(user.hasEnded());
    assertTrue(scene.posix.kills().stream().noneMatch(kill -> kill.endsWith(" " + user.getpid())));
  }

  /** What a dead supervisor leaves becomes the scanner's, and is told of to the next one. */
  @Test
  void howAnOrphanEndedIsHandedOn() {
    scene.posix.program("/bin/daemon", child -> {});
    FakePosix[] daemon = new FakePosix[2];
    scene.at(300, () -> daemon[0] = startDaemon("a"));
    scene.at(310, () -> daemon[1] = startDaemon("b"));
    scene.at(500, () -> scene.kill("a"));
    scene.at(1600, () -> daemon[0].end(7));
    scene.at(1700, () -> assertEquals(7 << 8, endOf("a", daemon[0])));
    scene.at(1800, () -> daemon[1].end(8));
    scene.at(1900, () -> assertEquals(-s6j.posix.Errno.ENOENT, endOf("b", daemon[1])));
    scene.at(2000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertEquals("", scene.posix.errors());
  }

  /** Nobody else would end it, and its logger would wait for it for ever. */
  @Test
  void anOrphanIsEndedWithTheTree() {
    scene.posix.program("/bin/daemon", child -> {});
    FakePosix[] daemon = new FakePosix[2];
    scene.at(300, () -> daemon[0] = startDaemon("a"));
    scene.at(310, () -> daemon[1] = startDaemon("b"));
    scene.at(1500, () -> scene.kill("a"));
    scene.at(1510, () -> scene.kill("a"));
    scene.at(1600, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertTrue(daemon[0].hasEnded());
    assertEquals(
        List.of("TERM " + daemon[0].getpid(), "CONT " + daemon[0].getpid()),
        scene.posix.kills().stream()
            .filter(kill -> kill.endsWith(" " + daemon[0].getpid()))
            .toList());
  }

  private FakePosix startDaemon(String name) {
    FakePosix supervisor = scene.supervisors.get(name);
    s6j.posix.Spawn spawn = new s6j.posix.Spawn();
    spawn.file = CString.of("/bin/daemon");
    spawn.arguments = new byte[][] {spawn.file};
    FakePosix daemon = scene.posix.process(supervisor.spawn(spawn));
    ChildRecord record = new ChildRecord();
    ProcessStat stat = new ProcessStat(supervisor);
    assertEquals(0, stat.bootId(record.bootId, 0));
    record.pid = daemon.getpid();
    record.startTicks = stat.start(daemon.getpid());
    byte[] note = new byte[ChildRecord.SIZE];
    record.encode(note);
    byte[] directory = CString.of("/scan/" + name);
    int fd = supervisor.open(Posix.CWD, directory, OpenFlags.O_DIRECTORY, 0);
    ChildFile file = new ChildFile(supervisor);
    int child = file.open(fd);
    assertEquals(0, file.write(child, note));
    supervisor.close(child);
    supervisor.close(fd);
    starts.put(daemon, record.startTicks);
    return daemon;
  }

  private final Map<FakePosix, Long> starts = new HashMap<>();

  /** The raw wait status, or the negated errno. */
  private int endOf(String name, FakePosix daemon) {
    int fd = scene.client.open(Posix.CWD, CString.of("/scan/" + name), OpenFlags.O_DIRECTORY, 0);
    int[] status = new int[1];
    ChildFile file = new ChildFile(scene.client);
    int told = file.readEnd(fd, daemon.getpid(), starts.get(daemon), status);
    scene.client.close(fd);
    return told < 0 ? told : status[0];
  }

  // ---- the pipe to a logger
  // ----------------------------------------------------------------------

  private void write(String name, String text) {
    FakePosix supervisor = scene.supervisors.get(name);
    byte[] bytes = CString.of(text);
    assertEquals(bytes.length, supervisor.write(1, bytes, 0, bytes.length));
  }

  private String read(String name) {
    byte[] bytes = new byte[64];
    int got = scene.supervisors.get(name).read(0, bytes, 0, bytes.length);
    return CString.text(CString.slice(bytes, 0, Math.max(got, 0)));
  }

  @Test
  void noLineIsLostOverAllTheirDeaths() {
    scene.service("a/log");
    scanUntilKilled();
    write("a", "1\n");
    next.after(1000, () -> scene.kill("a/log"));
    next.after(1100, () -> write("a", "2\n"));
    next.after(1200, () -> assertEquals("1\n2\n", read("a/log")));
    next.after(2000, () -> scene.kill("a"));
    next.after(2900, () -> write("a", "3\n"));
    next.after(3000, () -> assertEquals("3\n", read("a/log")));
    next.after(4000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertEquals(List.of("a", "a/log", "b", "a/log", "a"), scene.starts);
    scene.leavesNothing();
  }

  @Test
  void onlyTheLoggerLives() {
    scene.service("a/log");
    scanUntilKilled();
    write("a", "1\n");
    scene.kill("a");
    next.after(1000, () -> write("a", "2\n"));
    next.after(1100, () -> assertEquals("1\n2\n", read("a/log")));
    next.after(4000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
  }

  @Test
  void onlyTheServiceLives() {
    scene.service("a/log");
    scanUntilKilled();
    write("a", "1\n");
    scene.kill("a/log");
    next.after(1000, () -> write("a", "2\n"));
    next.after(1100, () -> assertEquals("1\n2\n", read("a/log")));
    next.after(4000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
  }

  /** The service began without a logger, so that it writes where the scanner wrote. */
  @Test
  void aPipeThatSomebodyElseReadsIsNotTaken() {
    FakePosix reader = scene.another();
    int[] ends = new int[2];
    reader.pipe(ends, OpenFlags.O_CLOEXEC);
    FakePosix old = scene.posix;
    int[] own = new int[2];
    old.pipe(own, 0);
    old.inherit(own[1], 1);
    old.inherit(own[0], 7);
    scanUntilKilled(scene, old, "svscan", 500);
    FakePosix a = scene.supervisors.get("a");
    assertTrue(a.descriptorFlags(7) >= 0);
    scene.service("a/log");
    next = scene.another();
    next.after(1000, () -> write("a", "for the console\n"));
    next.after(1100, () -> assertEquals(-s6j.posix.Errno.EAGAIN, pending("a/log")));
    next.after(4000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
  }

  private int pending(String name) {
    FakePosix supervisor = scene.supervisors.get(name);
    supervisor.setNonBlocking(0, true);
    return supervisor.read(0, new byte[64], 0, 64);
  }

  @Test
  void loggersEndWhenTheirServiceDoes() {
    scene.service("a/log");
    scanUntilKilled();
    next.after(2000, () -> scene.send("t"));
    next.after(2100, () -> assertFalse(scene.isUp("a")));
    assertEquals(0, scanAgain());
    assertTrue(scene.signals.contains("HUP a/log"), scene.signals.toString());
    scene.leavesNothing();
  }

  // ---- what is as in s6
  // --------------------------------------------------------------------------

  @Test
  void underTheNameOfS6TooTheyAreTakenOver() {
    scanUntilKilled(scene, scene.posix, "s6-svscan", 500);
    next = scene.another();
    next.after(6000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("s6-svscan", next));
    assertEquals(0, scene.refused);
    assertEquals(List.of("a", "b"), scene.starts);
  }

  @Test
  void aFileMakesItSo() {
    scene.posix.directory("/scan/.s6-svscan").file("/scan/.s6-svscan/no-adopt", "");
    scanUntilKilled();
    next.after(2500, () -> scene.kill("a"));
    next.after(3500, () -> scene.kill("b"));
    next.after(6000, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    assertTrue(scene.refused >= 5, scene.refused + " refused");
  }

  /** Old systems have none, and filters of system calls forbid them with one errno or another. */
  @Test
  void withoutDescriptorsOfProcessesTheyAreLookedFor() {
    for (int error : new int[] {Errno.ENOSYS, Errno.EPERM, Errno.EINVAL, Errno.EMFILE}) {
      Scene one = new Scene().locking().service("a").service("b");
      one.posix.withoutProcessDescriptors(error);
      scanUntilKilled(one, one.posix, "svscan", 500);
      FakePosix process = one.another();
      process.after(2500, () -> one.kill("a"));
      process.after(2800, () -> assertEquals(List.of("a", "b", "a"), one.starts));
      process.after(6000, () -> one.send("t"));
      assertEquals(0, one.runAs("svscan", process));
      assertEquals(0, one.refused);
      assertEquals(List.of("TERM a", "TERM b"), one.signals);
      String told = process.errors();
      assertTrue(told.contains("unable to open a descriptor of process"), told);
      assertEquals(1, told.lines().count(), told);
    }
  }

  /** What stands for a supervisor of somebody else stays open as long as the supervisor lives. */
  @Test
  void theyLeaveDescriptorsForStarts() {
    for (int limit = 12; limit < 24; limit++) {
      Scene one = new Scene().locking();
      for (int i = 10; i < 25; i++) one.service("s" + i);
      scanUntilKilled(one, one.posix, "svscan", 500);
      FakePosix process = one.another();
      process.setLimit(7, limit, 4096);
      process.after(2000, () -> one.kill("s12"));
      process.after(3000, () -> assertTrue(one.isUp("s12")));
      process.after(3500, () -> one.service("new").send("a"));
      process.after(4000, () -> assertTrue(one.isUp("new")));
      process.after(6000, () -> one.send("t"));
      assertEquals(0, one.runAs("svscan", process));
      assertEquals(0, one.refused);
      assertEquals(17, one.starts.size());
    }
  }

  @Test
  void itsSupervisorsAreCalledAsItIsCalled() {
    scanUntilKilled();
    assertEquals("supervise", CString.text(scene.supervisors.get("a").arguments()[0]));
    next.after(600, () -> scene.send("t"));
    assertEquals(0, scanAgain());
    Scene other = new Scene().service("a");
    other.at(300, () -> other.send("t"));
    assertEquals(0, other.run());
    assertEquals("s6-supervise", CString.text(other.supervisors.get("a").arguments()[0]));
  }

  // ---- whatever fails
  // ----------------------------------------------------------------------------

  /** One failing call may cost a try, but no supervisor, and no second one. */
  @Test
  @Tag("slow")
  void noSingleFailingCallLosesASupervisor() {
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Scene one = new Scene().locking().service("a").service("a/log");
              scanUntilKilled(one, one.posix, "svscan", 500);
              FakePosix a = one.supervisors.get("a");
              FakePosix process = one.another();
              process.after(15_000, () -> assertFalse(a.hasEnded()));
              process.after(20_000, () -> one.kill("a"));
              process.after(40_000, () -> assertTrue(one.isUp("a") && one.isUp("a/log")));
              process.after(41_000, () -> assertEquals(3, one.starts.size()));
              process.after(50_000, () -> one.send("t"));
              process.after(51_000, () -> one.send("t"));
              process.after(60_000, () -> one.send("q"));
              int code = one.runAs("svscan", faulty.around(process));
              if (code == 0) one.leavesNothing();
              else assertTrue(code >= 100, "exit code " + code);
            });
    assertTrue(calls > LEAST_CALLS, calls + " calls");
  }
}
