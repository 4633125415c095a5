package s6j.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.files.LockFile;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/** What is left of a service that has ended, and what the commands make of it. */
class RemainsTest {
  private final Shop shop = new Shop();
  private final int[] pipe = new int[2];
  private FakePosix daemon;

  /** A service that was the script of a daemon, both with a pipe as standard output. */
  RemainsTest() {
    shop.posix.pipe(pipe, OpenFlags.O_CLOEXEC);
    shop.posix.program("/bin/daemon", child -> {});
    shop.posix.program("/bin/script", child -> child.on(Signal.SIGTERM, () -> child.end(0)));
    shop.posix.program("/bin/supervise", child -> {});
  }

  private static Spawn spawn(String line) {
    String[] words = line.split(" ");
    Spawn spawn = new Spawn();
    spawn.file = CString.of(words[0]);
    spawn.arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) spawn.arguments[i] = CString.of(words[i]);
    return spawn;
  }

  /** The script is gone, the daemon is not. */
  private void script(boolean daemonElsewhere) {
    Spawn spawn = spawn("/bin/script").move(pipe[1], 1);
    spawn.newSession = true;
    FakePosix script = shop.posix.process(shop.posix.spawn(spawn));
    spawn = spawn("/bin/daemon --for ever");
    spawn.newSession = daemonElsewhere;
    daemon = shop.posix.process(script.spawn(spawn));
    shop.supervise("web", script.getpid());
    script.end(0);
  }

  /** What reads the pipe, for a supervisor of its own. */
  private FakePosix logger() {
    String directory = Shop.DIRECTORY + "web/log/supervise";
    shop.posix.directory(directory);
    Spawn spawn = spawn("/bin/supervise").move(pipe[0], 0);
    FakePosix supervisor = shop.posix.process(shop.posix.spawn(spawn));
    new LockFile(supervisor).take(Posix.CWD, CString.of(directory + "/lock"), 0600);
    shop.posix.close(pipe[0]);
    shop.posix.close(pipe[1]);
    return supervisor;
  }

  @Test
  void whatEndsByItselfIsAwaited() {
    script(false);
    shop.posix.after(5000, () -> daemon.end(0));
    long before = shop.posix.monotonicNanos();
    assertEquals(0, shop.run("svc-down", "shop", "web"));
    long seconds = (shop.posix.monotonicNanos() - before) / 1_000_000_000;
    assertEquals(5, seconds);
  }

  @Test
  void whatStaysIsNamedAndEnded() {
    script(false);
    assertEquals(1, shop.run("svc-down", "shop", "web"));
    assertTrue(daemon.hasEnded());
    assertEquals(
        "Warning: service 'web' has left process "
            + daemon.getpid()
            + " (/bin/daemon --for ever), which is ended now\n"
            + "Fatal: 1 services of package 'shop' could not be down\n",
        shop.posix.errors());
  }

  @Test
  void whatIgnoresTermIsKilled() {
    shop.posix.program("/bin/daemon", child -> child.ignoreSignal(Signal.SIGTERM));
    script(false);
    assertEquals(1, shop.run("supervisor-stop", "shop", "web"));
    assertTrue(daemon.hasEnded());
  }

  /** That of the next start must not begin beside it, but begins all the same. */
  @Test
  void restartGoesOn() {
    script(false);
    assertEquals(0, shop.run("svc-restart", "shop", "web"));
    assertTrue(daemon.hasEnded());
    assertTrue(shop.children.get(1).contains("-u"), shop.children.get(1));
  }

  @Test
  void othersSessionsAreLeftAlone() {
    script(true);
    assertEquals(0, shop.run("svc-down", "shop", "web"));
    assertFalse(daemon.hasEnded());
  }

  @Test
  void whoHasTheLogOpenIsNamed() {
    script(true);
    logger();
    assertEquals(1, shop.run("supervisor-stop", "shop", "web"));
    assertEquals(
        "Warning: service 'web' has left process "
            + daemon.getpid()
            + " (/bin/daemon --for ever), which has its log open\n"
            + "Fatal: 1 services of package 'shop' could not be stopped\n",
        shop.posix.errors());
    assertTrue(shop.children.get(1).startsWith("/usr/bin/s6-svunlink -Xt"), shop.children.get(1));
  }

  @Test
  void nothingIsStartedBesideIt() {
    script(true);
    FakePosix logger = logger();
    shop.leave("web");
    assertEquals(1, shop.run("supervisor-start", "shop", "web"));
    assertEquals(List.of(), shop.children);
    assertTrue(
        shop.posix.errors().contains(daemon.getpid() + " (/bin/daemon --for ever)"),
        shop.posix.errors());
    daemon.end(0);
    shop.posix.after(2000, () -> logger.end(0));
    assertEquals(0, shop.run("supervisor-start", "shop", "web"));
  }

  @Test
  void aLoggerThatStaysIsNotStartedBeside() {
    script(true);
    logger();
    shop.leave("web");
    daemon.end(0);
    assertEquals(1, shop.run("supervisor-start", "shop", "web"));
    assertTrue(
        shop.posix.errors().contains("replace the logger of service 'web': timed out"),
        shop.posix.errors());
  }

  /** The process of the command is of another user than root's daemon. */
  @Test
  void whatMayNotBeSeenHoldsNothing() {
    script(true);
    logger();
    daemon.become(0, 0);
    assertEquals(0, shop.run("svc-down", "shop", "web"));
  }
}
