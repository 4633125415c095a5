package s6j.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a static image costs stays near what a C program costs (docs/decisions/0009): ceilings a
 * little above what was measured, far below what a start without a snapshot needs.
 */
class SmallImagesIT {
  /** Measured: 10, the reference 7; without constants and snapshot 58. */
  private static final int MOST_FAULTS = 20;

  @BeforeEach
  void needsStaticImages() throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    Path image = Path.of(Suite.NATIVE.program("s6-svstat")).toRealPath();
    boolean isDynamic = new String(Files.readAllBytes(image), "ISO-8859-1").contains("/ld-linux");
    Assumptions.assumeFalse(isDynamic, "the images are not static");
  }

  /** Faults of pages of the children that a shell has waited for, which it starts by vfork. */
  @Test
  void aCommandStartsWithFewPages() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.service("a", "exec sleep 1000");
      world.start("s6-supervise", "a");
      world.awaitStatus("a", "up", "true");
      String program = Suite.NATIVE.program("s6-svstat");
      String faults = "; read -r line </proc/$$/stat; set -- ${line#*) }; echo \"$9\"";
      long none = faults(world, "[ a ]" + faults);
      long some = faults(world, "/bin/ls >/dev/null" + faults);
      Assumptions.assumeTrue(none == 0 && some > 0, "the shell does not count so");
      long found = faults(world, "'" + program + "' a >/dev/null" + faults);
      assertTrue(found > 0 && found <= MOST_FAULTS, found + " faults");
    }
  }

  private static long faults(World world, String script) {
    return Long.parseLong(world.shell(script).line());
  }

  /** Measured: 36 kB, the reference 20; without constants and snapshot 128. */
  @Test
  void anIdleSupervisorOwnsLittle() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.service("a", "exec sleep 1000");
      long pid = world.start("s6-supervise", "a").pid();
      world.awaitStatus("a", "up", "true");
      assertOwnsAtMost(52, pid);
    }
  }

  /** Measured: 44 kB, the reference 40. */
  @Test
  void anIdleScannerOwnsLittle() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      world.service("scan/a", "exec sleep 1000");
      long pid = world.start("s6-svscan", "scan").pid();
      world.awaitStatus("scan/a", "up", "true");
      assertOwnsAtMost(64, pid);
    }
  }

  /** Measured: 32 kB, the reference 24. */
  @Test
  void anIdleLoggerOwnsLittle() throws Exception {
    try (World world = new World(Suite.NATIVE)) {
      String log = Suite.NATIVE.program("s6-log");
      world.service("a", "mkfifo lines; exec '" + log + "' ./main <>lines");
      world.start("s6-supervise", "a");
      world.await("a log", () -> Files.exists(world.directory.resolve("a/main/current")));
      String pid = world.run("s6-svstat", "-o", "pid", "a").line();
      assertOwnsAtMost(48, Long.parseLong(pid));
    }
  }

  private static void assertOwnsAtMost(long ceiling, long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
      if (!line.startsWith("Anonymous:")) continue;
      long found = Long.parseLong(line.replaceAll("[^0-9]", ""));
      assertTrue(found > 0 && found <= ceiling, found + " kB");
      return;
    }
    throw new IOException("no Anonymous of " + pid);
  }
}
