package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** What a scanner does, and says, when something under it does not work, or comes at once. */
class SvscanTroubleTest {
  private final Scene scene = new Scene();
  private final Meddler meddler = new Meddler(scene.posix);

  private void scan(String... options) {
    assertEquals(0, scene.runOn(meddler.kernel(), options));
  }

  private String told() {
    return scene.posix.errors();
  }

  // ---- what fails is told, and goes on ---------------------------------------------------------

  /** A warning that means nothing makes all others worthless. */
  @Test
  void aLifeWithoutTroubleIsSilent() {
    scene.service("a").service("b").service("b/log");
    scene.at(100, () -> scene.send("zanNh"));
    scene.at(200, () -> scene.service("c").send("a"));
    scene.at(1500, () -> scene.kill("b/log"));
    scene.at(1600, () -> scene.posix.signal(Signal.SIGUSR1));
    scene.at(3000, () -> scene.posix.signal(Signal.SIGALRM));
    scene.at(4000, () -> scene.send("q"));
    scan("-t", "700");
    assertEquals("", told());
    scene.leavesNothing();
  }

  @Test
  void aTreeAtRestLetsTheScannerRest() {
    scene.service("a").service("a/log");
    int[] turns = new int[1];
    scene.at(2000, () -> turns[0] = meddler.count("poll"));
    scene.at(3_600_000, () -> assertEquals(turns[0], meddler.count("poll")));
    scene.at(3_600_100, () -> scene.send("t"));
    scan();
  }

  /** Letters, signals and deaths are taken note of also when nothing can be waited for. */
  @Test
  void aBlindScannerObeys() {
    scene.service("a");
    scene.at(100, () -> meddler.refuse("poll", Errno.EIO));
    scene.at(2000, () -> scene.kill("a"));
    scene.at(5000, () -> assertEquals(2, scene.starts.size()));
    scene.at(5100, () -> scene.service("b").send("a"));
    scene.at(7500, () -> assertTrue(scene.isUp("b")));
    scene.at(7600, () -> scene.send("t"));
    scan();
    String text = Errno.text(Errno.EIO);
    assertEquals("s6-svscan: warning: unable to wait for events: " + text + "\n", told());
  }

  @Test
  void aFifoThatCannotBeReadIsToldOfAndReadLater() {
    scene.service("a");
    scene.at(100, () -> meddler.refuse("read", Errno.EIO));
    scene.at(200, () -> scene.send("t"));
    scene.at(2000, () -> assertTrue(scene.isUp("a")));
    scene.at(2100, meddler::allow);
    scan();
    assertTrue(told().contains("warning: unable to read .s6-svscan/control: "), told());
    assertTrue(told().lines().count() < 5, told());
  }

  /** A death whose signal was lost is found out by asking. */
  @Test
  void withoutSignalsDeathsAreAskedFor() {
    scene.service("a");
    scene.at(1500, () -> meddler.refuse("nextSignal", Errno.EIO));
    scene.at(1600, () -> scene.kill("a"));
    scene.at(3000, () -> assertTrue(scene.isUp("a")));
    scene.at(3100, meddler::allow);
    scene.at(3200, () -> scene.send("t"));
    scan();
    assertTrue(told().contains("warning: unable to read signals: "), told());
  }

  @Test
  void aDeathThatCannotBeCollectedIsCollectedLater() {
    scene.service("a");
    scene.at(1500, () -> meddler.refuse("waitpid", Errno.EINVAL));
    scene.at(1600, () -> scene.kill("a"));
    scene.at(1700, meddler::allow);
    scene.at(6500, () -> assertEquals(1, scene.starts.size()));
    scene.at(6700, () -> assertEquals(2, scene.starts.size()));
    scene.at(6800, () -> scene.send("t"));
    scan();
    assertEquals("s6-svscan: warning: unable to wait for children: Invalid argument\n", told());
  }

  @Test
  void anInterruptedQuestionIsNoTrouble() {
    scene.service("a");
    scene.at(1500, () -> meddler.refuse("waitpid", Errno.EINTR));
    scene.at(1600, () -> scene.kill("a"));
    scene.at(1700, meddler::allow);
    scene.at(7000, () -> assertTrue(scene.isUp("a")));
    scene.at(7100, () -> scene.send("t"));
    scan();
    assertEquals("", told());
  }

