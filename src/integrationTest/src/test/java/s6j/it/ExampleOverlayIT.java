package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * Containers whose init is made of the archive for s6-overlay: with a small init of our own, and
 * with s6-overlay where {@code -Ds6j.overlay=DIR} or {@code S6J_OVERLAY} names a checkout of it.
 */
class ExampleOverlayIT {
  private static final Duration PATIENCE = Duration.ofSeconds(600);
  private static final int CHECKS_OF_KIT = 10;
  private static final int CHECKS_OF_OVERLAY = 21;

  private static String checkout() {
    String named = System.getProperty("s6j.overlay", "");
    return named.isEmpty() ? System.getenv().getOrDefault("S6J_OVERLAY", "") : named;
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Suite.ROOT.resolve("dist/target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("s6j-overlay-.*[.]tar[.]xz"))
          .findFirst()
          .orElse(null);
    }
  }

  private static void containersWork(String checkout, int checks) throws IOException {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    Path archive = archive();
    Assumptions.assumeTrue(archive != null, "built without tar or xz");
    try (World world = new World(Suite.NATIVE)) {
      List<String> line = new ArrayList<>();
      line.add(Suite.ROOT.resolve("examples/s6-overlay/test").toString());
      line.addAll(List.of(checkout, archive.toString()));
      World.Answer answer = world.runCommand(line, PATIENCE);
      Assumptions.assumeFalse(answer.out().contains("skipped"), answer.out());
      assertEquals(0, answer.code(), answer.out() + answer.err());
      long passed = answer.out().lines().filter(said -> said.startsWith("ok ")).count();
      assertTrue(passed >= checks, answer.out());
    }
  }

  @Test
  void aSmallInitWorks() throws IOException {
    containersWork("", CHECKS_OF_KIT);
  }

  @Test
  void s6OverlayWorks() throws IOException {
    String checkout = checkout();
    Assumptions.assumeFalse(checkout.isEmpty(), "-Ds6j.overlay names no checkout of s6-overlay");
    containersWork(checkout, CHECKS_OF_OVERLAY);
  }
}
