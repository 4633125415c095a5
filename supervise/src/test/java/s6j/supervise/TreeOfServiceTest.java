package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A service whose {@code kill} says what ends with it: run is behind s6-tree. */
class TreeOfServiceTest {
  private final Scene scene = new Scene();

  @BeforeEach
  void kill() {
    scene.posix.file("/a/kill", "tree\n");
    scene.posix.program(
        "/bin/s6-tree",
        child -> {
          scene.start(child);
          child.on(Signal.SIGXCPU, () -> child.exit(1));
        });
  }

  private void endAt(long millis) {
    scene.at(millis, () -> scene.send("dx"));
    scene.at(millis + 100, () -> scene.posix.signal(Signal.SIGTERM));
  }

  @Test
  void runIsStartedByIt() {
    scene.at(50, () -> assertEquals("/bin/s6-tree -s -- ./run a", scene.run.line()));
    endAt(500);
    assertEquals(0, scene.run());
    scene.leavesNothing();
  }

  @Test
  void theLockIsTakenBehindIt() {
    scene.posix.file("/a/lock-fd", "4\n");
    scene.posix.program("/bin/s6-setlock", child -> {});
    String line = "/bin/s6-tree -s -- /bin/s6-setlock -d 4 -- supervise/service-lock ./run a";
    scene.at(50, () -> assertEquals(line, scene.run.line()));
    endAt(500);
    assertEquals(0, scene.run());
  }

  /** It could not pass them on. */
  @Test
  void killAndStopAreToldByOtherSignals() {
    scene.at(50, () -> scene.posix.file("/a/supervise/tree", scene.run.getpid() + "\n"));
    scene.at(100, () -> scene.send("p"));
    scene.at(200, () -> assertTrue(scene.run.isStopped()));
    scene.at(300, () -> scene.send("c"));
    scene.at(400, () -> scene.send("k"));
    endAt(5000);
    assertEquals(0, scene.run());
    String kills = scene.posix.kills().toString();
    assertTrue(kills.contains("TSTP ") && kills.contains("XCPU "), kills);
    assertFalse(kills.contains("KILL ") || kills.contains("STOP "), kills);
  }

  /** Whatever an earlier one has left. */
  @Test
  void whoIsNoTreeIsKilled() {
    scene.posix.unlink(Posix.CWD, CString.of("/a/kill"));
    scene.at(50, () -> scene.posix.file("/a/supervise/tree", scene.run.getpid() + "\n"));
    scene.at(100, () -> scene.send("k"));
    endAt(5000);
    assertEquals(0, scene.run());
    assertTrue(scene.posix.kills().toString().contains("KILL "));
  }
}
