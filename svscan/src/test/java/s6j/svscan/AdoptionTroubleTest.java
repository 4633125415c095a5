package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.formats.ChildRecord;
import s6j.formats.files.ChildFile;
import s6j.formats.files.ProcessStat;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/** A scanner goes on with what another left when that is not all, or hard to look at. */
class AdoptionTroubleTest {
  private final Scene scene = new Scene().locking().service("a").service("a/log");
  private FakePosix next;
  private Meddler meddler;

  private void killAfter(long millis) {
    scene.posix.after(millis, () -> scene.posix.signal(Signal.SIGKILL));
    assertThrows(FakePosix.Killed.class, () -> scene.runAs("svscan", scene.posix));
    next = scene.another();
    meddler = new Meddler(next);
  }

  private void goOn() {
    assertEquals(0, scene.runAs("svscan", meddler.kernel()));
    assertEquals(0, scene.refused);
  }

  private void write(FakePosix process, String text) {
    assertEquals(text.length(), process.write(1, CString.of(text), 0, text.length()));
  }

  private String read(String name) {
    byte[] bytes = new byte[64];
    FakePosix supervisor = scene.supervisors.get(name);
    supervisor.setNonBlocking(0, true);
    int got = supervisor.read(0, bytes, 0, bytes.length);
    return CString.text(CString.slice(bytes, 0, Math.max(got, 0)));
  }

  private FakePosix startDaemon(String name, Consumer<ChildRecord> change) {
    scene.posix.program("/bin/daemon", child -> {});
    FakePosix supervisor = scene.supervisors.get(name);
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/bin/daemon");
    spawn.arguments = new byte[][] {spawn.file};
    FakePosix daemon = scene.posix.process(supervisor.spawn(spawn));
    ChildRecord record = new ChildRecord();
    ProcessStat stat = new ProcessStat(supervisor);
    assertEquals(0, stat.bootId(record.bootId, 0));
    record.pid = daemon.getpid();
    record.startTicks = stat.start(daemon.getpid());
    change.accept(record);
    byte[] note = new byte[ChildRecord.SIZE];
    record.encode(note);
    byte[] directory = CString.of("/scan/" + name);
    int fd = supervisor.open(Posix.CWD, directory, OpenFlags.O_DIRECTORY, 0);
    ChildFile file = new ChildFile(supervisor);
    int child = file.open(fd);
    assertEquals(0, file.write(child, note));
    supervisor.close(child);
    supervisor.close(fd);
    return daemon;
  }

  private FakePosix startDaemon(String name) {
    return startDaemon(name, record -> {});
  }

  // ---- what is left when all shall end ---------------------------------------------------------

  /** Its supervisor has died, and the next one would begin after the order to end. */
  private FakePosix[] orphanOfA(String call) {
    FakePosix[] orphan = new FakePosix[1];
    meddler = new Meddler(scene.posix);
    scene.at(300, () -> orphan[0] = startDaemon("a"));
    scene.at(1500, () -> scene.kill("a"));
    scene.at(1510, () -> scene.kill("a"));
    scene.at(1590, () -> meddler.refuse(call, Errno.EMFILE));
    scene.at(1600, () -> scene.send("t"));
    return orphan;
  }

  /** Nobody else would end it, and its logger would wait for it for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"open a/supervise/.child", "open a/supervise/lock"})
  void anOrphanThatCannotBeLookedAtNowIsEndedLater(String call) {
    FakePosix[] orphan = orphanOfA(call);
    scene.at(3000, () -> assertFalse(orphan[0].hasEnded()));
    scene.at(3000, meddler::allow);
    assertEquals(0, scene.runAs("svscan", meddler.kernel()));
    assertTrue(orphan[0].hasEnded());
  }

  /** The scanner does not stay for it for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"open a/supervise/.child", "open a/supervise/lock"})
  void anOrphanThatCanNeverBeLookedAtIsLeft(String call) {
    FakePosix[] orphan = orphanOfA(call);
    long begin = scene.posix.monotonicNanos();
    assertEquals(0, scene.runAs("svscan", meddler.kernel()));
    assertFalse(orphan[0].hasEnded());
    long seconds = (scene.posix.monotonicNanos() - begin) / 1_000_000_000L;
    assertTrue(seconds >= 5 && seconds < 8, seconds + " s");
  }

  /** Somebody else started it while the slot waited for its next start. */
  @Test
  void aSupervisorThatCannotBeLookedAtNowIsEndedLater() {
    orphanOfA("open a/supervise/lock");
    FakePosix user = scene.another();
    user.chdir(CString.of("/scan"));
    scene.at(1595, () -> superviseBy(user));
    scene.at(3000, () -> assertTrue(scene.isUp("a")));
    scene.at(3000, meddler::allow);
    assertEquals(0, scene.runAs("svscan", meddler.kernel()));
    assertFalse(scene.isUp("a"));
  }

