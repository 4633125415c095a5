package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A whole scanner on the fake kernel. */
class SvscanMainTest {
  private final Scene scene = new Scene();

  private void assertRefused(String said, String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-svscan");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    Scene other = new Scene();
    assertEquals(100, SvscanMain.run(other.posix, SvscanMain.declaration(null), arguments, null));
    assertTrue(other.posix.errors().startsWith("s6-svscan: " + said), other.posix.errors());
  }

  /** Word for word what s6-svscan 2.15.1.0 says. */
  @Test
  void wrongOptions() {
    assertRefused("usage: s6-svscan ", "-t", "x");
    assertRefused("fatal: services_max must be an unsigned integer\n", "-C", "x", "/scan");
    assertRefused("fatal: name_max must be an unsigned integer\n", "-L", "-1", "/scan");
    assertRefused("fatal: timeout must be an unsigned integer\n", "-d", "x", "-t", "", "/scan");
    assertRefused("fatal: notif must be an unsigned integer\n", "-d", "x", "/scan");
    assertRefused("fatal: notif must be 3 or more\n", "-d", "2", "/scan");
    assertRefused("fatal: invalid notification fd: Bad file descriptor\n", "-d", "7", "/scan");
    assertRefused("fatal: consoleholder must be an unsigned integer\n", "-X", "x", "/scan");
    assertRefused("fatal: invalid console holder fd: Bad file descriptor\n", "-X", "7", "/scan");
  }

