package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.OpenFlags.*;
import static s6j.posix.Signal.*;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.ServiceStatus;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Posix;

/** A whole supervisor on the fake kernel. */
class SuperviseMainTest {
  private final Scene scene = new Scene();

  // ---- start
  // -------------------------------------------------------------------------------------

  @Test
  void itNeedsADirectory() {
    assertEquals(100, scene.supervise("s6-supervise"));
    assertEquals(111, scene.supervise("s6-supervise", "nowhere"));
    assertEquals(
        "s6-supervise: usage: s6-supervise dir\n"
            + "s6-supervise: fatal: unable to chdir to nowhere: No such file or directory\n",
        scene.posix.errors());
  }

  @Test
  void itMakesWhatItNeedsUnderAnyUmask() {
    scene.posix.umask(077);
    scene.posix.file("/a/down", "");
    scene.at(100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertEquals(03730, scene.posix.permissions("/a/event"));
    assertEquals(0700, scene.posix.permissions("/a/supervise"));
    assertEquals(0644, scene.posix.permissions("/a/supervise/lock"));
    assertEquals(0600, scene.posix.permissions("/a/supervise/control"));
    assertEquals(0600, scene.posix.permissions("/a/supervise/status"));
    assertEquals(0600, scene.posix.permissions("/a/supervise/death_tally"));
    assertEquals(077, scene.posix.umask(022));
  }

  @Test
  void aLinkToNowhereIsFollowedAndALinkToADirectoryTaken() {
    scene.posix.directory("/run");
    scene.posix.symlink(CString.of("/run/a"), Posix.CWD, CString.of("/a/supervise"));
    scene.posix.file("/a/down", "");
    scene.at(100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertTrue(scene.posix.exists("/run/a/status"));
    Scene again = new Scene();
    again.posix.directory("/run/a").file("/a/down", "");
    again.posix.symlink(CString.of("/run/a"), Posix.CWD, CString.of("/a/supervise"));
    again.at(100, () -> again.posix.signal(SIGTERM));
    assertEquals(0, again.run());
  }

  @Test
  void somethingElseInTheWayIsAnError() {
    scene.posix.file("/a/supervise", "");
    assertEquals(100, scene.run());
    Scene fifo = new Scene();
    fifo.posix.file("/a/supervise/control", "");
    assertEquals(100, fifo.run());
  }

  @Test
  void aSecondInstanceIsTurnedAway() {
    scene.posix.directory("/a/supervise");
    FakePosix first = scene.posix.another();
    int fd = first.open(Posix.CWD, CString.of("/a/supervise/lock"), O_WRONLY | O_CREAT, 0644);
    first.lock(fd, true, false);
    assertEquals(100, scene.run());
    assertTrue(scene.posix.errors().contains("already running"));
  }

  // ---- life
  // --------------------------------------------------------------------------------------

  @Test
  void statusIsWrittenBeforeItIsAnnounced() {
    scene.at(1000, () -> scene.send("d"));
    scene.at(2000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertEquals("sudDx", scene.announced());
    assertEquals(List.of("s 0 0d", "u 102 04", "d 0 08", "D 0 08", "x 0 08"), scene.seen);
    assertEquals(List.of("TERM 102", "CONT 102"), scene.posix.kills());
    scene.leavesNothing();
  }

  @Test
  void runGetsItsNameAndASessionOfItsOwn() {
    scene.at(10, () -> assertEquals("./run a", scene.run.line()));
    scene.at(11, () -> assertEquals(scene.run.getpid(), scene.run.session()));
    scene.at(12, () -> assertEquals("/a", scene.run.workingDirectory()));
    scene.at(13, () -> assertEquals(List.of(), scene.run.openDescriptors()));
    scene.at(20, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
  }

  @Test
  void finishIsToldHowRunDied() {
    List<String> lines = new ArrayList<>();
    scene.posix.program(
        "/a/finish",
        child -> {
          lines.add(child.line());
          child.exit(0);
        });
    scene.at(10, () -> scene.run.end(7));
    scene.at(5000, () -> scene.send("k"));
    scene.at(9000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertEquals("./finish 7 0 a 102", lines.get(0));
    assertEquals("./finish 256 9 a 104", lines.get(1));
    assertEquals("./finish 256 15 a 106", lines.get(2));
  }

  @Test
  void deathsAreKeptOnRecord() {
    scene.posix.file("/a/max-death-tally", "2\n");
    scene.at(10, () -> scene.run.end(1));
    scene.at(2000, () -> scene.run.end(2));
    scene.at(4000, () -> scene.run.endWith(SIGSEGV));
    scene.at(4100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    byte[] tally = scene.posix.bytes("/a/supervise/death_tally");
    assertEquals(28, tally.length);
    assertEquals(2, tally[12]);
    assertEquals(0, tally[13]);
    assertEquals(128 + SIGSEGV, tally[26] & 0xff);
    assertEquals(SIGSEGV, tally[27]);
  }

  @Test
  void aServiceThatDiesRestartsASecondLater() {
    List<Long> starts = new ArrayList<>();
    scene.posix.program(
        "/a/run",
        child -> {
          starts.add(child.monotonicNanos() / 1_000_000);
          child.exit(1);
        });
    scene.at(3500, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertEquals(4, starts.size());
    for (int i = 1; i < 4; i++) assertEquals(1000, starts.get(i) - starts.get(i - 1));
  }

  @Test
  void backoffMakesThePausesGrowAndShowsThem() {
    List<Long> starts = new ArrayList<>();
    scene.posix.file("/a/restart-backoff", "200 3 1000 10000\n");
    scene.posix.file("/a/supervise/backoff", "77\n");
    scene.posix.program(
        "/a/run",
        child -> {
          starts.add(child.monotonicNanos() / 1_000_000);
          child.exit(1);
        });
    scene.at(100, () -> assertEquals("200\n", scene.posix.text("/a/supervise/backoff")));
    scene.at(300, () -> assertEquals("600\n", scene.posix.text("/a/supervise/backoff")));
    scene.at(3500, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertEquals(200, starts.get(1) - starts.get(0));
    assertEquals(600, starts.get(2) - starts.get(1));
    assertEquals(1000, starts.get(3) - starts.get(2));
    assertEquals(1000, starts.get(4) - starts.get(3));
    assertFalse(scene.posix.exists("/a/supervise/backoff"));
  }

  @Test
  void anInvalidBackoffIsNone() {
    scene.posix.file("/a/restart-backoff", "soon\n");
    scene.at(10, () -> scene.run.end(1));
    scene.at(500, () -> assertFalse(scene.posix.exists("/a/supervise/backoff")));
    scene.at(2000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertTrue(scene.posix.errors().contains("warning: invalid restart-backoff"));
  }

  @Test
  void aMissingRunIsTriedAgainAfterAMinute() {
    scene.posix.unlink(Posix.CWD, CString.of("/a/run"));
    scene.at(59_000, () -> scene.serve());
    scene.at(61_000, () -> assertEquals("./run a", scene.run.line()));
    scene.at(62_000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertTrue(
        scene
            .posix
            .errors()
            .contains(
                "s6-supervise a: warning: unable to spawn ./run (waiting 60 seconds): No such"
                    + " file or directory"));
  }

  // ---- readiness
  // ---------------------------------------------------------------------------------

  @Test
  void anythingUpToANewlineIsReadiness() {
    scene.posix.file("/a/notification-fd", "7\n");
    scene.at(100, () -> scene.write(7, "x".repeat(200)));
    scene.at(200, () -> assertEquals("su", scene.announced()));
    scene.at(300, () -> scene.write(7, "y\n"));
    scene.at(400, () -> assertEquals("suU", scene.announced()));
    scene.at(500, () -> assertEquals(0x0c, scene.status()[34]));
    scene.at(600, () -> scene.write(7, "once more\n"));
    scene.at(700, () -> assertEquals("suU", scene.announced()));
    scene.at(2000, () -> scene.run.end(1));
    scene.at(2001, () -> assertEquals("suUdDu", scene.announced()));
    scene.at(3000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void readinessThatComesWithTheDeathIsSeenFirst() {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.at(
        100,
        () -> {
          scene.write(3, "\n");
          scene.run.end(1);
          scene.posix.signal(SIGTERM);
        });
    assertEquals(0, scene.run());
    assertTrue(scene.announced().startsWith("suU"), scene.announced());
  }

  @Test
  void notificationAndLockMayNotShareADescriptor() {
    scene.posix.program("/usr/bin/s6-setlock", child -> {});
    scene.posix.file("/a/notification-fd", "3\n").file("/a/lock-fd", "3\n");
    scene.at(100_000, () -> assertEquals("s", scene.announced()));
    scene.at(100_001, () -> scene.posix.file("/a/lock-fd", "4\n"));
    scene.at(100_002, () -> scene.send("u"));
    scene.at(100_003, () -> assertEquals("su", scene.announced()));
    scene.at(
        100_004,
        () ->
            assertEquals(
                "/usr/bin/s6-setlock -d 4 -- supervise/service-lock ./run a",
                scene.posix.others().get(1).line()));
    scene.at(100_100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
  }

  @Test
  void notificationOnDescriptorZeroIsRefused() {
    scene.posix.file("/a/notification-fd", "0\n");
    scene.at(100_000, () -> assertEquals("s", scene.announced()));
    scene.at(100_100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
  }

  @Test
  void runMayHaveAPidNamespace() {
    scene.posix.become(0, 0).file("/a/flag-newpidns", "");
    scene.at(10, () -> assertTrue(scene.run.isInOwnPidNamespace()));
    scene.at(100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
  }

  @Test
  void theDownSignalComesAloneWhereAFileSaysSo() {
    scene.posix.file("/a/flag-no-cont", "").file("/a/down-signal", "INT");
    scene.at(100, () -> scene.send("d"));
    scene.at(200, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    assertEquals(List.of("INT 102"), scene.posix.kills());
    scene.leavesNothing();
  }

  // ---- signals
  // -----------------------------------------------------------------------------------

  @Test
  void hupReleasesTheStreams() {
    scene.at(100, () -> scene.posix.signal(SIGHUP));
    scene.at(
        200,
        () -> {
          assertEquals(O_RDWR, scene.posix.descriptorFlags(0));
          assertEquals(O_RDWR, scene.posix.descriptorFlags(1));
          assertEquals("su", scene.announced());
          scene.run.end(0);
        });
    assertEquals(0, scene.run());
    assertEquals("sudDx", scene.announced());
  }

  @Test
  void quitLeavesRunAlone() {
    scene.at(100, () -> scene.posix.signal(SIGQUIT));
    assertEquals(0, scene.run());
    assertFalse(scene.run.hasEnded());
    assertEquals("sux", scene.announced());
    assertEquals(List.of("s 0 0d", "u 102 04", "x 102 04"), scene.seen);
  }

  @Test
  void intGoesToTheGroup() {
    scene.at(100, () -> scene.posix.signal(SIGINT));
    assertEquals(0, scene.run());
    assertEquals(List.of("INT -102"), scene.posix.kills());
  }

  @Test
  void lettersBehindAnExitAreNotObeyed() {
    scene.posix.file("/a/down", "");
    scene.at(100, () -> scene.send("xu"));
    assertEquals(0, scene.run());
    assertEquals("sx", scene.announced());
  }

  @Test
  void childrenOfOthersAreCollected() {
    scene.posix.becomeSubreaper();
    scene.at(
        100,
        () -> {
          FakePosix orphan = scene.childOfRun();
          scene.run.end(0);
          orphan.end(1);
        });
    scene.at(5000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void theClockMayJump() {
    scene.at(100, () -> scene.posix.setRealtime(1));
    scene.at(200, () -> scene.run.end(1));
    scene.at(1300, () -> assertEquals("sudDu", scene.announced()));
    scene.at(2000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
    ServiceStatus status = new ServiceStatus();
    status.decode(scene.status(), 0);
    assertEquals(1_900_000_001L, status.stampNanos);
  }

  @Test
  void aFullListenerLosesEventsAndHoldsNobodyUp() {
    scene.fillListener();
    scene.at(1000, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
  }

  @Test
  void aDirectoryThatVanishedIsNoReasonToDie() {
    scene.at(
        100,
        () ->
            scene.posix.rename(Posix.CWD, CString.of("/a/supervise"), Posix.CWD, CString.of("/b")));
    scene.at(200, () -> scene.run.end(1));
    scene.at(2000, () -> assertFalse(scene.run.hasEnded()));
    scene.at(
        3000,
        () ->
            scene.posix.rename(Posix.CWD, CString.of("/b"), Posix.CWD, CString.of("/a/supervise")));
    scene.at(
        9000,
        () -> {
          ServiceStatus status = new ServiceStatus();
          status.decode(scene.status(), 0);
          assertEquals(scene.run.getpid(), status.pid);
        });
    scene.at(9100, () -> scene.posix.signal(SIGTERM));
    assertEquals(0, scene.run());
  }
}
