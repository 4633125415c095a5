package s6j.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The container recipe, in namespaces: svscan as process 1, as root and as any user. */
class ExampleContainerIT {
  private static final int LEAST_CHECKS = 18;

  @Test
  void theRecipeWorks() {
    Assumptions.assumeTrue(Suite.NATIVE.isInstalled(), "no native build");
    try (World world = new World(Suite.NATIVE)) {
      String script = Suite.ROOT.resolve("examples/container/test").toString();
      World.Answer answer = world.runCommand(List.of(script, Suite.TREE.toString()));
      Assumptions.assumeFalse(answer.out().contains("skipped"), answer.out());
      assertEquals(0, answer.code(), answer.out());
      long checks = answer.out().lines().filter(line -> line.startsWith("ok ")).count();
      assertTrue(checks >= LEAST_CHECKS, answer.out());
    }
  }
}
