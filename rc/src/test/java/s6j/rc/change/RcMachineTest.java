package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.RcRelations.Kind;
import s6j.rc.live.DependencyGraph;

class RcMachineTest {
  private static final int NO_LIMIT = Integer.MAX_VALUE;
  private final RcStep step = new RcStep();

  @Test
  void successorsStartBeforeTheSuccessIsTold() {
    RcDatabase set = new Services().longrun("l").oneshot("a", 0).oneshot("b", 0).database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    assertEquals("SAY_PASS START0", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("RECORD0 START2 START1 SAY_DONE0", tell(machine, state, RcEvent.SUCCEEDED, 0));
  }

  @Test
  void aFailureKeepsOnlyItsSuccessorsDown() {
    RcDatabase set = new Services().oneshot("a").oneshot("b", 0).oneshot("c").database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    assertEquals("SAY_PASS START2 START0", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("SAY_FAILED0", tell(machine, state, RcEvent.FAILED, 0));
    assertEquals("RECORD2 SAY_DONE2", tell(machine, state, RcEvent.SUCCEEDED, 2));
    assertTrue(state.isOver());
    assertEquals(1, machine.exitCode(state));
  }

  @Test
  void aFailedLongrunIsBroughtDown() {
    RcDatabase set = new Services().longrun("l").database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    tell(machine, state, RcEvent.BEGIN, 0);
    assertEquals("BRING_DOWN0 SAY_FAILED0", tell(machine, state, RcEvent.FAILED, 0));
  }

  @Test
  void anEssentialServiceAndWhatItNeedsStayUp() {
    RcDatabase set = new Services().oneshot("m").oneshot("e", 0).essential().database();
    RcState state = state(set, false, 3);
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    assertEquals("SAY_PASS SAY_ESSENTIAL1", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals(0, machine.exitCode(state));
    RcMachine stopper = new RcMachine(true, NO_LIMIT);
    assertEquals("SAY_PASS START1", tell(stopper, state(set, false, 3), RcEvent.BEGIN, 0));
  }

  @Test
  void oneshotsWaitForAPlaceInOrder() {
    RcDatabase set = new Services().oneshot("a").oneshot("b").oneshot("c").database();
    RcMachine machine = new RcMachine(false, 1);
    RcState state = state(set, true, 0);
    assertEquals("SAY_PASS START2", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("RECORD2 START1 SAY_DONE2", tell(machine, state, RcEvent.SUCCEEDED, 2));
    assertEquals("SAY_FAILED1 START0", tell(machine, state, RcEvent.FAILED, 1));
  }

  @Test
  void afterASignalNothingStartsAndWhatWasLeftOutIsAFailure() {
    RcDatabase set = new Services().oneshot("a").oneshot("b", 0).database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    tell(machine, state, RcEvent.BEGIN, 0);
    assertEquals("SAY_SIGNAL0 STOP_WAITING0", tell(machine, state, RcEvent.TERMINATED, 0));
    assertEquals("RECORD0 SAY_DONE0", tell(machine, state, RcEvent.SUCCEEDED, 0));
    assertEquals(1, machine.exitCode(state));
  }

  @Test
  void aSignalThatKeepsNothingFromHappeningIsNoFailure() {
    RcDatabase set = new Services().oneshot("a").database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    tell(machine, state, RcEvent.BEGIN, 0);
    tell(machine, state, RcEvent.TERMINATED, 0);
    tell(machine, state, RcEvent.SUCCEEDED, 0);
    assertEquals(0, machine.exitCode(state));
  }

  @Test
  void orderAloneWaitsAndDoesNotNeed() {
    RcDatabase set =
        new Services().oneshot("a").oneshot("b").related(Kind.AFTER, 0).oneshot("c", 1).database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    assertEquals("SAY_PASS START0", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("SAY_FAILED0 START1", tell(machine, state, RcEvent.FAILED, 0));
    assertEquals("RECORD1 START2 SAY_DONE1", tell(machine, state, RcEvent.SUCCEEDED, 1));
    state = state(set, false, 7);
    assertEquals("SAY_PASS START2", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("RECORD2 START1 SAY_DONE2", tell(machine, state, RcEvent.SUCCEEDED, 2));
    assertEquals("RECORD1 START0 SAY_DONE1", tell(machine, state, RcEvent.SUCCEEDED, 1));
  }

  @Test
  void orderIsAmongWhatMovesAlone() {
    RcDatabase set = new Services().oneshot("a").oneshot("b").related(Kind.AFTER, 0).database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    state.selected[0] = false;
    assertEquals("SAY_PASS START1", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals(
        "SAY_PASS SAY_ALREADY0 START1", tell(machine, state(set, true, 1), RcEvent.BEGIN, 0));
  }

  /** b needs a, which fails; c is ordered behind b, d behind c. */
  @Test
  void whatCannotBeKeepsNobodyInOrderWaiting() {
    RcDatabase set =
        new Services()
            .oneshot("a")
            .oneshot("b", 0)
            .oneshot("c")
            .related(Kind.AFTER, 1)
            .oneshot("d")
            .related(Kind.AFTER, 2)
            .database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0);
    assertEquals("SAY_PASS START0", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("START2", tell(machine, state, RcEvent.NOT_STARTED, 0));
    assertEquals("SAY_FAILED2 START3", tell(machine, state, RcEvent.FAILED, 2));
    assertEquals("RECORD3 SAY_DONE3", tell(machine, state, RcEvent.SUCCEEDED, 3));
    assertTrue(state.isOver());
    assertEquals(1, machine.exitCode(state));
  }

  /** What is left up keeps up what it needs, and what is ordered before that stops all the same. */
  @Test
  void anEssentialServiceKeepsNobodyInOrderWaiting() {
    RcDatabase set =
        new Services()
            .oneshot("m")
            .related(Kind.AFTER, 2)
            .oneshot("e", 0)
            .essential()
            .oneshot("x")
            .database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    assertEquals(
        "SAY_PASS SAY_ESSENTIAL1 START2", tell(machine, state(set, false, 7), RcEvent.BEGIN, 0));
  }

  /** Up on paper, it goes up again, and what waits for it waits. */
  @Test
  void whatIsDoneAgainIsNotThere() {
    RcDatabase set = new Services().oneshot("a").oneshot("b", 0).database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 1).again(new boolean[] {true, false});
    assertEquals("SAY_PASS START0", tell(machine, state, RcEvent.BEGIN, 0));
    assertEquals("RECORD0 START1 SAY_DONE0", tell(machine, state, RcEvent.SUCCEEDED, 0));
    tell(machine, state, RcEvent.SUCCEEDED, 1);
    assertEquals(0, machine.exitCode(state));
    state = state(set, true, 1).again(new boolean[] {true, false});
    tell(machine, state, RcEvent.BEGIN, 0);
    tell(machine, state, RcEvent.FAILED, 0);
    assertTrue(state.isUp(0));
    assertEquals(1, machine.exitCode(state));
  }

  @Test
  void whatIsOnlyWantedMayFail() {
    RcDatabase set = new Services().oneshot("a").oneshot("b").database();
    RcMachine machine = new RcMachine(false, NO_LIMIT);
    RcState state = state(set, true, 0).optional(new boolean[] {true, false});
    tell(machine, state, RcEvent.BEGIN, 0);
    tell(machine, state, RcEvent.FAILED, 0);
    tell(machine, state, RcEvent.SUCCEEDED, 1);
    assertEquals(0, machine.exitCode(state));
    state = state(set, true, 0).optional(new boolean[] {true, false});
    tell(machine, state, RcEvent.BEGIN, 0);
    tell(machine, state, RcEvent.FAILED, 1);
    assertEquals(1, machine.exitCode(state));
  }

  @Test
  void aChainOfAHundredThousandNeedsNoStack() {
    int length = 100_000;
    RcDatabase set = new RcDatabase(0, length);
    set.needs = new int[length - 1];
    set.neededBy = new int[length - 1];
    for (int i = 0; i < length; i++) {
      set.needsStart[i] = Math.max(0, i - 1);
      set.needsCount[i] = i == 0 ? 0 : 1;
      if (i > 0) set.needs[i - 1] = i - 1;
      set.neededByStart[i] = Math.min(i, length - 1);
      set.neededByCount[i] = i == length - 1 ? 0 : 1;
      if (i < length - 1) set.neededBy[i] = i + 1;
    }
    byte[] stored = new byte[length];
    for (int i = 0; i < length - 1; i++) stored[i] = 1;
    boolean[] selected = new boolean[length];
    selected[length - 1] = true;
    new DependencyGraph(set).close(selected, true);
    RcState state = new RcState(set, stored, selected, new boolean[set.longruns], true);
    new RcMachine(false, 1).step(state, RcEvent.BEGIN, 0, 0, step);
    assertEquals(length + 1, step.count());
    assertEquals(RcAction.START, step.action(length));
  }

  /** What must be true whatever happens, against a model that looks at all services every time. */
  @Property(tries = 3000)
  void noServiceIsUpWithoutItsDependencies(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int count) {
    Random random = new Random(seed);
    RcDatabase set = Services.random(random, count, random.nextBoolean());
    DependencyGraph graph = new DependencyGraph(set);
    boolean up = random.nextBoolean();
    boolean[] before = new boolean[count];
    for (int i = 0; i < count; i++) before[i] = random.nextInt(3) == 0;
    graph.close(before, true);
    boolean[] selected = new boolean[count];
    for (int i = 0; i < count; i++) selected[i] = random.nextBoolean();
    graph.close(selected, up);
    byte[] stored = new byte[count];
    for (int i = 0; i < count; i++) stored[i] = (byte) (before[i] ? 1 : 0);
    int concurrency = 1 + random.nextInt(3);
    boolean stopsEssential = random.nextBoolean();
    boolean[] fails = new boolean[count];
    for (int i = 0; i < count; i++) fails[i] = random.nextInt(4) == 0;
    walk(
        set,
        new RcState(set, stored, selected, new boolean[set.longruns], up),
        concurrency,
        stopsEssential,
        fails,
        random);
    boolean[] expected = model(graph, set, before, selected, up, stopsEssential, fails);
    for (int i = 0; i < count; i++) assertEquals(expected[i], stored[i] == 1, "service " + i);
  }

  private void walk(
      RcDatabase set,
      RcState state,
      int concurrency,
      boolean stopsEssential,
      boolean[] fails,
      Random random) {
    RcMachine machine = new RcMachine(stopsEssential, concurrency);
    List<Integer> running = new ArrayList<>();
    machine.step(state, RcEvent.BEGIN, 0, 0, step);
    started(set, state, running, concurrency);
    while (!running.isEmpty()) {
      int service = running.remove(random.nextInt(running.size()));
      RcEvent event = fails[service] ? RcEvent.FAILED : RcEvent.SUCCEEDED;
      machine.step(state, event, service, 0, step);
      started(set, state, running, concurrency);
      assertEquals(running.size(), state.running);
    }
    assertTrue(state.isOver());
    assertEquals(0, state.queued, "ends with nothing left");
  }

  private void started(RcDatabase set, RcState state, List<Integer> running, int concurrency) {
    for (int i = 0; i < step.count(); i++) {
      if (step.action(i) != RcAction.START) continue;
      int service = step.service(i);
      assertTrue(!running.contains(service), "never two transitions");
      running.add(service);
      for (int j = 0; j < state.graph.before(service, state.up); j++)
        assertEquals(state.up, state.isUp(state.graph.before(service, state.up, j)));
      for (int j = 0; j < state.graph.awaited(service, state.up); j++)
        assertTrue(!running.contains(state.graph.awaited(service, state.up, j)), "in order");
    }
    long oneshots = running.stream().filter(i -> !set.isLongrun(i)).count();
    assertTrue(oneshots <= concurrency);
  }

  /** Goes over all services until nothing changes. */
  private static boolean[] model(
      DependencyGraph graph,
      RcDatabase set,
      boolean[] before,
      boolean[] selected,
      boolean up,
      boolean stopsEssential,
      boolean[] fails) {
    boolean[] now = before.clone();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int i = 0; i < now.length; i++) {
        if (!selected[i] || now[i] == up || fails[i]) continue;
        boolean essential = (set.flags[i] & RcDatabase.ESSENTIAL) != 0;
        if (!up && essential && !stopsEssential) continue;
        boolean ready = true;
        for (int j = 0; j < graph.before(i, up); j++) ready &= now[graph.before(i, up, j)] == up;
        if (!ready) continue;
        now[i] = up;
        changed = true;
      }
    }
    return now;
  }

  private static RcState state(RcDatabase set, boolean up, int before) {
    byte[] stored = new byte[set.count()];
    boolean[] selected = new boolean[set.count()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (byte) (before >> i & 1);
      selected[i] = true;
    }
    return new RcState(set, stored, selected, new boolean[set.longruns], up);
  }

  private String tell(RcMachine machine, RcState state, RcEvent event, int service) {
    machine.step(state, event, service, 0, step);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < step.count(); i++) {
      text.append(i == 0 ? "" : " ").append(step.action(i));
      if (step.action(i) != RcAction.SAY_PASS) text.append(step.service(i));
    }
    return text.toString();
  }
}
