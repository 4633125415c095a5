package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.Signal.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.FakePosix;

/** What is still open when a supervisor leaves, and what it lets go of before. */
class LeavingTest {
  private final Scene scene = new Scene();
  private FakePosix next;

  private void killAfter(long millis) {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.posix.after(millis, () -> scene.posix.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, scene::run);
    next = scene.another();
  }

  private List<String> openOf(FakePosix process, String kind) {
    return process.openDescriptors().stream().filter(line -> line.contains(kind)).toList();
  }

  /** Run has the number no longer: what stood for it is closed, not kept for good. */
  @Test
  void whatStandsForAnAdoptedRunIsClosedWhenItEnds() {
    killAfter(500);
    next.after(100, () -> assertEquals(1, openOf(next, "process ").size()));
    next.after(200, () -> scene.run.end(1));
    next.after(300, () -> assertEquals(List.of(), openOf(next, "process ")));
    next.after(2000, () -> assertEquals(2, scene.runs));
    next.after(2100, () -> scene.send("dx"));
    assertEquals(0, scene.superviseOn(next, "s6-supervise", "a"));
  }

  /** Another process is stopped from being taken for it, and leaves no descriptor behind. */
  @Test
  void whatStoodForAnotherProcessIsClosedAtOnce() {
    killAfter(500);
    int pid = scene.run.getpid();
    scene.run.end(0);
    scene.posix.pass(1000);
    FakePosix stranger = scene.another().numberNext(pid).another();
    stranger.numberNext(pid + 100);
    next.after(500, () -> assertEquals(List.of(), openOf(next, "process ")));
    next.after(1500, () -> scene.send("dx"));
    assertEquals(0, scene.superviseOn(next, "s6-supervise", "a"));
    assertFalse(stranger.hasEnded());
  }

  @ParameterizedTest
  @ValueSource(ints = {SIGQUIT, SIGINT})
  void nothingIsLeftOpenByOneThatLeavesItsRun(int signal) {
    scene.posix.file("/a/notification-fd", "3\n");
    scene.at(100, () -> scene.run.on(SIGINT, () -> {}));
    scene.at(200, () -> scene.posix.signal(signal));
    assertEquals(0, scene.run());
    assertFalse(scene.run.hasEnded());
  }

  @ParameterizedTest
  @ValueSource(ints = {SIGQUIT, SIGINT})
  void norByOneThatLeavesAnAdoptedRun(int signal) {
    killAfter(500);
    next.after(100, () -> scene.run.on(SIGINT, () -> {}));
    next.after(200, () -> next.signal(signal));
    assertEquals(0, scene.superviseOn(next, "s6-supervise", "a"));
    assertFalse(scene.run.hasEnded());
    assertTrue(scene.exists("/a/supervise/.child"));
  }
}
