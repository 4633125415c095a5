package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The kernel of the unit tests answers as Linux does. */
class FakePosixTest {
  private static final int LACKS =
      PosixContract.SPAWN_REAL | PosixContract.INET | PosixContract.FORK | PosixContract.USERS;

  @Test
  void keepsTheContract() {
    FakePosix posix = new FakePosix().directory("/scratch");
    posix.signals(Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGHUP));
    posix.ignoreSignal(Signal.SIGPIPE);
    List<String> failures = new ArrayList<>();
    int[] checks = new int[1];
    Report report =
        (name, condition) -> {
          checks[0]++;
          if (!condition) failures.add(name);
        };
    new PosixContract(posix, CString.of("/scratch"), report).without(LACKS).runAll();
    assertEquals(List.of(), failures);
    assertTrue(checks[0] > 200, checks[0] + " checks");
    assertEquals(List.of(), posix.names("/scratch"));
    assertEquals(List.of("3 signals"), posix.openDescriptors());
  }

  @Test
  void childrenLiveInTheClockOfTheTest() {
    FakePosix posix = new FakePosix();
    posix.program("/service/run", child -> child.after(1500, () -> child.end(3)));
    int signals = posix.signals(Signal.bit(Signal.SIGCHLD));
    long before = posix.monotonicNanos();
    int directory = posix.open(Posix.CWD, CString.of("/service"), 0, 0);
    posix.setCloseOnExec(directory, true);
    int pid = posix.spawn(spawn(directory));
    assertEquals("./run web", posix.process(pid).line());
    assertEquals("/service", posix.process(pid).workingDirectory());
    Poller poller = new Poller(1);
    poller.add(signals, Poller.READ);
    assertEquals(0, posix.poll(poller, 1000));
    assertEquals(1, posix.poll(poller, 1000));
    assertEquals(1_500_000_000, posix.monotonicNanos() - before);
    assertEquals(Signal.SIGCHLD, posix.nextSignal(signals));
    int[] status = new int[1];
    assertEquals(pid, posix.waitpid(-1, status, Posix.WNOHANG));
    assertEquals(3, WaitStatus.exitCode(status[0]));
    assertEquals(-Errno.ECHILD, posix.waitpid(-1, status, Posix.WNOHANG));
    poller.clear();
    assertThrows(FakePosix.Quiet.class, () -> posix.poll(poller, -1));
    assertEquals(List.of(), posix.complaints());
  }

  private static Spawn spawn(int directory) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("./run");
    spawn.arguments = new byte[][] {CString.of("./run"), CString.of("web")};
    spawn.directory = directory;
    spawn.newSession = true;
    return spawn;
  }

  @Test
  void stoppedChildrenGoOnLater() {
    FakePosix posix = new FakePosix().program("/run", child -> {});
    int pid = posix.spawn(spawn(Posix.CWD));
    FakePosix child = posix.process(pid);
    posix.kill(pid, Signal.SIGSTOP);
    posix.kill(pid, Signal.SIGTERM);
    assertTrue(child.isStopped() && !child.hasEnded());
    child.after(10, () -> child.end(0));
    posix.pass(20);
    assertTrue(!child.hasEnded());
    posix.kill(-pid, Signal.SIGCONT);
    assertTrue(child.hasEnded());
    int[] status = new int[1];
    assertEquals(pid, posix.waitpid(pid, status, 0));
    assertEquals(Signal.SIGTERM, WaitStatus.signal(status[0]));
    assertEquals(List.of("STOP " + pid, "TERM " + pid, "CONT -" + pid), posix.kills());
  }

  @Test
  void complainsOfNegligence() {
    FakePosix posix = new FakePosix().program("/run", child -> {});
    int fd = posix.open(Posix.CWD, CString.of("/run"), OpenFlags.O_RDONLY, 0);
    posix.spawn(spawn(Posix.CWD));
    posix.close(fd);
    posix.close(fd);
    assertEquals(
        List.of("spawn of ./run passes on 3 /run", "close of descriptor 3, which is not open"),
        posix.complaints());
  }

  @Test
  void locksAreOfProcessesAndLostByAnyClose() {
    FakePosix posix = new FakePosix().file("/lock", "");
    FakePosix other = posix.another();
    int first = posix.open(Posix.CWD, CString.of("/lock"), OpenFlags.O_RDWR, 0);
    int second = posix.open(Posix.CWD, CString.of("/lock"), OpenFlags.O_RDWR, 0);
    int theirs = other.open(Posix.CWD, CString.of("/lock"), OpenFlags.O_RDWR, 0);
    assertEquals(0, posix.lock(first, true, false));
    assertEquals(1, other.isLocked(theirs));
    assertEquals(0, posix.isLocked(first));
    assertEquals(-Errno.EAGAIN, other.lock(theirs, false, false));
    posix.close(second);
    assertEquals(0, other.isLocked(theirs));
  }

  @Test
  void descriptorsRunOut() {
    FakePosix posix = new FakePosix();
    posix.setLimit(7, 5, 5);
    int[] ends = new int[2];
    assertEquals(0, posix.pipe(ends, 0));
    assertEquals(-Errno.EMFILE, posix.open(Posix.CWD, CString.of("/"), 0, 0));
    assertEquals(-Errno.EMFILE, posix.pipe(ends, 0));
    posix.close(4);
    assertEquals(-Errno.EMFILE, posix.pipe(ends, 0));
    assertEquals(List.of("3 pipe 3-4"), posix.openDescriptors());
  }

  @Test
  void permissionsCount() {
    FakePosix posix = new FakePosix().file("/closed/file", "");
    posix.permissions("/closed", 0600, 1000, 1000);
    assertEquals(-Errno.EACCES, posix.access(Posix.CWD, CString.of("/closed/file"), 0));
    posix.permissions("/closed", 0500, 1000, 1000);
    assertEquals(-Errno.EACCES, posix.unlink(Posix.CWD, CString.of("/closed/file")));
    posix.permissions("/closed", 01777, 0, 0).permissions("/closed/file", 0644, 0, 0);
    assertEquals(-Errno.EPERM, posix.unlink(Posix.CWD, CString.of("/closed/file")));
    posix.become(0, 0);
    assertEquals(0, posix.unlink(Posix.CWD, CString.of("/closed/file")));
  }

  @Test
  void aBrokenPipeKillsUnlessIgnored() {
    FakePosix posix = new FakePosix();
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    posix.close(ends[0]);
    assertThrows(FakePosix.Killed.class, () -> posix.write(ends[1], new byte[1], 0, 1));
  }

  @Test
  void everyCallFailsInItsTurn() {
    List<String> failed = new ArrayList<>();
    int calls =
        FaultyPosix.sweep(
            faulty -> {
              Posix posix = faulty.around(new FakePosix());
              int fd = posix.open(Posix.CWD, CString.of("/f"), OpenFlags.O_CREAT, 0600);
              if (fd >= 0) posix.close(fd);
              if (posix.mkdir(Posix.CWD, CString.of("/d"), 0700) >= 0) posix.getpid();
              failed.add(faulty.failed());
            });
    assertEquals(3, calls);
    assertEquals("open Too many open files", failed.get(0));
    assertEquals("close Input/output error", failed.get(1));
    assertEquals("mkdir No space left on device", failed.get(2));
    assertNull(failed.get(3));
  }
}
