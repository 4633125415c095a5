package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.Signal;

/**
 * Scanners and supervisors are killed at any time: a service never has two supervisors, in the end
 * it has one, and its logger gets each line once.
 */
class AdoptionWalksTest {
  private static final int SERVICES = 4;
  private static final int ROUNDS = 5;

  private Random random;
  private Scene scene;
  private final StringBuilder[] lines = new StringBuilder[SERVICES];
  private int starts;

  @Property(tries = 300)
  @Tag("slow")
  void theLawHolds(@ForAll long seed) {
    random = new Random(seed);
    scene = new Scene().locking();
    for (int i = 0; i < SERVICES; i++) {
      scene.service("s" + i).service("s" + i + "/log");
      lines[i] = new StringBuilder();
    }
    FakePosix process = scene.posix;
    for (int round = 0; round < ROUNDS; round++) {
      live(process, 300 + random.nextInt(4000));
      process = scene.another();
    }
    FakePosix last = process;
    last.after(8000, this::checkRest);
    last.after(9000, () -> scene.send("t"));
    assertEquals(0, scene.runAs("svscan", last));
    assertEquals("", last.errors());
    assertEquals(0, scene.refused);
    scene.leavesNothing();
    starts += scene.starts.size();
  }

  /** Walks in which nobody dies would prove nothing. */
  @Example
  @Tag("slow")
  void walksComeAround() {
    for (long seed = 0; seed < 50; seed++) theLawHolds(seed);
    assertTrue(starts > 50 * 2 * SERVICES + 500, "only " + starts + " starts");
  }

  /**
   * Of a service and its logger one dies at most, since somebody has to have the pipe; and nothing
   * happens before the scanner has begun, since who writes when nobody reads dies of it.
   */
  private void live(FakePosix process, int millis) {
    for (int i = 0; i < SERVICES; i++) {
      int which = i;
      String victim = "s" + i + (random.nextBoolean() ? "/log" : "");
      for (int n = random.nextInt(3); n > 0; n--)
        process.after(1 + random.nextInt(millis), () -> scene.kill(victim));
      for (int n = random.nextInt(4); n > 0; n--)
        process.after(1 + random.nextInt(millis), () -> write(which));
    }
    process.after(millis, () -> process.signal(Signal.SIGKILL));
    assertThrows(FakePosix.Killed.class, () -> scene.runAs("svscan", process));
  }

  private void write(int which) {
    if (!scene.isUp("s" + which)) return;
    byte[] line = CString.of("line " + random.nextInt(1000) + "\n");
    FakePosix supervisor = scene.supervisors.get("s" + which);
    assertEquals(line.length, supervisor.write(1, line, 0, line.length));
    lines[which].append(CString.text(line));
  }

  private void checkRest() {
    assertEquals(2 * SERVICES, scene.living().size());
    byte[] got = new byte[65536];
    for (int i = 0; i < SERVICES; i++) {
      assertTrue(scene.isUp("s" + i) && scene.isUp("s" + i + "/log"));
      FakePosix logger = scene.supervisors.get("s" + i + "/log");
      logger.setNonBlocking(0, true);
      int count = Math.max(0, logger.read(0, got, 0, got.length));
      assertEquals(lines[i].toString(), CString.text(CString.slice(got, 0, count)));
      logger.setNonBlocking(0, false);
    }
  }
}