  @Test
  void itMakesWhatItNeedsUnderAnyUmask() {
    scene.posix.umask(077);
    scene.at(100, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(0700, scene.posix.permissions("/scan/.s6-svscan"));
    assertEquals(0600, scene.posix.permissions("/scan/.s6-svscan/lock"));
    assertEquals(0600, scene.posix.permissions("/scan/.s6-svscan/control"));
    assertEquals(077, scene.posix.umask(022));
    scene.leavesNothing();
  }

  @Test
  void aSecondScannerIsTurnedAway() {
    scene.posix.directory("/scan/.s6-svscan");
    FakePosix first = scene.client;
    byte[] lock = CString.of("/scan/.s6-svscan/lock");
    first.lock(first.open(Posix.CWD, lock, O_WRONLY | O_CREAT, 0600), true, false);
    assertEquals(100, scene.run());
    assertTrue(scene.posix.errors().contains("already running on the same directory"));
  }

  @Test
  void somethingElseInTheWayIsAnError() {
    scene.posix.file("/scan/.s6-svscan", "");
    assertEquals(100, scene.run());
    Scene other = new Scene();
    other.posix.file("/scan/.s6-svscan/control", "");
    assertEquals(100, other.run());
  }

  @Test
  void linksToNowhereAreRemovedAtTheStartOnly() {
    scene.link("nowhere", "d1").link("nowhere", ".d2");
    scene.at(100, () -> scene.link("nowhere", "d3"));
    scene.at(200, () -> scene.send("a"));
    scene.at(300, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(List.of(".d2", ".s6-svscan", "d3"), scene.posix.names("/scan"));
    assertEquals(1, scene.count("stat d3"));
  }

  @Test
  void itToldItsReadinessBeforeTheFirstScan() {
    int[] ends = new int[2];
    scene.posix.pipe(ends, O_NONBLOCK);
    scene.posix.inherit(ends[1], 7);
    scene.service("a");
    byte[] got = new byte[2];
    scene.at(10, () -> assertEquals(1, scene.posix.read(ends[0], got, 0, 2)));
    scene.at(20, () -> assertEquals(0, scene.posix.read(ends[0], got, 0, 2)));
    scene.at(30, () -> scene.send("t"));
    assertEquals(0, scene.run("-d7"));
    assertEquals('\n', got[0]);
  }

  // ---- services and loggers --------------------------------------------------------------------

  @Test
  void directoriesGetASupervisorEach() {
    scene.service("a").service("b").service("b/log").service(".c");
    scene.posix.file("/scan/file", "");
    scene.at(100, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(Set.of("a", "b", "b/log"), new HashSet<>(scene.starts));
    assertEquals(3, scene.starts.size());
    assertEquals(Set.of("TERM a", "TERM b", "HUP b/log"), new HashSet<>(scene.signals));
    scene.leavesNothing();
  }

  @Test
  void aPipeOutlivesBothItsEnds() {
    scene.service("a").service("a/log");
    byte[] got = new byte[8];
    scene.at(100, () -> scene.supervisors.get("a").write(1, CString.of("first"), 0, 5));
    scene.at(200, () -> scene.kill("a"));
    scene.at(300, () -> scene.kill("a/log"));
    scene.at(2000, () -> scene.supervisors.get("a").write(1, CString.of("2nd"), 0, 3));
    scene.at(2100, () -> assertEquals(8, scene.supervisors.get("a/log").read(0, got, 0, 8)));
    scene.at(2200, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals("first2nd", CString.text(got));
    assertEquals(4, scene.starts.size());
    scene.leavesNothing();
  }

  // ---- loggers that stay -----------------------------------------------------------------------

  /** A service with a logger that the end of its input does not impress, and a stop at 100 ms. */
  private void stopWithDeafLogger() {
    scene.service("a").service("a/log");
    scene.at(90, () -> scene.supervisors.get("a/log").on(Signal.SIGHUP, () -> {}));
    scene.at(100, () -> scene.send("t"));
  }

  private void signalled(long millis, String... signals) {
    scene.at(millis, () -> assertEquals(List.of(signals), scene.signals));
  }

  @Test
  void aLoggerThatDoesNotEndAtTheEndOfItsInputGetsTerm() {
    stopWithDeafLogger();
    signalled(6000, "TERM a");
    signalled(6200, "TERM a", "TERM a/log");
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  /** What is still in the pipe is not lost, however slow its reader. */
  @Test
  void aLoggerWithInputLeftIsWaitedFor() {
    stopWithDeafLogger();
    byte[] line = CString.of("line\n");
    scene.at(95, () -> scene.supervisors.get("a").write(1, line, 0, 5));
    scene.at(30_500, () -> assertEquals(5, scene.supervisors.get("a/log").read(0, line, 0, 5)));
    signalled(36_000, "TERM a");
    signalled(36_300, "TERM a", "TERM a/log");
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void aLoggerWhoseProducerStillEndsIsWaitedFor() {
    stopWithDeafLogger();
    scene.at(90, () -> scene.supervisors.get("a").on(Signal.SIGTERM, () -> {}));
    scene.at(20_000, () -> scene.supervisors.get("a").end(0));
    signalled(25_000);
    signalled(26_200, "TERM a/log");
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  /** Once, and what the user then does is up to him. */
  @Test
  void aLoggerThatStaysIsToldOnce() {
    stopWithDeafLogger();
    scene.at(90, () -> deaf(scene.supervisors.get("a/log")));
    scene.at(60_000, () -> scene.supervisors.get("a/log").end(0));
    assertEquals(0, scene.run());
    assertEquals(List.of("TERM a", "TERM a/log"), scene.signals);
  }

  private void deaf(FakePosix logger) {
    logger.on(Signal.SIGTERM, () -> scene.signals.add("TERM a/log"));
  }

  /** Else it would block for ever, and be killed with what it still had to say. */
  @Test
  void aProducerOfADeadLoggerIsToldWhileItEnds() {
    scene.service("a").service("a/log");
    scene.at(90, () -> scene.supervisors.get("a").on(Signal.SIGTERM, () -> {}));
    scene.at(100, () -> scene.send("t"));
    byte[] line = CString.of("line\n");
    FakePosix[] a = new FakePosix[1];
    scene.at(90, () -> a[0] = scene.supervisors.get("a"));
    scene.at(90, () -> a[0].on(Signal.SIGPIPE, () -> {}));
    scene.at(300, () -> assertEquals(-Errno.EPIPE, a[0].write(1, line, 0, 5)));
    scene.at(400, () -> a[0].end(0));
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void loggersReadTheEndOnceTheScannerIsToldToStop() {
    scene.service("a").service("a/log");
    byte[] got = new byte[1];
    int[] end = {-1};
    scene.at(
        100,
        () -> {
          FakePosix logger = scene.supervisors.get("a/log");
          logger.on(
              Signal.SIGHUP,
              () ->
                  logger.after(
                      50,
                      () -> {
                        end[0] = logger.read(0, got, 0, 1);
                        logger.end(0);
                      }));
        });
    scene.at(200, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(0, end[0]);
    scene.leavesNothing();
  }

  @Test
  void aDeadSupervisorIsReplacedNotBeforeASecond() {
    scene.service("a");
    scene.at(300, () -> scene.kill("a"));
    scene.at(990, () -> assertFalse(scene.isUp("a")));
    scene.at(1010, () -> assertTrue(scene.isUp("a")));
    scene.at(5000, () -> scene.kill("a"));
    scene.at(5010, () -> assertTrue(scene.isUp("a")));
    scene.at(6000, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(3, scene.starts.size());
  }

  @Test
  void twoLinksAreOneServiceAndARenamedOneStaysIt() {
    scene.posix.directory("/real/a");
    scene.link("../real/a", "x").link("../real/a", "y");
    scene.at(100, () -> scene.unlink("x").unlink("y").link("../real/a", "z").send("an"));
    scene.at(200, () -> assertEquals(1, scene.starts.size()));
    scene.at(1200, () -> scene.kill(scene.starts.get(0)));
    scene.at(1300, () -> assertEquals("z", scene.starts.get(1)));
    scene.at(1400, () -> scene.send("t"));
    assertEquals(0, scene.run());
  }

  @Test
  void whatIsGoneLivesUntilItIsPruned() {
    scene.posix.directory("/real/a").directory("/real/a/log");
    scene.service("b").link("../real/a", "a");
    scene.at(100, () -> scene.unlink("a").send("n"));
    scene.at(200, () -> assertTrue(scene.isUp("a")));
    scene.at(300, () -> scene.send("a"));
    scene.at(400, () -> assertTrue(scene.isUp("a")));
    scene.at(500, () -> scene.send("n"));
    scene.at(600, () -> assertEquals(List.of("TERM a", "HUP a/log"), scene.signals));
    scene.at(700, () -> assertTrue(scene.isUp("b") && !scene.isUp("a")));
    scene.at(5000, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(3, scene.starts.size());
    scene.leavesNothing();
  }

  @Test
  void aLoggerThatAppearsLaterGetsThePipeWithTheNextProducer() {
    scene.service("a");
    byte[] got = new byte[1];
    scene.at(100, () -> scene.service("a/log").send("a"));
    scene.at(200, () -> assertTrue(scene.isUp("a/log")));
    scene.at(1100, () -> scene.kill("a"));
    scene.at(1200, () -> scene.supervisors.get("a").write(1, CString.of("x"), 0, 1));
    scene.at(1300, () -> assertEquals(1, scene.supervisors.get("a/log").read(0, got, 0, 1)));
    scene.at(1400, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals('x', got[0]);
  }

  /** A service comes back while the logger of its former life still drains the old pipe. */
  @Test
  void aReturningServiceGetsANewPipeToItsLogger() {
    scene.posix.directory("/real/a").directory("/real/a/log");
    scene.link("../real/a", "a");
    byte[] got = new byte[1];
    scene.at(100, () -> scene.supervisors.get("a/log").on(Signal.SIGHUP, () -> {}));
    scene.at(200, () -> scene.unlink("a").send("an"));
    scene.at(1300, () -> scene.link("../real/a", "a").send("a"));
    scene.at(1400, () -> assertTrue(scene.isUp("a")));
    scene.at(1500, () -> scene.supervisors.get("a").write(1, CString.of("x"), 0, 1));
    scene.at(1600, () -> scene.supervisors.get("a/log").end(0));
    scene.at(1700, () -> assertEquals(1, scene.supervisors.get("a/log").read(0, got, 0, 1)));
    scene.at(1800, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals('x', got[0]);
    scene.leavesNothing();
  }

  @Test
  void aSharedLoggerStaysWithItsFirstProducer() {
    scene.posix.directory("/real/log");
    scene.service("a").service("b").link("../../real/log", "a/log").link("../../real/log", "b/log");
    scene.at(100, () -> assertEquals(2, scene.starts.size()));
    scene.at(200, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(1, scene.count("still exists, waiting"));
    scene.leavesNothing();
  }

  @Test
  void theCatchAllLoggerHasTheConsole() {
    scene.service("s6-svscan-log").service("a");
    int console = scene.posix.open(Posix.CWD, CString.of("/console"), O_WRONLY | O_CREAT, 0644);
    scene.posix.inherit(console, 5);
    scene.at(100, () -> scene.supervisors.get("s6-svscan-log").write(2, CString.of("c"), 0, 1));
    scene.at(100, () -> scene.supervisors.get("a").write(2, CString.of("n"), 0, 1));
    scene.at(200, () -> scene.send("t"));
    assertEquals(0, scene.run("-X", "5"));
    assertEquals("c", scene.posix.text("/console"));
    assertTrue(scene.posix.errors().contains("n"));
    assertEquals(Set.of("TERM a", "HUP s6-svscan-log"), new HashSet<>(scene.signals));
  }

  // ---- what cannot be dealt with ---------------------------------------------------------------

  @Test
  void anEntryThatDanglesKeepsNobodyWaiting() {
    scene.posix.directory("/real/b");
    scene.service("a");
    scene.at(100, () -> scene.link("nowhere", "zz").link("../real/b", "b").send("a"));
    scene.at(200, () -> assertTrue(scene.isUp("b")));
    scene.at(300, () -> scene.posix.directory("/scan/nowhere").directory("/real/zz"));
    scene.at(4200, () -> assertTrue(scene.isUp("nowhere"), "tried again after 4 s"));
    scene.at(4300, () -> scene.send("t"));
    assertEquals(0, scene.run());
    assertEquals(1, scene.count("unable to stat zz"));
  }

  @Test
  void aServiceWhoseLinkDanglesForAWhileIsNotLost() {
    scene.posix.directory("/real/a").directory("/real/a/log");
    scene.link("../real/a", "a");
    scene.at(
        100,
        () -> {
          scene.client.rename(Posix.CWD, CString.of("/real/a"), Posix.CWD, CString.of("/real/b"));
          scene.send("an");
        });
    scene.at(200, () -> assertTrue(scene.isUp("a") && scene.isUp("a/log")));
    scene.at(300, () -> scene.unlink("a").send("an"));
    scene.at(400, () -> assertFalse(scene.isUp("a") || scene.isUp("a/log")));
    scene.at(500, () -> scene.send("t"));
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void asManyServicesAsFitAreStarted() {
    for (int i = 1; i <= 6; i++) scene.service("s" + i);
    scene.at(100, () -> assertEquals(4, scene.starts.size()));
    scene.at(59_000, () -> assertEquals(1, scene.count("too many services")));
    scene.at(61_000, () -> assertEquals(2, scene.count("too many services")));
    scene.at(62_000, () -> scene.send("t"));
    assertEquals(0, scene.run("-C", "4"));
    assertTrue(
        scene.posix.errors().contains("unable to start supervisor for s5, s6: too many services"));
  }

  @Test
  void aPairThatDoesNotFitIsLeftOutAsAWhole() {
    scene.service("a").service("b").service("c").service("p").service("p/log");
    scene.at(100, () -> assertFalse(scene.isUp("p") || scene.isUp("p/log")));
    scene.at(200, () -> scene.client.rmdir(Posix.CWD, CString.of("/scan/a")));
    scene.at(300, () -> scene.send("an"));
    scene.at(400, () -> assertTrue(scene.isUp("p") && scene.isUp("p/log"), "room is used at once"));
    scene.at(500, () -> scene.send("t"));
    assertEquals(0, scene.run("-C", "4"));
    scene.leavesNothing();
  }

  @Test
  void tooLongNamesAreSkipped() {
    scene.service("abcdefghijk").service("abcdefghijkl");
    scene.at(100, () -> scene.send("t"));
    assertEquals(0, scene.run("-L", "3"));
    assertEquals(List.of("abcdefghijk"), scene.starts);
    assertEquals(1, scene.count("name too long"));
  }

  @Test
  void aFailedSpawnIsTriedAgainAfterTenSeconds() {
    scene.at(50, () -> scene.posix.permissions("/usr/bin/s6-supervise", 0644, -1, -1));
    scene.at(100, () -> scene.service("a").service("b").send("a"));
    scene.at(9000, () -> scene.posix.permissions("/usr/bin/s6-supervise", 0755, -1, -1));
    scene.at(9900, () -> assertEquals(1, scene.count("unable to spawn")));
    scene.at(10_200, () -> assertTrue(scene.isUp("a") && scene.isUp("b")));
    scene.at(11_000, () -> scene.send("t"));
    assertEquals(0, scene.run());
  }

  @Test
  void withoutDescriptorsThoseWithoutALoggerAreStarted() {
    scene.service("a").service("b").service("b/log").service("c").service("c/log");
    scene.posix.setLimit(7, 12, 4096);
    scene.at(100, () -> assertTrue(scene.isUp("a") && !scene.isUp("c")));
    scene.at(
        110, () -> assertEquals(1, scene.count("unable to create pipe for b/log, c/log: Too")));
    scene.at(10_000, () -> assertEquals(1, scene.count("unable to")));
    scene.at(10_000, () -> scene.posix.setLimit(7, 64, 4096));
    scene.at(13_100, () -> assertTrue(scene.isUp("c") && scene.isUp("c/log")));
    scene.at(14_000, () -> scene.posix.setLimit(7, 14, 4096));
    scene.at(14_100, () -> scene.service("d").service("d/log").send("a"));
    scene.at(20_000, () -> assertEquals(1, scene.count("unable to create pipe for d/log: Too")));
    scene.at(20_100, () -> scene.send("t"));
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  /** Pipes are not to eat what starts need: as many pairs as fit run, whatever the limit. */
  @Test
  void asManyPairsRunAsThereAreDescriptorsFor() {
    for (int limit = 12; limit < 40; limit++) {
      Scene one = new Scene();
      for (int i = 10; i < 40; i++) one.service("s" + i).service("s" + i + "/log");
      one.posix.setLimit(7, limit, 4096);
      // 7 are its own.
      int pairs = Math.max(0, (limit - 7 - Reserve.DESCRIPTORS) / 2);
      one.at(5000, () -> assertEquals(2 * pairs, one.starts.size()));
      one.at(12_000, () -> assertEquals(1, one.count("unable to")));
      one.at(13_000, () -> one.send("t"));
      assertEquals(0, one.run());
      one.leavesNothing();
    }
  }

  // ---- commands, signals and the end -----------------------------------------------------------

  @Test
  void aScriptReplacesWhatASignalDoes() {
    StringBuilder ran = new StringBuilder();
    scene.posix.program(
        "/scan/.s6-svscan/SIGTERM",
        child -> {
          ran.append(child.workingDirectory()).append(' ').append(child.arguments().length);
          child.exit(0);
        });
    scene.at(100, () -> scene.posix.signal(Signal.SIGTERM));
    scene.at(150, () -> scene.posix.signal(Signal.SIGUSR1));
    scene.at(200, () -> scene.posix.signal(Signal.SIGINT));
    assertEquals(0, scene.run());
    assertEquals("/scan 1", ran.toString());
  }

  @Test
  void alarmScansAndHangupPrunes() {
    scene.posix.directory("/real/a");
    scene.link("../real/a", "a");
    scene.at(100, () -> scene.service("b").posix.signal(Signal.SIGALRM));
    scene.at(200, () -> assertTrue(scene.isUp("b")));
    scene.at(300, () -> scene.unlink("a").posix.signal(Signal.SIGHUP));
    scene.at(400, () -> assertFalse(scene.isUp("a")));
    scene.at(500, () -> scene.posix.signal(Signal.SIGABRT));
    assertEquals(0, scene.run());
    assertEquals(List.of("TERM a"), scene.signals);
    assertTrue(scene.isUp("b"), "an abort tells nobody");
  }

  @Test
  void unknownLettersAreWarnedOfOnly() {
    scene.at(100, () -> scene.send("xz"));
    scene.at(200, () -> scene.send("i"));
    assertEquals(0, scene.run());
    assertEquals(1, scene.count("received unknown control command: x\n"));
  }

  @Test
  void orphansAreCollectedAndIgnored() {
    scene.service("a");
    scene.posix.becomeSubreaper();
    scene.posix.program("/bin/orphan", child -> child.after(100, () -> child.end(7)));
    scene.at(
        100,
        () -> {
          s6j.posix.Spawn spawn = new s6j.posix.Spawn();
          spawn.file = CString.of("/bin/orphan");
          spawn.arguments = new byte[][] {spawn.file};
          assertTrue(scene.supervisors.get("a").spawn(spawn) > 0);
          scene.kill("a");
        });
    scene.at(2000, () -> scene.send("t"));
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void itBecomesFinishAtTheEnd() {
    scene.service("a");
    scene.posix.program("/scan/.s6-svscan/finish", child -> {});
    scene.at(100, () -> scene.send("t"));
    FakePosix.Executed finish = assertThrows(FakePosix.Executed.class, () -> scene.run());
    assertEquals(".s6-svscan/finish", finish.line());
    assertEquals("/scan", scene.posix.workingDirectory());
    assertEquals(0, scene.posix.isIgnored(Signal.SIGPIPE));
    scene.leavesNothing();
  }

  @Test
  void itBecomesCrashIfFinishIsNoProgram() {
    scene.posix.file("/scan/.s6-svscan/finish", "");
    scene.posix.program("/scan/.s6-svscan/crash", child -> {});
    scene.at(100, () -> scene.send("t"));
    FakePosix.Executed crash = assertThrows(FakePosix.Executed.class, () -> scene.run());
    assertEquals(".s6-svscan/crash", crash.line());
    assertEquals(0, scene.posix.isIgnored(Signal.SIGPIPE));
    Scene without = new Scene();
    without.posix.file("/scan/.s6-svscan/finish", "");
    without.at(100, () -> without.send("t"));
    assertEquals(127, without.run());
  }

  @Test
  void clocksMayJump() {
    scene.service("a");
    scene.at(100, () -> scene.posix.setRealtime(0));
    scene.at(200, () -> scene.kill("a"));
    scene.at(1100, () -> assertTrue(scene.isUp("a")));
    scene.at(1200, () -> scene.posix.setRealtime(Long.MAX_VALUE / 2));
    scene.at(1300, () -> scene.send("t"));
    assertEquals(0, scene.run());
  }

  @Test
  void itScansByItselfWhenToldTo() {
    scene.at(100, () -> scene.service("a"));
    scene.at(280, () -> assertFalse(scene.isUp("a")));
    scene.at(320, () -> assertTrue(scene.isUp("a")));
    scene.at(400, () -> scene.send("t"));
    assertEquals(0, scene.run("--timeout=300"));
  }

  @Test
  void wrongCallsAreRefused() {
    assertEquals(100, scene.run("-C", "x"));
    assertEquals(100, scene.run("-L", "-1"));
    assertEquals(100, scene.run("-t", "x"));
    assertEquals(100, scene.run("-X", "1"));
    assertEquals(100, scene.run("-X", "77"));
    assertEquals(100, scene.run("-d", "2"));
    assertEquals(100, scene.run("--nosuch"));
    byte[][] bare = {CString.of("s6-svscan")};
    assertEquals(100, SvscanMain.run(scene.posix, SvscanMain.declaration(null), bare, null));
  }
}
