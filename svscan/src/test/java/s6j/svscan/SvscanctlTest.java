package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;

import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** The s6-svscanctl page, told to a fake kernel. */
class SvscanctlTest {
  private static final byte[] CONTROL = CString.of("/scan/.s6-svscan/control");

  private final FakePosix posix = new FakePosix();

  private int run(String... words) {
    byte[][] arguments = new byte[words.length + 1][];
    arguments[0] = CString.of("s6-svscanctl");
    for (int i = 0; i < words.length; i++) arguments[i + 1] = CString.of(words[i]);
    return Svscanctl.run(posix, Svscanctl.declaration(), arguments);
  }

  private int listen() {
    posix.directory("/scan/.s6-svscan");
    posix.mkfifo(Posix.CWD, CONTROL, 0600);
    return posix.open(Posix.CWD, CONTROL, O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
  }

  @Test
  void lettersArriveInTheirOrder() {
    int fd = listen();
    assertEquals(0, run("-zabhitqnNU", "-a", "/scan"));
    byte[] got = new byte[64];
    assertEquals(11, posix.read(fd, got, 0, got.length));
    assertEquals("zabhitqnNUa", CString.text(got));
  }

  @Test
  void withoutLettersItOnlyLooks() {
    int fd = listen();
    assertEquals(0, run("/scan"));
    assertTrue(posix.read(fd, new byte[1], 0, 1) <= 0);
    posix.close(fd);
    assertEquals(100, run("/scan"));
    assertTrue(posix.errors().contains("unable to control /scan: supervisor not listening"));
  }

  /** It ended between the look at its fifo and the letters. */
  @Test
  void aScannerThatEndsMeanwhileDoesNotListen() {
    int fd = listen();
    Posix kernel = new Meddler(posix).refuse("write", Errno.EPIPE).kernel();
    byte[][] line = {CString.of("s6-svscanctl"), CString.of("-a"), CString.of("/scan")};
    assertEquals(100, Svscanctl.run(kernel, Svscanctl.declaration(), line));
    posix.close(fd);
  }

  @Test
  void whatIsMissingTellsTheExitCode() {
    assertEquals(111, run("-a", "/nowhere"));
    posix.directory("/empty").directory("/half/.s6-svscan");
    assertEquals(100, run("-a", "/empty"));
    assertEquals(100, run("-a", "/half"));
  }

  /** Word for word what s6-svscanctl 2.15.1.0 says. */
  @Test
  void aFifoThatIsNotOurs() {
    listen();
    posix.become(65534, 65534);
    assertEquals(111, run("-a", "/scan"));
    String said = "s6-svscanctl: fatal: unable to control /scan: Permission denied\n";
    assertEquals(said, posix.errors());
  }

  @Test
  void wrongCallsAreRefused() {
    listen();
    assertEquals(100, run());
    assertEquals(100, run("-a"));
    for (String old : new String[] {"p", "r", "s", "0", "6", "7", "8", "x", "A", "Z"})
      assertEquals(100, run("-" + old, "/scan"), old);
    assertEquals(100, run("-" + "a".repeat(65), "/scan"));
    assertEquals(0, run("-" + "a".repeat(64), "/scan"));
  }
}
