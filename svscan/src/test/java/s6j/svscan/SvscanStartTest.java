package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** Everything a scanner needs before it begins: it is there, is made, or its lack is told. */
class SvscanStartTest {
  private final Scene scene = new Scene().service("a");
  private final Meddler meddler = new Meddler(scene.posix);

  private int scan(String... options) {
    scene.at(100, () -> scene.send("t"));
    return scene.runOn(meddler.kernel(), options);
  }

  // ---- what is missing is told -----------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "open /scan, 111, unable to chdir to /scan",
    "fchdir, 111, unable to chdir to /scan",
    "mkdir .s6-svscan, 111, unable to mkdir .s6-svscan",
    "open .s6-svscan/lock, 111, unable to open .s6-svscan/lock",
    "mkfifo .s6-svscan/control, 111, unable to open .s6-svscan/control",
    "signals, 111, unable to trap signals",
    "ignoreSignal, 111, unable to ignore SIGPIPE",
    "directoryEntries, 111, unable to readdir .",
    "setCloseOnExec, 111, unable to coe console holder"
  })
  void noStartWithout(String call, int code, String told) {
    assertEquals(5, scene.posix.dup(2, 5, false));
    meddler.refuse(call, Errno.EACCES);
    assertEquals(code, scan("-X", "5"));
    assertEquals("s6-svscan: fatal: " + told + ": Permission denied\n", scene.posix.errors());
    assertEquals(List.of(), scene.starts);
  }

  @Test
  void aPrivateDirectoryThatIsThereIsTaken() {
    scene.posix.directory("/scan/.s6-svscan");
    assertEquals(0, scan());
    assertEquals("", scene.posix.errors());
    assertEquals(List.of("a"), scene.starts);
  }

  @Test
  void theMaskIsGivenBackAlsoWhenTheLockIsTaken() {
    scene.posix.umask(022);
    meddler.refuse("open .s6-svscan/lock", Errno.EACCES);
    assertEquals(111, scan());
    assertEquals(022, scene.posix.umask(0));
  }

  /** Or a service would find the lock or the fifo where it expects its input. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "01", "12", "012"})
  void closedStandardStreamsAreOpened(String closed) {
    for (char fd : closed.toCharArray()) scene.posix.close(fd - '0');
    scene.at(50, () -> assertStreams(closed));
    assertEquals(0, scan());
  }

  private void assertStreams(String closed) {
    for (char fd : closed.toCharArray())
      assertEquals(fd == '0' ? O_RDONLY : O_WRONLY, scene.posix.descriptorFlags(fd - '0') & 3);
  }

  @Test
  void noneIsLeftClosed() {
    scene.posix.close(0);
    meddler.refuse("open /dev/null", Errno.EMFILE);
    assertEquals(100, scan());
    String told = scene.posix.errors();
    assertTrue(told.startsWith("s6-svscan: fatal: unable to sanitize standard fds: "), told);
  }

  /** A link to somewhere that cannot be looked at may lead to a service all the same. */
  @Test
  void onlyLinksToNowhereAreRemoved() {
    scene.link("../real/b", "b").link("nowhere", "c");
    meddler.refuse("access b", Errno.EACCES);
    assertEquals(0, scan());
    assertEquals(List.of(".s6-svscan", "a", "b"), scene.posix.names("/scan"));
  }

  @Test
  void inheritedDeafnessForDeathsIsEnded() {
    scene.posix.ignoreSignal(Signal.SIGCHLD);
    scene.at(50, () -> scene.kill("a"));
    scene.at(1200, () -> assertEquals(2, scene.starts.size()));
    scene.at(1300, () -> scene.send("t"));
    assertEquals(0, scene.runOn(meddler.kernel()));
    assertEquals(0, scene.posix.isIgnored(Signal.SIGCHLD));
  }

  // ---- readiness -------------------------------------------------------------------------------

  @Test
  void whoeverWaitsForReadinessReadsALineAndItsEnd() {
    int[] ends = new int[2];
    FakePosix waiter = scene.another();
    scene.posix.pipe(ends, 0);
    scene.posix.inherit(ends[1], 9);
    scene.posix.close(ends[1]);
    byte[] got = new byte[4];
    scene.at(10, () -> assertEquals(1, scene.posix.read(ends[0], got, 0, 4)));
    scene.at(20, () -> assertEquals(0, scene.posix.read(ends[0], got, 0, 4)));
    assertEquals(0, scan("-d", "9"));
    assertEquals('\n', got[0]);
    assertFalse(waiter.hasEnded());
  }

  @Test
  void readinessThatNobodyTakesIsToldOfAndNoReasonToEnd() {
    assertEquals(9, scene.posix.dup(2, 9, false));
    meddler.refuse("write", Errno.EPIPE);
    scene.at(50, meddler::allow);
    assertEquals(0, scan("-d", "9"));
    assertEquals(List.of("a"), scene.starts);
  }

  // ---- the command line ------------------------------------------------------------------------

  private SvscanSettings read(String... words) {
    byte[][] arguments = new byte[words.length + 2][];
    arguments[0] = CString.of("s6-svscan");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    arguments[words.length + 1] = CString.of("/scan");
    SvscanSettings settings =
        new SvscanSettings(scene.posix, new Messages(scene.posix, CString.of("s6-svscan")));
    assertEquals(0, settings.read(SvscanMain.declaration(null), arguments));
    return settings;
  }

  /** What is too small or too big is as near as it may be (s6-svscan page, "Options"). */
  @ParameterizedTest
  @CsvSource({
    "0, 4, 11",
    "4, 4, 11",
    "5, 5, 11",
    "11, 11, 11",
    "12, 12, 12",
    "1018, 1018, 1018",
    "1020, 1020, 1019",
    "160000, 160000, 1019",
    "160001, 160000, 1019",
    "4294967295, 160000, 1019"
  })
  void numbersHaveTheirBounds(String number, int services, int length) {
    SvscanSettings settings = read("-C", number, "-L", number, "-t", number);
    assertEquals(services, settings.mostServices);
    assertEquals(length, settings.longestName);
    assertEquals(Long.parseLong(number), settings.rescanMillis);
  }

  @Test
  void whatIsNotSaidIsAsThePageHasIt() {
    SvscanSettings settings = read();
    assertEquals(1000, settings.mostServices);
    assertEquals(251, settings.longestName);
    assertEquals(0, settings.rescanMillis);
    assertEquals(-1, settings.notification);
    assertEquals(-1, settings.console);
  }

  @Test
  void descriptorsAreTakenFromThreeOn() {
    assertEquals(3, scene.posix.dup(2, 3, false));
    assertEquals(4, scene.posix.dup(2, 4, false));
    SvscanSettings settings = read("-d", "3", "-X", "4");
    assertEquals(3, settings.notification);
    assertEquals(4, settings.console);
  }

  /** A number over all descriptors is none, and not another one by overflow. */
  @Test
  void noDescriptorIsMadeUp() {
    assertEquals(100, scan("-X", "4294967295"));
    assertEquals(
        "s6-svscan: fatal: invalid console holder fd: Bad file descriptor\n", scene.posix.errors());
  }

  // ---- where s6-supervise is -------------------------------------------------------------------

  private void starts(String file) {
    scene.at(50, () -> assertEquals(List.of("a"), scene.starts));
    assertEquals(0, scan());
    assertEquals(1, meddler.count("spawn " + file));
  }

  private void serve(String... paths) {
    Scene other = scene;
    byte[] original = CString.of("/usr/bin/s6-supervise");
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      other.posix.directory(path.substring(0, slash));
      assertEquals(0, other.posix.link(Posix.CWD, original, Posix.CWD, CString.of(path)));
    }
    other.posix.unlink(Posix.CWD, original);
  }

  @Test
  void itIsFoundOnPathInItsOrder() {
    serve("/opt/one/s6-supervise", "/opt/two/s6-supervise");
    scene.posix.setEnvironment("PATH=/nowhere:/opt/two:/opt/one");
    starts("/opt/two/s6-supervise");
  }

  /** An entry of PATH that is relative, or empty, is meant from where the scanner began. */
  @ParameterizedTest
  @CsvSource({"bin, /here/bin", "'', /here", "/nowhere:, /here", ":/nowhere, /here"})
  void aRelativePathIsMeantFromTheBeginning(String path, String place) {
    serve(place + "/s6-supervise");
    scene.posix.directory("/here");
    scene.posix.chdir(CString.of("/here"));
    scene.posix.setEnvironment("PATH=" + path);
    starts(place + "/s6-supervise");
  }

  /** An upgrade may move it: then the other places are looked at, and the one that has it kept. */
  @ParameterizedTest
  @CsvSource({"/opt/two, /opt/two", "two, /here/two"})
  void itMayMove(String entry, String place) {
    serve("/opt/one/s6-supervise", place + "/s6-supervise");
    scene.posix.directory("/here");
    scene.posix.chdir(CString.of("/here"));
    scene.posix.setEnvironment("PATH=/opt/one:" + entry);
    scene.at(200, () -> remove("/opt/one/s6-supervise"));
    scene.at(1500, () -> scene.kill("a"));
    scene.at(1600, () -> assertTrue(scene.isUp("a")));
    scene.at(3000, () -> scene.kill("a"));
    scene.at(3100, () -> assertTrue(scene.isUp("a")));
    scene.at(3200, () -> scene.send("t"));
    assertEquals(0, scene.runOn(meddler.kernel()));
    assertEquals(2, meddler.count("spawn " + place + "/s6-supervise"));
    assertEquals("", scene.posix.errors());
  }

  private void remove(String path) {
    assertEquals(0, scene.client.unlink(Posix.CWD, CString.of(path)));
  }

  /** What kept the first place from being used is told, not what kept the last. */
  @Test
  void whereItCannotBeStartedTheFirstReasonIsTold() {
    serve("/opt/one/s6-supervise", "/opt/two/s6-supervise");
    scene.posix.setEnvironment("PATH=/opt/one:/opt/two");
    scene.at(1, () -> meddler.refuse("spawn /opt/one/s6-supervise", Errno.EACCES));
    scene.at(1, () -> meddler.refuse("spawn /opt/two/s6-supervise", Errno.ENOENT));
    scene.at(2, () -> scene.service("b").send("a"));
    assertEquals(0, scan());
    assertEquals(
        "s6-svscan: warning: unable to spawn s6-supervise for b: Permission denied\n",
        scene.posix.errors());
  }

  /** No other place helps where processes have run out. */
  @Test
  void aShortageIsToldAsItIs() {
    serve("/opt/one/s6-supervise", "/opt/two/s6-supervise");
    scene.posix.setEnvironment("PATH=/opt/one:/opt/two");
    meddler.refuse("spawn", Errno.EAGAIN);
    assertEquals(0, scan());
    assertEquals(1, meddler.count("spawn /opt/one/s6-supervise"));
    assertEquals(0, meddler.count("spawn /opt/two/s6-supervise"));
  }

  /** There may be daemontools' supervise beside it, which is another program. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void itsOwnNameIsPreferredWhereItIsTheSameFile(boolean same) {
    serve("/opt/one/s6-supervise");
    if (same) link("/opt/one/s6-supervise", "/opt/one/supervise");
    else scene.posix.program("/opt/one/supervise", child -> child.exit(1));
    scene.posix.setEnvironment("PATH=/opt/one");
    scene.at(100, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", meddler.kernel()));
    assertEquals(List.of("a"), scene.starts);
    assertEquals(same ? 1 : 0, meddler.count("spawn /opt/one/supervise"));
  }

  private void link(String from, String to) {
    assertEquals(0, scene.posix.link(Posix.CWD, CString.of(from), Posix.CWD, CString.of(to)));
  }

  @Test
  void theNameOfS6StartsByTheNameOfS6() {
    serve("/opt/one/s6-supervise");
    link("/opt/one/s6-supervise", "/opt/one/supervise");
    scene.posix.setEnvironment("PATH=/opt/one");
    starts("/opt/one/s6-supervise");
  }
}
