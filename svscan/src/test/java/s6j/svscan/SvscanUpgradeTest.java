package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Signal;

/** A scanner executes its new image, which goes on as if nothing had been (decision 12). */
class SvscanUpgradeTest {
  private static final String PROGRAM = "/usr/bin/s6-svscan";

  private final Scene scene = new Scene();
  private int upgrades;

  private void at(long millis, String letters) {
    scene.at(millis, () -> assertEquals(0, scene.send(letters)));
  }

  /** Runs image after image, each in the place of the one before. */
  private int run() {
    scene.posix.program(PROGRAM, image -> {});
    return runOn(scene.posix);
  }

  private int runOn(FakePosix process) {
    String[] options = {};
    while (true) {
      try {
        return scene.runAs(PROGRAM, process, options);
      } catch (FakePosix.Executed image) {
        upgrades++;
        assertEquals(PROGRAM, CString.text(image.file));
        String[] words = Arrays.stream(image.arguments).map(CString::text).toArray(String[]::new);
        assertEquals("/scan", words[words.length - 1]);
        options = Arrays.copyOfRange(words, 1, words.length - 1);
      }
    }
  }

  @Test
  void nothingIsRestarted() {
    scene.service("a").service("b");
    at(500, "U");
    scene.at(600, () -> scene.service("c"));
    at(700, "a");
    at(900, "U");
    scene.at(1000, () -> scene.kill("b"));
    at(2500, "t");
    assertEquals(0, run());
    assertEquals(2, upgrades);
    assertEquals(List.of("a", "b", "c", "b"), scene.starts);
    assertEquals("", scene.posix.errors());
    assertFalse(scene.posix.exists("/scan/.s6-svscan/handover"));
    scene.leavesNothing();
  }

  @Test
  void aDeathBetweenTwoImagesIsSeenAndItsPauseKept() {
    scene.service("a");
    at(500, "U");
    scene.at(500, () -> scene.kill("a"));
    scene.at(950, () -> assertFalse(scene.isUp("a")));
    scene.at(1100, () -> assertTrue(scene.isUp("a")));
    at(2000, "t");
    assertEquals(0, run());
    assertEquals(List.of("a", "a"), scene.starts);
  }

  @Test
  void whoWaitsForAStartGoesOnWaiting() {
    scene.service("a");
    scene.at(300, () -> scene.kill("a"));
    at(500, "U");
    scene.at(950, () -> assertFalse(scene.isUp("a")));
    scene.at(1100, () -> assertTrue(scene.isUp("a")));
    at(2000, "t");
    assertEquals(0, run());
    assertEquals(1, upgrades);
  }

  @Test
  void pipesStayBetweenTheSame() {
    scene.service("a").service("a/log").service("b");
    at(500, "U");
    scene.at(600, () -> scene.kill("a"));
    scene.at(700, () -> scene.kill("a/log"));
    scene.at(2000, () -> assertTrue(areJoined("a", "a/log")));
    at(2500, "t");
    assertEquals(0, run());
    assertEquals(5, scene.starts.size());
    scene.leavesNothing();
  }

  /** What one writes the other reads. */
  private boolean areJoined(String producer, String logger) {
    byte[] text = {'x'};
    scene.supervisors.get(producer).write(1, text, 0, 1);
    byte[] read = new byte[4];
    return scene.supervisors.get(logger).read(0, read, 0, 4) == 1;
  }

  @Test
  void whatWasForgottenStaysSo() {
    scene.posix.directory("/elsewhere/a");
    scene.link("/elsewhere/a", "a").service("b");
    scene.at(300, () -> scene.unlink("a"));
    at(400, "an");
    at(600, "U");
    scene.at(700, () -> scene.service("c"));
    at(800, "a");
    at(2000, "t");
    assertEquals(0, run());
    assertEquals(List.of("a", "b", "c"), scene.starts);
  }

  @Test
  void supervisorsThatWereTakenOverAreHeldStill() {
    scene.locking().service("a").service("b");
    scene.at(500, () -> scene.posix.signal(Signal.SIGKILL));
    assertThrows(FakePosix.Killed.class, this::run);
    FakePosix next = scene.another();
    next.program(PROGRAM, image -> {});
    next.after(300, () -> scene.send("U"));
    next.after(600, () -> assertEquals(2, scene.starts.size()));
    next.after(700, () -> scene.kill("a"));
    next.after(4000, () -> assertTrue(scene.isUp("a")));
    next.after(5000, () -> scene.send("t"));
    assertEquals(0, runOn(next));
    assertEquals(1, upgrades);
    assertEquals(List.of("a", "b", "a"), scene.starts);
  }

  @Test
  void anImageThatIsNotThereIsToldAndAllGoesOn() {
    scene.service("a");
    at(500, "U");
    at(1000, "t");
    assertEquals(0, runOn(scene.posix));
    assertEquals(0, upgrades);
    assertEquals(List.of("a"), scene.starts);
    String text = scene.posix.errors();
    assertTrue(text.contains("s6-svscan: warning: unable to become the new image: "), text);
    scene.leavesNothing();
  }

  @Test
  void whatIsNotWholeIsRefused() {
    scene.posix.file("/told", "not what it should be");
    int fd = scene.posix.open(Posix.CWD, CString.of("/told"), OpenFlags.O_RDONLY, 0);
    assertEquals(111, scene.runAs(PROGRAM, scene.posix, "--upgrade=" + fd));
    String text = scene.posix.errors();
    assertTrue(text.startsWith("s6-svscan: fatal: unable to take the place of another"), text);
    assertEquals(List.of(), scene.starts);
  }
}