  private static void superviseBy(FakePosix user) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/usr/bin/s6-supervise");
    spawn.arguments = new byte[][] {CString.of("s6-supervise"), CString.of("a")};
    assertTrue(user.spawn(spawn) > 0);
  }

  // ---- the pipe to a logger --------------------------------------------------------------------

  /** Both supervisors are dead, and a run holds the pipe with what is in it. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "a/log"})
  void aRunAloneKeepsThePipe(String holder) {
    scene.at(300, () -> startDaemon(holder));
    scene.at(400, () -> write(scene.supervisors.get("a"), "1\n"));
    killAfter(500);
    scene.kill("a");
    scene.kill("a/log");
    next.after(1000, () -> write(scene.supervisors.get("a"), "2\n"));
    next.after(1100, () -> assertEquals("1\n2\n", read("a/log")));
    next.after(1200, () -> scene.send("t"));
    goOn();
  }

  /** Its number has been given to somebody else, or was noted before the machine went down. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStrangersPipeIsNotTaken(boolean isOfAnotherBoot) {
    scene.at(
        300,
        () ->
            startDaemon(
                "a",
                record -> {
                  if (isOfAnotherBoot) record.bootId[0] ^= 1;
                  else record.startTicks++;
                }));
    scene.at(400, () -> write(scene.supervisors.get("a"), "1\n"));
    killAfter(500);
    scene.kill("a");
    scene.kill("a/log");
    next.after(1000, () -> write(scene.supervisors.get("a"), "2\n"));
    next.after(1100, () -> assertEquals("2\n", read("a/log")));
    next.after(1200, () -> scene.send("t"));
    goOn();
  }

  /** To make another pipe would part a service from its logger: the pair waits. */
  @ParameterizedTest
  @ValueSource(
      strings = {"open /proc/PID/fd/0", "readlink /proc/PID/fd/0", "open a/log/supervise/lock"})
  void aPipeThatCannotBeLookedAtNowIsNotReplaced(String call) {
    scene.at(400, () -> write(scene.supervisors.get("a"), "1\n"));
    killAfter(500);
    int logger = scene.supervisors.get("a/log").getpid();
    meddler.refuse(call.replace("PID", "" + logger), Errno.EMFILE);
    next.after(100, meddler::allow);
    next.after(4000, () -> scene.kill("a/log"));
    next.after(5100, () -> assertEquals("1\n", read("a/log")));
    next.after(5200, () -> scene.send("t"));
    goOn();
    String text = Errno.text(Errno.EMFILE);
    assertEquals("svscan: warning: unable to create pipe for a/log: " + text + "\n", next.errors());
  }

  /** It may be the run that was noted, and may not: the pair waits for that to be told. */
  @Test
  void aRunThatCannotBeLookedAtNowKeepsItsPipe() {
    FakePosix[] run = new FakePosix[1];
    scene.at(300, () -> run[0] = startDaemon("a/log"));
    scene.at(400, () -> write(scene.supervisors.get("a"), "1\n"));
    killAfter(500);
    scene.kill("a");
    scene.kill("a/log");
    meddler.refuse("open /proc/" + run[0].getpid() + "/stat", Errno.EMFILE);
    next.after(100, meddler::allow);
    next.after(4000, () -> write(scene.supervisors.get("a"), "2\n"));
    next.after(4100, () -> assertEquals("1\n2\n", read("a/log")));
    next.after(4200, () -> scene.send("t"));
    goOn();
    String text = Errno.text(Errno.EMFILE);
    assertEquals("svscan: warning: unable to create pipe for a/log: " + text + "\n", next.errors());
  }

  /** What can never be told counts as none. */
  @ParameterizedTest
  @ValueSource(strings = {"open", "readlink"})
  void aPipeThatMayNotBeLookedAtIsNone(String call) {
    killAfter(500);
    for (String name : List.of("a", "a/log")) {
      int pid = scene.supervisors.get(name).getpid();
      for (int fd = 0; fd <= 1; fd++)
        meddler.refuse(call + " /proc/" + pid + "/fd/" + fd, Errno.EACCES);
    }
    next.after(1000, () -> scene.kill("a"));
    next.after(1000, () -> scene.kill("a/log"));
    next.after(2100, () -> write(scene.supervisors.get("a"), "2\n"));
    next.after(2200, () -> assertEquals("2\n", read("a/log")));
    next.after(2300, () -> scene.send("t"));
    goOn();
    assertEquals("", next.errors());
  }

  @Test
  void aServiceThatWritesToAFileGetsANewPipe() {
    killAfter(500);
    FakePosix a = scene.supervisors.get("a");
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT;
    a.dup2(a.open(Posix.CWD, CString.of("/elsewhere"), flags, 0644), 1);
    scene.kill("a/log");
    next.after(1000, () -> write(a, "for a file\n"));
    next.after(1100, () -> assertEquals("", read("a/log")));
    next.after(2000, () -> scene.kill("a"));
    next.after(3100, () -> write(scene.supervisors.get("a"), "2\n"));
    next.after(3200, () -> assertEquals("2\n", read("a/log")));
    next.after(3300, () -> scene.send("t"));
    goOn();
  }

  // ---- supervisors -----------------------------------------------------------------------------

  /** However many they are, each death is seen at once. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 5, 6, 14})
  void eachDeathOfThoseTakenOverIsSeen(int more) {
    for (int i = 0; i < more; i++) scene.service("s" + i);
    killAfter(500);
    List<String> names = new ArrayList<>(scene.supervisors.keySet());
    int starts = scene.starts.size();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      next.after(3000 + 100 * i, () -> scene.kill(name));
      next.after(3010 + 100 * i, () -> assertTrue(scene.isUp(name), name));
    }
    next.after(6000, () -> scene.send("t"));
    goOn();
    assertEquals(starts + names.size(), scene.starts.size());
    scene.leavesNothing();
  }

  @Test
  void aBlindScannerSeesTheirDeathsToo() {
    killAfter(500);
    next.after(1000, () -> meddler.refuse("poll", Errno.EIO));
    next.after(3000, () -> scene.kill("a"));
    next.after(6000, () -> assertTrue(scene.isUp("a")));
    next.after(6100, () -> assertEquals(List.of("a", "a/log", "a"), scene.starts));
    next.after(6200, meddler::allow);
    next.after(6300, () -> scene.send("t"));
    goOn();
  }

  @Test
  void howOftenTheyAreLookedForIsSaidOnce() {
    scene.posix.withoutProcessDescriptors(Errno.ENOSYS);
    killAfter(500);
    next.after(2510, () -> scene.kill("a"));
    next.after(2760, () -> assertTrue(scene.isUp("a")));
    next.after(6000, () -> scene.send("t"));
    goOn();
    String text = Errno.text(Errno.ENOSYS);
    String begin = "svscan: warning: unable to open a descriptor of process ";
    assertTrue(next.errors().startsWith(begin), next.errors());
    String end = ", looking for supervisors 4 times a second: " + text + "\n";
    assertTrue(next.errors().endsWith(end), next.errors());
  }

  /**
   * Of its own and of those taken over at once: when nobody is left to wait for, its own is gone.
   */
  @Test
  void oneOfItsOwnThatSomebodyElseCollectedIsGone() {
    killAfter(500);
    next.after(2000, () -> scene.service("b").send("a"));
    next.after(
        4000,
        () -> {
          scene.kill("b");
          assertTrue(next.waitpid(-1, new int[1], Posix.WNOHANG) > 0);
        });
    next.after(4100, () -> assertTrue(scene.isUp("b")));
    next.after(4200, () -> assertEquals(4, scene.starts.size()));
    next.after(5000, () -> scene.send("t"));
    goOn();
    scene.leavesNothing();
  }

  /**
   * The link was changed when its supervisor had been started, and had not come there yet: it is
   * the supervisor of the other directory, and nobody else's.
   */
  @ParameterizedTest
  @ValueSource(strings = {"a", "an"})
  void aSupervisorThatBeganInAnotherPlaceIsOfThatPlace(String letters) {
    scene.posix.directory("/elsewhere/c").directory("/elsewhere/d");
    scene.link("/elsewhere/c", "c");
    boolean[] changed = new boolean[1];
    scene.posix.program(
        "/usr/bin/s6-supervise",
        child -> {
          if (CString.text(child.arguments()[1]).equals("c") && !changed[0]) {
            scene.unlink("c").link("/elsewhere/d", "c");
            changed[0] = true;
          }
          scene.superviseLocking(child);
        });
    scene.at(100, () -> scene.send(letters));
    scene.at(
        2000,
        () ->
            assertTrue(
                scene.posix.openDescriptors().stream().noneMatch(fd -> fd.contains("process "))));
    scene.at(2100, () -> scene.send("n"));
    scene.at(2200, () -> assertTrue(scene.isUp("c")));
    scene.at(3000, () -> scene.kill("c"));
    scene.at(3100, () -> assertTrue(scene.isUp("c")));
    scene.at(3200, () -> assertEquals(4, scene.starts.size()));
    scene.at(5000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertEquals(0, scene.refused);
    scene.leavesNothing();
  }

  /** It finds the lock taken, and ends by itself: a signal might meet what it was to be. */
  @Test
  void oneThatBeganInATakenPlaceIsNotSignalled() {
    scene.posix.directory("/elsewhere/c").directory("/elsewhere/d");
    scene.link("/elsewhere/c", "c").link("/elsewhere/d", "d");
    scene.posix.program(
        "/usr/bin/s6-supervise",
        child -> {
          if (!CString.text(child.arguments()[1]).equals("c")) scene.superviseLocking(child);
          else {
            scene.unlink("c").link("/elsewhere/d", "c");
            child.chdir(CString.of("/elsewhere/d"));
            child.on(Signal.SIGTERM, () -> scene.signals.add("TERM c"));
            child.after(900, () -> child.end(100));
          }
        });
    scene.at(100, () -> scene.send("an"));
    scene.at(800, () -> assertEquals(List.of(), scene.signals));
    scene.at(1500, () -> assertEquals(3, scene.living().size()));
    scene.at(2000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    scene.leavesNothing();
  }

  /** Where it works is not for us to see: then it is the stray that it seems to be. */
  @Test
  void aStrayInAPlaceUnknownIsEnded() {
    scene.posix.directory("/elsewhere/c");
    killAfter(500);
    next.after(1000, () -> scene.link("/elsewhere/c", "c").send("a"));
    next.after(1100, () -> assertTrue(scene.isUp("c")));
    next.after(
        1200,
        () -> {
          String place = "stat /proc/" + scene.supervisors.get("c").getpid() + "/cwd";
          meddler.refuse(place, Errno.EACCES);
          scene.unlink("c").send("an");
        });
    next.after(1300, () -> assertEquals(List.of("TERM c"), scene.signals));
    next.after(1300, () -> assertFalse(scene.isUp("c")));
    next.after(1400, () -> scene.send("t"));
    goOn();
    scene.leavesNothing();
  }

  /** Those that are looked for keep nobody waiting: what is due is done at once. */
  @Test
  void manyStartsBesideThoseThatAreLookedForTakeNoTime() {
    scene.posix.withoutProcessDescriptors(Errno.ENOSYS);
    killAfter(500);
    next.after(
        1000,
        () -> {
          for (int i = 0; i < 150; i++) scene.service("s" + i);
          scene.send("a");
        });
    next.after(1010, () -> assertEquals(152, scene.starts.size()));
    next.after(2000, () -> scene.send("t"));
    goOn();
    scene.leavesNothing();
  }

  /** Nobody has asked for a scan: that its name leads elsewhere is reason enough for one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDirectoryInTheOthersPlaceIsFoundByItself(boolean adopts) {
    scene.posix.directory("/elsewhere/c").directory("/elsewhere/d");
    scene.posix.directory("/scan/.s6-svscan");
    if (!adopts) scene.posix.file("/scan/.s6-svscan/no-adopt", "");
    scene.link("/elsewhere/c", "c");
    scene.at(2000, () -> scene.unlink("c").link("/elsewhere/d", "c"));
    scene.at(2001, () -> scene.kill("c"));
    scene.at(2100, () -> assertTrue(scene.isUp("c")));
    scene.at(4000, () -> scene.send("an"));
    scene.at(4100, () -> assertTrue(scene.isUp("c")));
    scene.at(4100, () -> assertEquals(4, scene.starts.size()));
    scene.at(5000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertEquals(0, scene.refused);
  }

  /** 1 is init: whatever lock it holds, it is not a supervisor. */
  @Test
  void numberOneIsNotTakenOver() {
    scene.posix.numberNext(1);
    FakePosix init = scene.another();
    scene.posix.numberNext(50);
    init.directory("/scan/a/supervise");
    init.chdir(CString.of("/scan/a"));
    int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT;
    int lock = init.open(Posix.CWD, CString.of("supervise/lock"), flags, 0644);
    assertEquals(0, init.lock(lock, true, false));
    scene.at(500, () -> scene.send("q"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertFalse(init.hasEnded());
    assertTrue(scene.posix.kills().stream().noneMatch(kill -> kill.endsWith(" 1")));
  }

  // ---- what they left --------------------------------------------------------------------------

  /** As its supervisor would have ended it, who is not there any more. */
  @ParameterizedTest
  @CsvSource({
    ", false, false, false, 'TERM CONT'",
    "INT, false, false, false, 'INT CONT'",
    "INT, true, false, false, 'TERM CONT'",
    "NOBODY, false, false, false, 'TERM CONT'",
    ", false, true, false, 'TERM'",
    ", false, true, true, 'TERM CONT'",
    "HUP, false, false, true, 'HUP CONT'"
  })
  void anOrphanIsEndedAsItsSupervisorWould(
      String signal, boolean finishing, boolean spared, boolean paused, String sent) {
    if (signal != null) scene.posix.file("/scan/a/down-signal", signal);
    if (spared) scene.posix.file("/scan/a/flag-no-cont", "");
    FakePosix[] daemon = new FakePosix[1];
    scene.at(
        300,
        () ->
            daemon[0] =
                startDaemon(
                    "a",
                    record -> {
                      record.finishing = finishing;
                      record.paused = paused;
                    }));
    scene.at(310, () -> stayAlive(daemon[0]));
    scene.at(1500, () -> scene.kill("a"));
    scene.at(1510, () -> scene.kill("a"));
    scene.at(1600, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertEquals(
        List.of(sent.split(" ")),
        scene.posix.kills().stream()
            .filter(kill -> kill.endsWith(" " + daemon[0].getpid()))
            .map(kill -> kill.substring(0, kill.indexOf(' ')))
            .toList());
  }

  /** It was told to stop, and was killed before it could bring its service down. */
  @Test
  void whatASupervisorLeavesWhileTheTreeEndsIsEnded() {
    FakePosix[] daemon = new FakePosix[1];
    scene.at(300, () -> daemon[0] = startDaemon("a"));
    scene.at(310, () -> stayAlive(scene.supervisors.get("a")));
    scene.at(400, () -> scene.send("t"));
    scene.at(500, () -> assertFalse(daemon[0].hasEnded()));
    scene.at(600, () -> scene.kill("a"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertTrue(daemon[0].hasEnded());
  }

  private static void stayAlive(FakePosix daemon) {
    for (int signal : new int[] {Signal.SIGTERM, Signal.SIGINT, Signal.SIGHUP})
      daemon.on(signal, () -> {});
  }

  @Test
  void anEndThatCannotBeHandedOnIsToldOf() {
    Meddler first = new Meddler(scene.posix);
    FakePosix[] daemon = new FakePosix[1];
    scene.at(300, () -> daemon[0] = startDaemon("a"));
    scene.at(500, () -> scene.kill("a"));
    scene.at(600, () -> first.refuse("open a/supervise/.child-end", Errno.EROFS));
    scene.at(1600, () -> daemon[0].end(7));
    scene.at(2000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", first.kernel()));
    assertEquals(
        "svscan: warning: unable to hand on an exit status: Read-only file system\n",
        scene.posix.errors());
  }

  /** Where nothing is gone on with, nothing is handed on, and orphans are nobody's business. */
  @Test
  void withoutAdoptionOrphansAreLeftAlone() {
    scene.posix.directory("/scan/.s6-svscan").file("/scan/.s6-svscan/no-adopt", "");
    FakePosix[] daemon = new FakePosix[1];
    scene.at(300, () -> daemon[0] = startDaemon("a"));
    scene.at(1500, () -> scene.kill("a"));
    scene.at(1510, () -> scene.kill("a"));
    scene.at(1600, () -> scene.send("q"));
    assertEquals(0, scene.runAs("svscan", scene.posix));
    assertFalse(daemon[0].hasEnded());
    daemon[0].end(7);
    assertFalse(scene.posix.exists("/scan/a/supervise/.child-end"));
    assertEquals("", scene.posix.errors());
  }
}
