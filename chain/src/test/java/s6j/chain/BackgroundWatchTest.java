package s6j.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FakeProgram;
import s6j.posix.Signal;
import s6j.posix.Spawn;

class BackgroundWatchTest {
  private final FakePosix posix = new FakePosix();
  private FakePosix daemon;

  private String call(String... words) {
    return Outcome.of(posix, BackgroundWatch.declaration(), words).line();
  }

  /** {@code /bin/parent} starts a daemon, writes its pid after 100 ms and exits 0. */
  private void parent(FakeProgram runs) {
    posix.program(
        "/bin/daemon",
        child -> {
          daemon = child;
          runs.start(child);
        });
    posix.program(
        "/bin/parent",
        child -> {
          Spawn spawn = new Spawn();
          spawn.file = CString.of("/bin/daemon");
          spawn.arguments = new byte[][] {spawn.file};
          int pid = child.spawn(spawn);
          child.after(
              100,
              () -> {
                posix.file("/pid", pid + "\nmore\n");
                child.exit(0);
              });
        });
  }

  @Test
  void endsAsTheDaemonEnds() {
    parent(child -> child.after(5000, () -> child.exit(7)));
    assertEquals("exit 7", call("/pid", "parent"));
  }

  @Test
  void whatTheReferenceSaysOfItsOptions() {
    assertEquals("exit 100", call("-t", "2147483648", "/pid", "parent"));
    assertTrue(posix.errors().startsWith("s6-background-watch: usage: "), posix.errors());
    assertEquals("exit 100", call("-d", "2"));
    assertEquals("exit 111", call("-d", "2147483648", "/pid", "parent"));
    String said =
        "s6-background-watch: fatal: unable to check notification-fd: Bad file descriptor";
    assertTrue(posix.errors().endsWith(said + "\n"), posix.errors());
    assertEquals("exit 127", call("/pid", ""));
    said = "s6-background-watch: fatal: unable to spawn : No such file or directory";
    assertTrue(posix.errors().endsWith(said + "\n"), posix.errors());
  }

  @Test
  void tellsOfSignalsAndBigCodesAsUsual() {
    parent(child -> child.after(5000, () -> child.endWith(Signal.SIGSEGV)));
    assertEquals("exit 139", call("/pid", "parent"));
    parent(child -> child.after(5000, () -> child.exit(200)));
    assertEquals("exit 128", call("/pid", "parent"));
  }

  /** The reference then waits for ever for a death that it has missed. */
  @Test
  void seesADaemonThatDiedBeforeItsParent() {
    parent(child -> child.after(50, () -> child.exit(9)));
    assertEquals("exit 9", call("/pid", "parent"));
  }

  @Test
  void forwardsSignals() {
    posix.after(500, () -> posix.signal(Signal.SIGHUP));
    parent(
        child -> {
          child.on(Signal.SIGHUP, () -> {});
          child.on(Signal.SIGTERM, () -> child.exit(4));
        });
    posix.after(900, () -> posix.signal(Signal.SIGTERM));
    assertEquals("exit 4", call("/pid", "parent"));
    assertEquals(List.of("HUP " + daemon.getpid(), "TERM " + daemon.getpid()), posix.kills());
  }

  @Test
  void tellsReadinessOnceTheDaemonIsKnown() {
    parent(child -> child.after(5000, () -> child.exit(0)));
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    assertEquals("exit 0", call("-d", String.valueOf(ends[1]), "/pid", "parent"));
    byte[] buffer = new byte[2];
    assertEquals(1, posix.read(ends[0], buffer, 0, 2));
    assertEquals('\n', buffer[0]);
    assertEquals(0, posix.read(ends[0], buffer, 0, 2));
  }

  @Test
  void aParentThatFailsTakesItsPidfileAlong() {
    posix.file("/pid", "1234\n");
    posix.program("/bin/parent", child -> child.exit(3));
    assertEquals("exit 3", call("/pid", "parent"));
    assertFalse(posix.exists("/pid"));
    assertEquals("s6-background-watch: fatal: parent (parent) exited 3\n", posix.errors());
  }

  @Test
  void aParentThatTakesTooLongIsKilled() {
    posix.program("/bin/parent", child -> {});
    assertEquals("exit 137", call("-t", "2000", "/pid", "parent"));
    assertTrue(posix.errors().contains("did not exit before timeout-ready, killing it"));
  }

  @Test
  void noPidfileIs104() {
    posix.program("/bin/parent", child -> child.exit(0));
    assertEquals("exit 104", call("/pid", "parent"));
  }

  /** 0 and 1 are numbers, but kill would reach far more than a daemon. */
  @Test
  void noValidPidIs104() {
    posix.program("/bin/parent", child -> child.exit(0));
    for (String text : new String[] {"", "x", "0", "1", "-1", "12 ", "4294967296"}) {
      posix.file("/pid", text);
      assertEquals("exit 104", call("/pid", "parent"), text);
    }
    assertEquals(List.of(), posix.kills());
  }

  @Test
  void aStrangersPidIs111() {
    posix.program("/bin/parent", child -> child.exit(0));
    FakePosix stranger = posix.another();
    posix.file("/pid", stranger.getpid() + "\n");
    assertEquals("exit 111", call("/pid", "parent"));
    posix.file("/pid", "9999\n");
    assertEquals("exit 111", call("/pid", "parent"));
  }

  @Test
  void wrongUse() {
    assertEquals("exit 100", call("/pid"));
    assertEquals("exit 100", call("-d", "2", "/pid", "parent"));
    assertEquals("exit 100", call("-t", "x", "/pid", "parent"));
    assertEquals("exit 111", call("-d", "50", "/pid", "parent"));
    assertEquals("exit 127", call("/pid", "nowhere"));
    posix.file("/bin/text", CString.of("no program"), 0755);
    assertEquals("exit 126", call("/pid", "text"));
  }
}
