package s6j.svscan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/**
 * Random lives of a scan directory: links come, go and dangle, supervisors die, letters arrive. At
 * every start {@link Scene} checks that a directory has one supervisor and that a dead one is not
 * replaced too early; at the end, left alone, every service is up, and what a service writes its
 * logger reads.
 */
class SvscanWalksTest {
  private static final int SERVICES = 6;
  private static final int STEPS = 60;
  private static final String LETTERS = "zaanNhx";

  private Random random;
  private Scene scene;
  private int starts;

  @Property(tries = 300)
  @Tag("slow")
  void theLawHolds(@ForAll long seed) {
    random = new Random(seed);
    scene = new Scene();
    for (int i = 0; i < SERVICES; i++) scene.posix.directory("/real/s" + i);
    for (int i = 0; i < SERVICES; i += 2) scene.posix.directory("/real/s" + i + "/log");
    long time = 0;
    for (int i = 0; i < STEPS; i++) scene.at(time += random.nextInt(700), this::happen);
    scene.at(time + 1500, () -> scene.send("an"));
    scene.at(time + 15_000, () -> scene.send("an"));
    scene.at(time + 17_000, this::restartAll);
    scene.at(time + 30_000, this::checkRest);
    scene.at(time + 31_000, () -> scene.send(random.nextBoolean() ? "t" : "q"));
    assertEquals(0, scene.run(random.nextBoolean() ? "-t0" : "-t900"));
    assertEquals(0, scene.count("can't happen"), scene.posix.errors());
    scene.leavesNothing();
    starts += scene.starts.size();
  }

  /** Walks that never start anything would prove nothing. */
  @Example
  @Tag("slow")
  void walksComeAround() {
    for (long seed = 0; seed < 50; seed++) theLawHolds(seed);
    assertTrue(starts > 500, "only " + starts + " starts");
  }

  private void happen() {
    String name = "s" + random.nextInt(SERVICES);
    switch (random.nextInt(7)) {
      case 0, 1 -> scene.link("../real/" + name, name);
      case 2 -> remove(name);
      case 3 -> scene.kill(name);
      case 4 -> scene.kill(name + "/log");
      case 5 -> scene.link("nowhere", name + "x");
      default -> scene.send("" + LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
  }

  /** A service that comes back later is a new one, for which nobody waits. */
  private void remove(String name) {
    scene.unlink(name).unlink(name + "x");
    scene.forgetPauses();
  }

  /** Whoever runs since before its logger came gets the pipe now. */
  private void restartAll() {
    scene.supervisors.keySet().forEach(scene::kill);
  }

  private void checkRest() {
    Set<String> wanted = new TreeSet<>();
    for (String name : scene.posix.names("/scan")) {
      if (name.startsWith(".") || name.endsWith("x")) continue;
      wanted.add(name);
      if (scene.posix.exists("/scan/" + name + "/log")) wanted.add(name + "/log");
    }
    Set<String> up = new TreeSet<>();
    for (FakePosix one : scene.living()) up.add(CString.text(one.arguments()[1]));
    assertEquals(wanted, up);
    assertEquals(wanted.size(), scene.living().size());
    for (String name : wanted) if (wanted.contains(name + "/log")) checkPipe(name);
  }

  private void checkPipe(String name) {
    byte[] text = CString.of(name);
    byte[] got = new byte[text.length];
    scene.supervisors.get(name).write(1, text, 0, text.length);
    assertEquals(text.length, scene.supervisors.get(name + "/log").read(0, got, 0, got.length));
    assertEquals(name, CString.text(got));
  }
}
