package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A kernel boots the machine of examples/machine in an emulator. {@code S6J_MACHINE} names a
 * directory that keeps the packages; they are fetched where it has none.
 */
class ExampleMachineIT {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int LEAST_CHECKS = 20;

  @Test
  void aKernelBootsIt() {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    String archive = Suite.ROOT + "/dist/target/s6j-overlay-x86_64.tar.xz";
    Assumptions.assumeTrue(Files.exists(Path.of(archive)), "no " + archive);
    try (World world = new World(Suite.NATIVE)) {
      String kept = System.getenv("S6J_MACHINE");
      String place = kept == null ? world.directory.resolve("machine").toString() : kept;
      String test = Suite.ROOT.resolve("examples/machine/test").toString();
      World.Answer answer = world.runCommand(List.of(test, place, archive), PATIENCE);
      Assumptions.assumeFalse(answer.out().contains("skipped"), answer.out());
      assertEquals(0, answer.code(), answer.out() + answer.err());
      long checks = answer.out().lines().filter(line -> line.startsWith("ok ")).count();
      assertTrue(checks >= LEAST_CHECKS, answer.out());
    }
  }
}
