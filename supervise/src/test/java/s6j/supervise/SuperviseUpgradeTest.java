package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static s6j.posix.Signal.*;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FaultyPosix;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A supervisor executes its new image, which goes on as if nothing had been (decision 12). */
class SuperviseUpgradeTest {
  private static final String PROGRAM = "/bin/s6-supervise";

  private final Scene scene = new Scene();
  private int upgrades;
  private byte[] atUpgrade = {};

  private void at(long millis, String letters) {
    scene.at(millis, () -> scene.send(letters));
  }

  /** Runs image after image, each in the place of the one before. */
  private int run() {
    scene.posix.program(PROGRAM, image -> {});
    return runOn(scene.posix);
  }

  private int runOn(Posix process) {
    String[] words = {PROGRAM, "/a"};
    while (true) {
      try {
        return scene.superviseOn(process, words);
      } catch (FakePosix.Executed image) {
        upgrades++;
        atUpgrade = scene.status();
        assertEquals(PROGRAM, CString.text(image.file));
        words = Arrays.stream(image.arguments).map(CString::text).toArray(String[]::new);
      }
    }
  }

  @Test
  void nothingIsSeenOfIt() {
    at(500, "e");
    scene.at(600, () -> assertArrayEquals(atUpgrade, scene.status()));
    scene.at(700, () -> scene.run.on(SIGUSR1, () -> {}));
    at(800, "1");
    at(900, "e");
    at(1000, "dx");
    assertEquals(0, run());
    assertEquals(2, upgrades);
    assertEquals(1, scene.runs);
    assertTrue(scene.run.hasEnded());
    assertEquals("sudDx", scene.announced());
    assertEquals("", scene.posix.errors());
    assertFalse(scene.exists("/a/supervise/.handover"));
    scene.leavesNothing();
  }

  @Test
  void aDeathBetweenTwoImagesIsSeen() {
    at(500, "e");
    scene.at(500, () -> scene.run.end(0x100));
    at(5000, "dx");
    assertEquals(0, run());
    assertEquals(1, upgrades);
    assertEquals(2, scene.runs);
  }

  @Test
  void theTimeToStopGoesOn() {
    scene.posix.file("/a/timeout-kill", "2000");
    scene.at(100, () -> scene.run.on(SIGTERM, () -> {}));
    at(200, "d");
    at(1200, "e");
    scene.at(2100, () -> assertFalse(scene.run.hasEnded()));
    scene.at(2300, () -> assertTrue(scene.run.hasEnded()));
    at(3000, "x");
    assertEquals(0, run());
    assertEquals(1, upgrades);
  }

  @Test
  void thePauseBeforeAStartGoesOn() {
    scene.at(100, () -> scene.run.end(0x100));
    at(300, "e");
    scene.at(900, () -> assertEquals(1, scene.runs));
    scene.at(1200, () -> assertEquals(2, scene.runs));
    at(2000, "dx");
    assertEquals(0, run());
    assertEquals(1, upgrades);
  }

  @Test
  void readinessIsToldToTheNewImage() {
    scene.posix.file("/a/notification-fd", "3\n");
    at(500, "e");
    scene.at(700, () -> scene.write(3, "\n"));
    at(900, "e");
    at(1000, "dx");
    assertEquals(0, run());
    assertEquals(2, upgrades);
    assertEquals("suUdDx", scene.announced());
  }

  @Test
  void aFinishGoesOn() {
    scene.posix.program("/a/finish", finish -> finish.after(1000, () -> finish.end(0)));
    scene.at(2000, () -> scene.run.end(0x100));
    at(2500, "e");
    scene.at(2900, () -> assertEquals(1, scene.runs));
    scene.at(4500, () -> assertEquals(2, scene.runs));
    at(6000, "dx");
    assertEquals(0, run());
    assertEquals(1, upgrades);
  }

  @Test
  void whatWasAdoptedIsAdoptedAgain() {
    scene.posix.after(500, () -> scene.posix.signal(SIGKILL));
    assertThrows(FakePosix.Killed.class, this::run);
    FakePosix next = scene.another();
    next.program(PROGRAM, image -> {});
    FakePosix first = scene.run;
    next.after(300, () -> scene.send("e"));
    next.after(500, () -> assertEquals(1, scene.runs));
    next.after(600, () -> first.end(0));
    next.after(4000, () -> scene.send("e"));
    next.after(5000, () -> scene.send("dx"));
    assertEquals(0, runOn(next));
    assertEquals(2, upgrades);
    assertEquals(2, scene.runs);
  }

  @Test
  void anImageThatIsNotThereIsToldAndAllGoesOn() {
    at(500, "e");
    at(1000, "1dx");
    assertEquals(0, runOn(scene.posix));
    assertEquals(0, upgrades);
    assertEquals(1, scene.runs);
    assertTrue(
        scene.posix.errors().contains("warning: unable to become the new image: "),
        scene.posix.errors());
    scene.leavesNothing();
  }

  @Test
  void whatIsNotWholeIsRefused() {
    scene.posix.directory("/a/supervise").file("/told", "not what it should be");
    int fd = scene.posix.open(Posix.CWD, CString.of("/told"), OpenFlags.O_RDONLY, 0);
    assertEquals(111, scene.supervise(PROGRAM, "--upgrade=" + fd, "/a"));
    assertEquals(0, scene.runs);
    String text = scene.posix.errors();
    assertTrue(
        text.startsWith("s6-supervise /a: fatal: unable to take the place of another"), text);
  }

  @Test
  void anImageThatLacksWhatItNeedsSaysSo() {
    FaultyPosix faults = new FaultyPosix();
    scene.posix.program(PROGRAM, image -> {});
    scene.posix.directory("/a/supervise").file("/told", "");
    int fd = scene.posix.open(Posix.CWD, CString.of("/told"), OpenFlags.O_RDONLY, 0);
    faults.failCall("open", 1, Errno.ENFILE);
    Posix faulty = faults.around(scene.posix);
    assertEquals(111, scene.superviseOn(faulty, PROGRAM, "--upgrade=" + fd, "/a"));
    String text = scene.posix.errors();
    assertTrue(text.contains("unable to open /dev/null"), text);
  }
}
