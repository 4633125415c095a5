package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The native programs under limits of memory: they run, or say that they cannot. */
class MemoryLimitIT {
  /** Images by now; a tree without them would pass everything. */
  private static final int LEAST_IMAGES = 11;

  @BeforeEach
  void needsTheNativeBuild() {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
  }

  /** One program of each image. */
  private static List<String> programs() throws IOException {
    List<String> programs = new ArrayList<>();
    List<Path> seen = new ArrayList<>();
    try (Stream<Path> all = Files.list(Suite.NATIVE.bin())) {
      for (Path program : all.sorted().toList()) {
        Path image = program.toRealPath();
        if (!image.toString().contains("/libexec/s6j/") || seen.contains(image)) continue;
        seen.add(image);
        programs.add(program.toString());
      }
    }
    return programs;
  }

  /** How {@code --help} ends: what may be set-uid says nothing but that it is for process 1. */
  private static int helps(String program) {
    return program.endsWith("/s6-overlay-suexec") ? 100 : 0;
  }

  @Test
  void everyImageRunsInFourMegabytes() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      List<String> programs = programs();
      assertTrue(programs.size() >= LEAST_IMAGES, programs.toString());
      for (String program : programs) {
        String line = "exec " + program + " --help >/dev/null";
        assertEquals(helps(program), world.shell("ulimit -v 4000; " + line).code(), program);
        assertEquals(helps(program), world.shell("ulimit -d 4000; " + line).code(), program);
      }
    }
  }

  /**
   * What the kernel can load runs, as the first piece of the heap is in the image; below that the
   * kernel itself ends it.
   */
  @Test
  void whatCanBeLoadedRuns() throws IOException {
    try (World world = new World(Suite.NATIVE)) {
      int least = Integer.MAX_VALUE;
      for (String program : programs()) {
        boolean runs = false;
        for (int kilobytes = 100; kilobytes <= 1200; kilobytes += 100) {
          World.Answer answer =
              world.shell("ulimit -v " + kilobytes + "; exec " + program + " --help >/dev/null");
          boolean isLoaded = answer.code() != 139 && answer.code() != 137;
          boolean asItShould = isLoaded ? answer.code() == helps(program) : !runs;
          assertTrue(asItShould, program + " " + kilobytes + answer);
          if (isLoaded && !runs) least = Math.min(least, kilobytes);
          runs |= isLoaded;
        }
        assertTrue(runs, program);
      }
      assertTrue(least <= 600, "from " + least + " kB on");
    }
  }

  @Test
  void aSetThatDoesNotFitIsNotThere() {
    try (World world = new World(Suite.NATIVE)) {
      for (int i = 0; i < 400; i++) {
        Path service = world.directory.resolve("src/service" + i);
        world.write(service.resolve("type"), "oneshot\n");
        world.write(service.resolve("up"), "echo " + "x".repeat(2000) + "\n");
      }
      assertEquals(0, world.shell("ulimit -v 60000; exec s6-rc-compile whole src").code());
      World.Answer answer = world.shell("ulimit -v 2000; exec s6-rc-compile db src");
      assertEquals(111, answer.code(), answer.err());
      assertEquals("s6-rc-compile: fatal: out of memory\n", answer.err());
      assertFalse(Files.exists(world.directory.resolve("db")));
    }
  }
}
