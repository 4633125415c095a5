package s6j.rc.update;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations.Kind;
import s6j.rc.change.Services;
import s6j.rc.live.DependencyGraph;

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
  void aPartRestartsWithTheWhole() {
    RcDatabase old =
        new Services().longrun("x").longrun("part").related(Kind.PART_OF, 0).database();
    RcDatabase fresh =
        new Services().longrun("part").related(Kind.PART_OF, 1).oneshot("x").database();
    UpdatePlan plan = plan(old, fresh, true, new int[][] {{1}, {0}});
    assertArrayEquals(new boolean[] {true, true}, plan.started);
    assertArrayEquals(new boolean[2], plan.kept);
    assertFalse(plan(old, old, true, new int[][] {{0}, {1}}).started[1]);
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
    UpdatePlan plan = new UpdatePlan(old, fresh, new boolean[2], new boolean[2], false);
    assertEquals(UpdatePlan.NONE, plan.convert(1, new int[] {0}));
    assertEquals(0, plan.convert(0, new int[] {0}));
  }

  @Test
  void anEssentialServiceThatVanishesIsLeftOver() {
    RcDatabase old = new Services().longrun("e", 1).essential().longrun("d").database();
    RcDatabase fresh = new Services().longrun("d").database();
    UpdatePlan plan = plan(old, fresh, true, new int[][] {{}, {0}});
    assertTrue(plan.stopped[0], "s6-rc is asked, and refuses");
    assertTrue(plan.isLeftOver(0));
    assertFalse(plan.isLeftOver(1));
    assertArrayEquals(new boolean[] {true}, plan.kept);
    assertFalse(plan(old, fresh, false, new int[][] {{}, {0}}).isLeftOver(0));
  }

  @Test
  void anEssentialServiceIsKeptWhenItNeedsSomethingNew() {
    RcDatabase old = new Services().longrun("e").essential().longrun("user", 0).database();
    RcDatabase fresh =
        new Services().longrun("e", 2).essential().longrun("user", 0).oneshot("new").database();
    UpdatePlan plan = same(old, fresh, true, true);
    assertArrayEquals(new boolean[] {true, false, false}, plan.kept);
    assertArrayEquals(new boolean[] {true, true, false}, plan.started);
  }

  @Test
  void whatAnEssentialServiceNeedsIsKeptWithIt() {
    RcDatabase old = new Services().longrun("d").longrun("e", 0).essential().database();
    RcDatabase fresh = new Services().longrun("e").essential().database();
    UpdatePlan plan = plan(old, fresh, true, new int[][] {{}, {0}});
    assertTrue(plan.isLeftOver(0));
    assertArrayEquals(new boolean[] {true}, plan.kept);
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
    UpdatePlan plan = new UpdatePlan(old, fresh, up, restart, false);
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

  /** Sparing essential services: nobody who is to stay alive is lost or started a second time. */
  @Property(tries = 3000)
  void essentialServicesLive(@ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int count) {
    Random random = new Random(seed);
    RcDatabase old = Services.random(random, count);
    RcDatabase fresh = Services.random(random, count);
    boolean[] up = new boolean[count];
    for (int i = 0; i < count; i++) up[i] = random.nextBoolean();
    new DependencyGraph(old).close(up, true);
    boolean[] restart = new boolean[count];
    for (int i = 0; i < count; i++) restart[i] = random.nextInt(8) == 0;
    UpdatePlan plan = new UpdatePlan(old, fresh, up, restart, true);
    for (int i = 0; i < count; i++)
      plan.convert(i, random.nextInt(8) == 0 ? new int[0] : new int[] {i});
    plan.compute();
    for (int i = 0; i < count; i++) {
      if (!up[i] || (old.flags[i] & RcDatabase.ESSENTIAL) == 0) continue;
      boolean goesOn = plan.successor(i) >= 0 && old.isLongrun(i) == fresh.isLongrun(i);
      assertFalse(plan.goesDown[i]);
      assertEquals(!goesOn && old.isLongrun(i), plan.isLeftOver(i));
      if (goesOn) assertTrue(plan.kept[i]);
    }
  }

  private static UpdatePlan plan(RcDatabase old, RcDatabase fresh, boolean spare, int[][] into) {
    boolean[] up = new boolean[into.length];
    Arrays.fill(up, true);
    UpdatePlan plan = new UpdatePlan(old, fresh, up, new boolean[into.length], spare);
    for (int i = 0; i < into.length; i++) plan.convert(i, into[i]);
    plan.compute();
    return plan;
  }

  private static UpdatePlan same(RcDatabase old, RcDatabase fresh, boolean... up) {
    UpdatePlan plan = new UpdatePlan(old, fresh, up, new boolean[up.length], true);
    for (int i = 0; i < up.length; i++) plan.convert(i, new int[] {i});
    plan.compute();
    return plan;
  }
}
