package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** Everything a supervisor needs before it begins: it is there, is made, or its lack is told. */
class SuperviseStartTest {
  private final FakePosix posix =
      new FakePosix().directory("/a").directory("/run").file("/a/down", "");
  private final Meddler meddler = new Meddler(posix);

  private int supervise() {
    byte[][] words = {CString.of("s6-supervise"), CString.of("a")};
    return SuperviseMain.run(meddler.kernel(), SuperviseMain.declaration(), words);
  }

  private int superviseAndLeave() {
    posix.after(100, () -> posix.signal(SIGTERM));
    return supervise();
  }

  private void link(String path, String target) {
    assertEquals(0, posix.symlink(CString.of(target), Posix.CWD, CString.of(path)));
  }

  // ---- what is missing is told -----------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "fchdir, s6-supervise: fatal: unable to chdir to a",
    "getLimit, unable to getrlimit",
    "open /dev/null, unable to open /dev/null",
    "mkdir event, unable to mkdir event",
    "chown event, unable to chown event",
    "chmod event, unable to chmod event",
    "mkdir supervise, unable to mkdir supervise",
    "open supervise/lock, unable to open supervise/lock",
    "signals, unable to trap signals",
    "ignoreSignal, unable to ignore SIGPIPE",
    "open supervise/death_tally, unable to truncate supervise/death_tally",
    "access down, unable to access ./down",
    "open supervise/control, unable to open supervise/control"
  })
  void noStartWithout(String call, String told) {
    meddler.refuse(call, Errno.EACCES);
    assertEquals(111, superviseAndLeave());
    assertTrue(posix.errors().contains(told + ": Permission denied\n"), posix.errors());
    assertEquals(1, posix.errors().lines().count(), posix.errors());
    // It is written before anybody could ask for it.
    boolean isLast = call.equals("open supervise/control");
    assertEquals(isLast, posix.exists("/a/supervise/status"));
  }

  @ParameterizedTest
  @CsvSource({
    "open /proc/sys/kernel/random/boot_id, unable to read the boot id",
    "open supervise/.child, unable to tell what an earlier supervisor left"
  })
  void norWhileItCannotBeToldWhatIsLeft(String call, String told) {
    meddler.refuse(call, Errno.ENFILE);
    assertEquals(111, superviseAndLeave());
    assertTrue(posix.errors().contains("fatal: " + told), posix.errors());
  }

  @Test
  void whatHeNeedNotHaveIsWarnedOf() {
    meddler.refuse("unlink supervise/backoff", Errno.EACCES);
    meddler.refuse("open supervise/.child", Errno.EACCES);
    assertEquals(0, superviseAndLeave());
    String told = posix.errors();
    assertTrue(told.contains("unable to unlink supervise/backoff: Permission denied"), told);
    assertTrue(told.contains("unable to write supervise/.child: Permission denied"), told);
    assertTrue(told.contains("unable to tell what an earlier supervisor left: Perm"), told);
    assertFalse(told.contains("fatal"), told);
  }

  /** Nobody can be known again then, so nothing is noted; without /proc that is no news. */
  @ParameterizedTest
  @CsvSource({"13, true", "2, false"})
  void withoutABootIdNothingIsNoted(int errno, boolean told) {
    posix.unlink(Posix.CWD, CString.of("/a/down"));
    posix.program("/a/run", child -> {});
    meddler.refuse("open /proc/sys/kernel/random/boot_id", errno);
    posix.after(50, () -> assertFalse(posix.exists("/a/supervise/.child")));
    assertEquals(0, superviseAndLeave());
    String warning =
        "s6-supervise a: warning: unable to read the boot id: " + Errno.text(errno) + "\n";
    assertEquals(told ? warning : "", posix.errors());
  }

  @ParameterizedTest
  @CsvSource({
    "stat supervise, unable to stat supervise",
    "readlink supervise, unable to readlink supervise"
  })
  void aLinkToNowhereThatCannotBeLookedAt(String call, String told) {
    link("/a/supervise", "/run/a");
    meddler.refuse(call, Errno.EACCES);
    assertEquals(111, superviseAndLeave());
    assertTrue(posix.errors().contains(told + ": Permission denied\n"), posix.errors());
    assertFalse(posix.exists("/run/a"));
  }

  @Test
  void aLinkWhoseTargetCannotBeMade() {
    link("/a/event", "/run/deeper/event");
    assertEquals(111, superviseAndLeave());
    assertTrue(
        posix.errors().contains("unable to mkdir /run/deeper/event: No such"), posix.errors());
  }

  /** Half of it may name another directory. */
  @Test
  void aLinkThatIsTooLongIsNotCutOff() {
    String target = "/run/" + "x/".repeat(300);
    link("/a/supervise", target);
    assertEquals(111, superviseAndLeave());
    String told = posix.errors();
    assertTrue(told.contains("unable to readlink supervise: File name too long"), told);
    assertTrue(posix.names("/run").isEmpty());
  }

  // ---- the directory of events -----------------------------------------------------------------

  @Test
  void theEventDirectoryIsMadeForTheGroup() {
    posix.become(0, 7);
    assertEquals(0, superviseAndLeave());
    assertEquals(03730, posix.permissions("/a/event"));
    assertEquals(1, meddler.count("chown event"));
  }

  @Test
  void alsoBehindALink() {
    link("/a/event", "/run/event");
    assertEquals(0, superviseAndLeave());
    assertEquals(03730, posix.permissions("/run/event"));
  }

  @Test
  void oneThatIsThereKeepsItsPermissions() {
    posix.directory("/a/event").permissions("/a/event", 0700, -1, -1);
    assertEquals(0, superviseAndLeave());
    assertEquals(0700, posix.permissions("/a/event"));
  }

  // ---- standard streams ------------------------------------------------------------------------

  /** Or the service would find the lock or the fifo where it expects its input. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "2", "01", "12", "02", "012"})
  void closedStandardStreamsAreOpened(String closed) {
    for (char fd : closed.toCharArray()) posix.close(fd - '0');
    posix.after(50, () -> assertStreams(closed));
    assertEquals(0, superviseAndLeave());
  }

  private void assertStreams(String closed) {
    for (char fd : closed.toCharArray())
      assertEquals(fd == '0' ? O_RDONLY : O_WRONLY, posix.descriptorFlags(fd - '0') & 3);
  }

  @Test
  void noneIsLeftClosed() {
    posix.close(1);
    meddler.refuse("open /dev/null", Errno.EMFILE);
    assertEquals(111, superviseAndLeave());
    String told = posix.errors();
    assertTrue(
        told.contains("unable to sanitize stdin and stdout: " + Errno.text(Errno.EMFILE)), told);
  }

  /** What stands where supervise should be, and cannot be made to be it, ends the start. */
  @ParameterizedTest
  @CsvSource({
    "none, /no/where, mkdir /no/where: No such file or directory",
    "readlink, /run/a, readlink supervise: Input/output error"
  })
  void aLinkThatCannotBeFollowedEndsIt(String refused, String target, String told) {
    link("/a/supervise", target);
    if (!refused.equals("none")) meddler.refuse(refused, Errno.EIO);
    assertEquals(111, superviseAndLeave());
    assertEquals("s6-supervise a: fatal: unable to " + told + "\n", posix.errors());
  }
}
