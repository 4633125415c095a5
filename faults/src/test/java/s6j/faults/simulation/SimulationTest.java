package s6j.faults.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Whole trees on a fake machine, seed after seed, for {@code -Ds6j.simulation=SECONDS}; {@code
 * -Ds6j.simulation.seed=N} begins with a seed, which is how one that failed is replayed.
 */
class SimulationTest {
  private static final int SECONDS = Integer.getInteger("s6j.simulation", 20);
  private static final long FIRST_SEED = Long.getLong("s6j.simulation.seed", 1);
  private static final int ROUNDS = 20;
  private static final int LIVE_ROUNDS = 10;

  private long calls;
  private long failures;

  /** Each seed tells two stories, of a scanner's tree and of the service manager. */
  @Test
  void nothingBreaks() {
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    long seed = FIRST_SEED;
    do {
      tell(SimulatedTree::new, seed, ROUNDS);
      tell(SimulatedLive::new, seed, LIVE_ROUNDS);
      seed++;
    } while (System.nanoTime() < end);
    System.out.printf(
        "simulation: %d seeds, %d calls, %d made to fail%n", seed - FIRST_SEED, calls, failures);
    assertTrue(calls > 1000 && failures > 0);
  }

  private void tell(LongFunction<World> story, long seed, int rounds) {
    try (World world = story.apply(seed)) {
      for (int round = 0; round < rounds; round++) world.round();
      world.end();
      calls += world.machine().calls();
      failures += world.machine().failures();
    } catch (RuntimeException | AssertionError wrong) {
      throw new AssertionError("seed " + seed, wrong);
    }
  }

  /** The same seed tells the same story: without that there is no replay. */
  @Test
  void aSeedReplays() {
    assertEquals(told(SimulatedTree::new), told(SimulatedTree::new));
    assertEquals(told(SimulatedLive::new), told(SimulatedLive::new));
  }

  private static String told(LongFunction<World> story) {
    try (World world = story.apply(7)) {
      for (int round = 0; round < 3; round++) world.round();
      Machine machine = world.machine();
      return machine.calls() + " " + machine.turns.count() + " " + machine.init.kills();
    }
  }
}