  @Test
  void aSupervisorThatSomebodyElseCollectedIsGone() {
    scene.service("a").service("b");
    scene.at(1500, () -> collect("a"));
    scene.at(1510, () -> collect("b"));
    scene.at(2000, () -> assertTrue(scene.isUp("a") && scene.isUp("b")));
    scene.at(3000, () -> scene.send("t"));
    scan();
    scene.leavesNothing();
  }

  private void collect(String name) {
    scene.kill(name);
    assertTrue(scene.posix.waitpid(-1, new int[1], Posix.WNOHANG) > 0);
  }

  @Test
  void aSignalThatCannotBeSentIsToldOf() {
    scene.service("a");
    scene.at(100, () -> meddler.refuse("kill", Errno.EPERM));
    scene.at(200, () -> scene.send("t"));
    scene.at(300, meddler::allow);
    scene.at(400, () -> scene.send("t"));
    scan();
    assertEquals(
        "s6-svscan: warning: unable to signal the supervisor of a: Operation not permitted\n",
        told());
  }

  @Test
  void oneThatIsDeadAlreadyIsNoTrouble() {
    scene.service("a");
    scene.at(100, () -> meddler.refuse("kill", Errno.ESRCH));
    scene.at(200, () -> scene.send("t"));
    scene.at(300, () -> scene.kill("a"));
    scan();
    assertEquals("", told());
  }

  /** 1 is init, -1 everybody, 0 the scanner's own group. */
  @Test
  void noSignalGoesToNumberOne() {
    scene.service("a");
    scene.posix.numberNext(1);
    scene.at(100, () -> assertEquals(1, scene.supervisors.get("a").getpid()));
    scene.at(200, () -> scene.send("q"));
    scene.at(300, () -> scene.kill("a"));
    scan();
    assertEquals(List.of(), scene.posix.kills());
  }

  // ---- nobody is kept waiting ------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"63, 63", "64, 64", "65, 64", "200, 64"})
  void startsLetSignalsThrough(int services, int started) {
    for (int i = 0; i < services; i++) scene.service("s" + i);
    List<Integer> seen = new ArrayList<>();
    scene.posix.program(
        "/scan/.s6-svscan/SIGUSR1",
        child -> {
          seen.add(scene.starts.size());
          child.exit(0);
        });
    whenStarted(10, () -> scene.posix.signal(Signal.SIGUSR1));
    scene.at(1000, () -> scene.send("b"));
    scan();
    assertEquals(List.of(started), seen);
    assertEquals(services, scene.starts.size());
  }

  private void whenStarted(int count, Runnable action) {
    int[] starts = new int[1];
    scene.posix.program(
        "/usr/bin/s6-supervise",
        child -> {
          scene.starts.add(CString.text(child.arguments()[1]));
          if (++starts[0] == count) action.run();
        });
  }

  /** One that goes away while it waits for its start leaves the place to who comes next. */
  @Test
  void whoWaitsForAStartAndGoesTakesNobodyAlong() {
    for (String name : List.of("a", "b", "c")) {
      scene.posix.directory("/real/" + name);
      scene.link("../real/" + name, name);
    }
    scene.posix.directory("/real/d");
    for (String name : List.of("a", "b", "c")) scene.at(500, () -> scene.kill(name));
    scene.at(600, () -> scene.unlink("a").send("a"));
    scene.at(700, () -> scene.link("../real/d", "d").send("a"));
    scene.at(1100, () -> assertEquals(3, scene.living().size()));
    scene.at(1200, () -> scene.send("t"));
    scan();
    assertEquals(6, scene.starts.size());
    scene.leavesNothing();
  }

  @Test
  void afterTheEndNoLetterCounts() {
    scene.at(100, () -> scene.send("bx"));
    scan();
    assertEquals("", told());
  }

  @Test
  void norASignal() {
    scene.service("a");
    scene.posix.program("/scan/.s6-svscan/SIGUSR1", child -> child.exit(0));
    scene.at(
        100,
        () -> {
          scene.posix.signal(Signal.SIGABRT);
          scene.posix.signal(Signal.SIGUSR1);
        });
    scan();
    assertEquals(0, meddler.count("spawn .s6-svscan/SIGUSR1"));
  }

