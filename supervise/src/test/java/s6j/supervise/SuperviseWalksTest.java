package s6j.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import s6j.supervise.SuperviseState.Phase;

/**
 * Random lives in which anything happens that can: there are never two children, none is forgotten,
 * status precedes every announcement, and a service that is wanted up is up or waits for its start;
 * also when the supervisor is killed at any moment and the next one goes on.
 */
class SuperviseWalksTest {
  private static final SuperviseEvent[] COMMANDS = commands();
  private static final int STEPS = 300;

  private enum Child {
    NONE,
    RUN,
    FINISH
  }

  private final SuperviseState state = new SuperviseState();
  private final Settings settings = new Settings();
  private final Step step = new Step();
  private Random random;
  private Child child = Child.NONE;
  private boolean timer = true;
  private long foundTimerMillis;
  private boolean listening;
  private boolean refused;
  private boolean left;
  private boolean mayForget;
  private int starts;
  private int lives;
  private int adoptions;

  @Property(tries = 2000)
  @Tag("slow")
  void theLawHolds(@ForAll long seed) {
    begin(seed);
    for (int i = 0; i < STEPS && !left; i++) {
      choose();
      if (random.nextInt(20) == 0) succeed();
      SuperviseEvent event = next();
      mayForget = event == SuperviseEvent.GOT_QUIT || event == SuperviseEvent.GOT_INT;
      while (event != null) event = live(event);
      checkRest();
    }
  }

  /** Walks that never start anything would prove nothing. */
  @Example
  void walksComeAround() {
    for (long seed = 0; seed < 100; seed++) theLawHolds(seed);
    assertTrue(starts > 500, "only " + starts + " starts");
    assertTrue(lives > 50, "only " + lives + " lives to their end");
    assertTrue(adoptions > 150, "only " + adoptions + " adoptions");
  }

  private void begin(long seed) {
    random = new Random(seed);
    state.become(new SuperviseState());
    child = Child.NONE;
    timer = true;
    listening = false;
    refused = false;
    left = false;
  }

  /** The supervisor is killed; the next one knows of a child, and of nothing else. */
  private void succeed() {
    settings.found.become(state);
    foundTimerMillis = timer ? 100 : SuperviseEvent.NO_TIMER;
    state.become(new SuperviseState());
    timer = true;
    refused = false;
    if (child == Child.NONE) return;
    adoptions++;
    assertEquals(null, live(SuperviseEvent.ADOPTED));
    checkRest();
  }

  private static SuperviseEvent[] commands() {
    return java.util.Arrays.stream(SuperviseEvent.values())
        .filter(event -> event.letter != 0 || event.name().startsWith("GOT_"))
        .toArray(SuperviseEvent[]::new);
  }

  private void choose() {
    settings.killTimeoutMillis = random.nextInt(2) * 100;
    settings.killsGroup = random.nextBoolean();
    settings.finishTimeoutMillis = random.nextInt(2) * 100;
    settings.firstPauseMillis = random.nextInt(2) * 10;
    settings.pauseFactor = 2;
    settings.longestPauseMillis = 100;
    settings.resetAfterMillis = 50;
  }

  /** Leaving is rare, so that lives are long. */
  private SuperviseEvent next() {
    int dice = random.nextInt(6);
    if (dice <= 1 && child != Child.NONE)
      return random.nextInt(4) == 0 ? SuperviseEvent.CHILD_EXITED_125 : SuperviseEvent.CHILD_EXITED;
    if (dice <= 3 && timer) {
      timer = false;
      return SuperviseEvent.TIMER_FIRED;
    }
    if (dice == 4 && listening && !state.notified) return SuperviseEvent.NOTIFIED;
    SuperviseEvent command = COMMANDS[random.nextInt(COMMANDS.length)];
    boolean leaving = command == SuperviseEvent.EXIT || command.letter == 0;
    return leaving && random.nextInt(10) > 0 ? SuperviseEvent.UP : command;
  }

  private SuperviseEvent live(SuperviseEvent event) {
    if (event == SuperviseEvent.CHILD_EXITED || event == SuperviseEvent.CHILD_EXITED_125)
      child = Child.NONE;
    boolean adopts = event == SuperviseEvent.ADOPTED;
    long argument = adopts ? foundTimerMillis : random.nextInt(100);
    SuperviseMachine.step(state, event, argument, settings, step);
    state.become(step.next);
    boolean written = false;
    SuperviseEvent answer = null;
    for (int i = 0; i < step.count(); i++) {
      SuperviseAction action = step.action(i);
      assertNotEquals(SuperviseAction.WARN_IMPOSSIBLE, action, event + " surprises");
      assertEquals(null, answer, "spawns are last");
      written |= action == SuperviseAction.WRITE_STATUS;
      boolean tells = action.letters != null && action != SuperviseAction.ANNOUNCE_EXIT;
      assertTrue(!tells || written, action + " before the status is written");
      answer = perform(action);
    }
    return answer;
  }

  private SuperviseEvent perform(SuperviseAction action) {
    switch (action) {
      case SET_TIMER, SET_TIMER_SINCE_NOTIFIED -> timer = true;
      case CLEAR_TIMER -> timer = false;
      case CLOSE_NOTIFICATION -> listening = false;
      case KILL, KILL_GROUP -> assertNotEquals(Child.NONE, child, "nobody to kill");
      case LEAVE -> left = true;
      case SPAWN_RUN -> {
        return spawnRun();
      }
      case SPAWN_FINISH -> {
        return spawnFinish();
      }
      default -> {}
    }
    return null;
  }

  private SuperviseEvent spawnRun() {
    assertEquals(Child.NONE, child, "two children");
    refused = random.nextInt(10) == 0;
    if (refused) return SuperviseEvent.RUN_REFUSED;
    if (random.nextInt(5) == 0) return SuperviseEvent.RUN_FAILED;
    child = Child.RUN;
    listening = random.nextBoolean();
    starts++;
    return SuperviseEvent.RUN_STARTED;
  }

  private SuperviseEvent spawnFinish() {
    assertEquals(Child.NONE, child, "two children");
    if (random.nextBoolean()) return SuperviseEvent.FINISH_FAILED;
    child = Child.FINISH;
    return SuperviseEvent.FINISH_STARTED;
  }

  private void checkRest() {
    if (left) {
      lives++;
      assertTrue(mayForget || child == Child.NONE, "a child is forgotten");
      return;
    }
    assertEquals(child == Child.RUN, state.phase.hasRun());
    assertEquals(child == Child.FINISH, state.phase.hasFinish());
    boolean waits = state.phase == Phase.DOWN && state.wantUp;
    assertTrue(!waits || timer || refused, "a wanted service is forgotten");
  }
}
