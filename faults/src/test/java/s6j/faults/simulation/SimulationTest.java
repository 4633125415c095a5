package s6j.faults.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * Whole trees on a fake machine, seed after seed, for {@code -Ds6j.simulation=SECONDS}; {@code
 * -Ds6j.simulation.seed=N} begins with a seed, which is how one that failed is replayed.
 */
class SimulationTest {
  private static final int SECONDS = Integer.getInteger("s6j.simulation", 20);
  private static final long FIRST_SEED = Long.getLong("s6j.simulation.seed", 1);
  private static final int ROUNDS = 20;

  @Test
  void nothingBreaks() {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    long calls = 0;
    long failures = 0;
    long seed = FIRST_SEED;
    do {
      try (SimulatedTree tree = new SimulatedTree(seed)) {
        for (int round = 0; round < ROUNDS; round++) tree.round();
        tree.end();
        calls += tree.machine.calls();
        failures += tree.machine.failures();
      } catch (RuntimeException | AssertionError wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
      seed++;
    } while (System.nanoTime() < end);
    System.out.printf(
        "simulation: %d seeds, %d calls, %d made to fail%n", seed - FIRST_SEED, calls, failures);
    assertTrue(calls > 1000 && failures > 0);
  }

  /** The same seed tells the same story: without that there is no replay. */
  @Test
  void aSeedReplays() {
    assertEquals(story(7), story(7));
  }

  private static String story(long seed) {
    try (SimulatedTree tree = new SimulatedTree(seed)) {
      for (int round = 0; round < 3; round++) tree.round();
      return tree.machine.calls()
          + " "
          + tree.machine.turns.count()
          + " "
          + tree.machine.init.kills();
    }
  }
}