  @Test
  void norATimer() {
    scene.at(50, () -> scene.service("a"));
    scene.at(100, () -> scene.send("ab"));
    scan();
    assertEquals(List.of(), scene.starts);
  }

  // ---- signals ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "1, SIGHUP",
    "2, SIGINT",
    "15, SIGTERM",
    "3, SIGQUIT",
    "10, SIGUSR1",
    "12, SIGUSR2",
    "30, SIGPWR",
    "28, SIGWINCH"
  })
  void aScriptTakesThePlaceOfEachSignal(int signal, String name) {
    List<String> ran = new ArrayList<>();
    scene.service("a");
    scene.posix.program(
        "/scan/.s6-svscan/" + name,
        child -> {
          ran.add(child.line());
          child.exit(0);
        });
    scene.at(100, () -> scene.posix.signal(signal));
    scene.at(200, () -> assertTrue(scene.isUp("a")));
    scene.at(300, () -> scene.send("b"));
    scan();
    assertEquals(List.of(".s6-svscan/" + name), ran);
    assertEquals("", told());
  }

  @ParameterizedTest
  @CsvSource({
    "2, 'TERM a, HUP a/log'",
    "15, 'TERM a, HUP a/log'",
    "3, 'TERM a, TERM a/log'",
    "6, ''"
  })
  void withoutOneTheyMeanWhatThePageSays(int signal, String sent) {
    scene.service("a").service("a/log");
    scene.at(100, () -> scene.posix.signal(signal));
    scan();
    assertEquals(
        sent.isEmpty() ? Set.of() : Set.of(sent.split(", ")), new HashSet<>(scene.signals));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 12, 30, 28})
  void theseMeanNothingThen(int signal) {
    scene.service("a");
    scene.at(100, () -> scene.posix.signal(signal));
    scene.at(200, () -> assertTrue(scene.isUp("a")));
    scene.at(300, () -> scene.send("b"));
    scan();
    assertEquals(List.of(), scene.signals);
    assertEquals("", told());
  }

  @Test
  void aScriptThatCannotBeStartedIsToldOfAndTheSignalCounts() {
    scene.service("a");
    scene.posix.program("/scan/.s6-svscan/SIGTERM", child -> child.exit(0));
    meddler.refuse("spawn .s6-svscan/SIGTERM", Errno.EAGAIN);
    scene.at(100, () -> scene.posix.signal(Signal.SIGTERM));
    scan();
    assertEquals(List.of("TERM a"), scene.signals);
    String text = Errno.text(Errno.EAGAIN);
    assertEquals("s6-svscan: warning: unable to spawn .s6-svscan/SIGTERM: " + text + "\n", told());
  }

  // ---- pruning ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"n, HUP a/log", "N, TERM a/log", "nN, TERM a/log", "Nn, TERM a/log"})
  void aLoggerThatIsGoneEndsByItselfOrAsItIsTold(String letters, String sent) {
    scene.posix.directory("/real/a").directory("/real/a/log");
    scene.link("../real/a", "a");
    scene.at(100, () -> scene.unlink("a").send("a" + letters));
    scene.at(200, () -> scene.send("t"));
    scan();
    assertEquals(Set.of("TERM a", sent), new HashSet<>(scene.signals));
  }

  // ---- names -----------------------------------------------------------------------------------

  /** A supervisor is told the whole name, whatever names its slot had before. */
  @ParameterizedTest
  @ValueSource(ints = {1, 26, 27, 28, 30, 31, 32, 63, 64, 200, 251})
  void aNameIsHandedOnWhole(int length) {
    String name = "n".repeat(length);
    scene.posix.directory("/real/a").directory("/real/a/log");
    scene.link("../real/a", "short");
    scene.at(100, () -> scene.unlink("short").link("../real/a", name).send("a"));
    scene.at(1500, () -> scene.supervisors.values().forEach(one -> one.end(0)));
    scene.at(1700, () -> scene.send("q"));
    scan();
    assertEquals(Set.of("short", "short/log", name, name + "/log"), new HashSet<>(scene.starts));
    assertEquals("", told());
  }

  /** What was left out is named, as far as a message goes. */
  @Test
  void whatIsLeftOutIsNamedOrCounted() {
    for (int i = 0; i < 4; i++) scene.service("a" + i);
    for (int i = 100; i < 200; i++) scene.service("service-" + i);
    scene.at(100, () -> scene.send("q"));
    scan("-C", "4");
    assertEquals(1, told().lines().count(), told());
    int named = told().split("service-", -1).length - 1;
    String begin = "unable to start supervisor for service-100, service-101, service-102, ";
    assertTrue(told().contains(begin), told());
    String end = "service-" + (99 + named) + " and " + (100 - named) + " more: too many services\n";
    assertTrue(told().endsWith(end), told());
    assertTrue(named > 20, told());
  }

  /** Of one that runs already it is the logger that finds no room. */
  @Test
  void aLoggerThatFindsNoRoomIsNamedAsTheLogger() {
    for (int i = 0; i < 4; i++) scene.service("a" + i);
    scene.at(100, () -> scene.service("a0/log").send("a"));
    scene.at(200, () -> scene.send("q"));
    scan("-C", "4");
    assertEquals(
        "s6-svscan: warning: unable to start supervisor for a0/log: too many services\n", told());
  }

  // ---- scans -----------------------------------------------------------------------------------

  @Test
  void aDirectoryThatCannotBeReadTakesNobodysServiceAway() {
    scene.service("a");
    scene.at(100, () -> meddler.refuse("directoryEntries", Errno.EIO));
    scene.at(200, () -> scene.send("an"));
    scene.at(300, meddler::allow);
    scene.at(400, () -> scene.service("b"));
    scene.at(5000, () -> assertTrue(scene.isUp("a") && !scene.isUp("b")));
    scene.at(5300, () -> assertTrue(scene.isUp("a") && scene.isUp("b")));
    scene.at(5400, () -> scene.send("t"));
    scan();
    assertEquals("s6-svscan: warning: unable to readdir .: Input/output error\n", told());
  }

  /** Whether it has a logger cannot be told: it waits, and one that runs is not taken for gone. */
  @Test
  void aLoggerThatCannotBeLookedAtKeepsANewServiceWaiting() {
    scene.service("a").service("a/log");
    scene.at(100, () -> meddler.refuse("stat a/log", Errno.EACCES));
    scene.at(100, () -> meddler.refuse("stat b/log", Errno.EACCES));
    scene.at(200, () -> scene.service("b").send("an"));
    scene.at(300, () -> assertTrue(scene.isUp("a") && scene.isUp("a/log") && !scene.isUp("b")));
    scene.at(400, meddler::allow);
    scene.at(4100, () -> assertFalse(scene.isUp("b")));
    scene.at(4300, () -> assertTrue(scene.isUp("b")));
    scene.at(4400, () -> scene.send("t"));
    scan();
    assertEquals(
        Set.of(
            "s6-svscan: warning: unable to stat a/log: Permission denied",
            "s6-svscan: warning: unable to stat b/log: Permission denied"),
        new HashSet<>(told().lines().toList()));
  }

  @Test
  void aServiceWhoseLogIsItselfHasNone() {
    scene.service("a").link(".", "a/log");
    scene.at(100, () -> scene.send("t"));
    scan();
    assertEquals(List.of("a"), scene.starts);
    assertEquals("", told());
  }

  @Test
  void aFileOfTheNameOfALoggerIsNone() {
    scene.service("a").posix.file("/scan/a/log", "");
    scene.at(100, () -> scene.send("t"));
    scan();
    assertEquals(List.of("a"), scene.starts);
    assertEquals("", told());
  }

  @Test
  void aLoggerThatWasTakenAwayIsToldOf() {
    scene.service("a").service("a/log");
    scene.at(
        100, () -> scene.client.rename(Posix.CWD, path("/scan/a/log"), Posix.CWD, path("/real/l")));
    scene.at(200, () -> scene.send("a"));
    scene.at(300, () -> scene.send("t"));
    scan();
    assertEquals("s6-svscan: warning: logger for service a has been moved\n", told());
  }

  /** When it has ended, nobody is kept waiting for a reader that will not come back. */
  @Test
  void whoWritesToALoggerThatIsGoneIsTold() {
    scene.service("a").service("a/log");
    scene.at(100, () -> scene.client.rename(Posix.CWD, path("/scan/a/log"), Posix.CWD, path("/l")));
    scene.at(110, () -> scene.send("an"));
    scene.at(200, () -> assertFalse(scene.isUp("a/log")));
    scene.at(200, () -> scene.supervisors.get("a").on(Signal.SIGPIPE, () -> {}));
    byte[] line = path("line\n");
    scene.at(
        300, () -> assertEquals(-Errno.EPIPE, scene.supervisors.get("a").write(1, line, 0, 5)));
    scene.at(400, () -> scene.send("t"));
    scan();
    scene.leavesNothing();
  }

  private static byte[] path(String path) {
    return CString.of(path);
  }

  // ---- the streams at the end ------------------------------------------------------------------

  private void stubborn(String name) {
    scene.supervisors.get(name).on(Signal.SIGTERM, () -> {});
    scene.supervisors.get(name).on(Signal.SIGHUP, () -> {});
  }

  private void holdConsole() {
    int flags = O_WRONLY | O_CREAT;
    scene.posix.inherit(scene.posix.open(Posix.CWD, path("/console"), flags, 0644), 5);
    scene.posix.inherit(scene.posix.open(Posix.CWD, path("/caught"), flags, 0644), 1);
  }

  private void write(int fd, String text) {
    scene.posix.write(fd, path(text), 0, text.length());
  }

  /** Or the catch-all logger would never see the end of what it reads. */
  @Test
  void outputAndErrorGoBackToTheConsole() {
    scene.service("s6-svscan-log").service("a");
    holdConsole();
    scene.at(100, () -> stubborn("a"));
    scene.at(200, () -> scene.send("t"));
    scene.at(300, () -> write(1, "out"));
    scene.at(300, () -> write(2, "err"));
    scene.at(
        300,
        () ->
            assertTrue(
                scene.posix.openDescriptors().stream().noneMatch(fd -> fd.contains("console"))));
    scene.at(400, () -> scene.kill("a"));
    scan("-X", "5");
    assertEquals("outerr", scene.posix.text("/console"));
    assertEquals("", scene.posix.text("/caught"));
    assertEquals("", told());
  }

  @Test
  void withoutAConsoleTheyGoNowhere() {
    scene.service("s6-svscan-log").service("a");
    holdConsole();
    scene.at(100, () -> stubborn("a"));
    scene.at(200, () -> scene.send("t"));
    scene.at(300, () -> write(1, "out"));
    scene.at(300, () -> write(2, "err"));
    scene.at(400, () -> scene.kill("a"));
    scan();
    assertEquals("", scene.posix.text("/caught"));
    assertEquals("", told());
    assertEquals(0, scene.posix.text("/console").length());
  }

  @Test
  void withoutACatchAllLoggerTheyStay() {
    scene.service("a");
    holdConsole();
    scene.at(100, () -> stubborn("a"));
    scene.at(200, () -> scene.send("t"));
    scene.at(300, () -> write(1, "out"));
    scene.at(300, () -> write(2, "err"));
    scene.at(400, () -> scene.kill("a"));
    scan();
    assertEquals("out", scene.posix.text("/caught"));
    assertEquals("err", told());
  }

  @ParameterizedTest
  @CsvSource({
    "open /dev/null, unable to redirect stdout and stderr",
    "dup2 1, unable to redirect stdout and stderr",
    "dup2 2, unable to redirect stdout and stderr"
  })
  void streamsThatCannotBeTurnedAwayAreToldOf(String call, String told) {
    scene.service("s6-svscan-log");
    scene.at(100, () -> meddler.refuse(call, Errno.EIO));
    scene.at(200, () -> scene.send("t"));
    scan();
    assertTrue(told().contains("s6-svscan: warning: " + told + ": Input/output error\n"), told());
  }

  @Test
  void aConsoleThatCannotBeHadBackIsToldOf() {
    scene.service("a");
    holdConsole();
    scene.at(100, () -> meddler.refuse("dup2 2", Errno.EIO));
    scene.at(200, () -> scene.send("t"));
    scan("-X", "5");
    assertEquals("s6-svscan: warning: unable to restore stdout: Input/output error\n", told());
  }
}
