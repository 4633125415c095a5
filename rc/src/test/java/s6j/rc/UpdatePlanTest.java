package s6j.rc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;

class UpdatePlanTest {
  @Test
  void theSameSetStopsNothing() {
    RcDatabase set = new Services().longrun("l").oneshot("a", 0).database();
    UpdatePlan plan = same(set, set, true, true);
    assertArrayEquals(new boolean[] {true, true}, plan.kept);
    assertArrayEquals(new boolean[2], plan.stopped);
    assertArrayEquals(new boolean[2], plan.started);
  }

  @Test
  void aNewDependencyThatIsDownRestartsWhatNeedsIt() {
    RcDatabase old = new Services().longrun("l").longrun("m", 0).database();
    RcDatabase fresh = new Services().longrun("l", 2).longrun("m", 0).oneshot("new").database();
    UpdatePlan plan = same(old, fresh, true, true);
    assertArrayEquals(new boolean[] {true, true}, plan.stopped);
    assertArrayEquals(new boolean[] {true, true, false}, plan.started);
  }

  @Test
  void aChangeOfTypeRestarts() {
    RcDatabase old = new Services().longrun("x").database();
    RcDatabase fresh = new Services().oneshot("x").database();
    UpdatePlan plan = same(old, fresh, true);
    assertTrue(plan.stopped[0]);
    assertTrue(plan.started[0]);
    assertFalse(plan.kept[0]);
  }

  @Test
  void twoServicesCannotBecomeOne() {
    RcDatabase old = new Services().oneshot("a").oneshot("b").database();
    RcDatabase fresh = new Services().oneshot("c").database();
    UpdatePlan plan = new UpdatePlan(old, fresh, new boolean[2], new boolean[2]);
    assertEquals(UpdatePlan.NONE, plan.convert(1, new int[] {0}));
    assertEquals(0, plan.convert(0, new int[] {0}));
  }

  @Test
  void anEssentialServiceThatVanishesIsNoticed() {
    RcDatabase old = new Services().oneshot("a").longrun("e").essential().database();
    RcDatabase fresh = new Services().oneshot("a").database();
    UpdatePlan plan = new UpdatePlan(old, fresh, new boolean[] {true, true}, new boolean[2]);
    plan.convert(0, new int[] {0});
    plan.convert(1, new int[0]);
    plan.compute();
    assertEquals(1, plan.essentialGoingDown());
  }

  /** What is kept needs only what is kept; nothing that was up is forgotten. */
  @Property(tries = 3000)
  void whatIsKeptHasAllItNeeds(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
    Random random = new Random(seed);
    RcDatabase old = Services.random(random, count);
    RcDatabase fresh = Services.random(random, count);
    boolean[] up = new boolean[count];
    for (int i = 0; i < count; i++) up[i] = random.nextBoolean();
    new DependencyGraph(old).close(up, true);
    boolean[] restart = new boolean[count];
    for (int i = 0; i < count; i++) restart[i] = random.nextInt(8) == 0;
    boolean[] asked = restart.clone();
    UpdatePlan plan = new UpdatePlan(old, fresh, up, restart);
    for (int i = 0; i < count; i++)
      plan.convert(i, random.nextInt(8) == 0 ? new int[0] : new int[] {i});
    plan.compute();
    DependencyGraph graph = new DependencyGraph(fresh);
    for (int i = 0; i < count; i++) {
      if (!plan.kept[i]) continue;
      assertTrue(up[i] && !asked[i] && old.isLongrun(i) == fresh.isLongrun(i));
      assertFalse(plan.started[i]);
      for (int j = 0; j < graph.before(i, true); j++)
        assertTrue(plan.kept[graph.before(i, true, j)]);
    }
    for (int i = 0; i < count; i++)
      if (up[i] && plan.successor(i) >= 0)
        assertTrue(plan.kept[i] || plan.started[i], "service " + i + " is forgotten");
  }

  private static UpdatePlan same(RcDatabase old, RcDatabase fresh, boolean... up) {
    UpdatePlan plan = new UpdatePlan(old, fresh, up, new boolean[up.length]);
    for (int i = 0; i < up.length; i++) plan.convert(i, new int[] {i});
    plan.compute();
    return plan;
  }
}
