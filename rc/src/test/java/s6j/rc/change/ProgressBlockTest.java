package s6j.rc.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.formats.RcDatabase;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.WaitStatus;
import s6j.rc.live.StateFile;

/** The block as text, at moments of a change that the engine orders. */
class ProgressBlockTest {
  private static final long SECOND = 1_000_000_000;

  private RcDatabase database;
  private RcState state;
  private RcMachine machine;
  private ProgressBlock block;
  private boolean ready;

  private void change(Services services, boolean up, int concurrency) {
    database = services.database();
    byte[] stored = new byte[database.count()];
    boolean[] selected = new boolean[database.count()];
    for (int i = 0; i < stored.length; i++) {
      stored[i] = (byte) (up ? 0 : StateFile.UP);
      selected[i] = true;
    }
    state = new RcState(database, stored, selected, new boolean[database.longruns], up);
    machine = new RcMachine(true, concurrency);
    block = new ProgressBlock(database, state);
    event(RcEvent.BEGIN, 0, 0, 0);
  }

  private void event(RcEvent event, int service, int status, long now) {
    RcStep step = new RcStep();
    machine.step(state, event, service, status, step);
    for (int i = 0; i < step.count(); i++) {
      if (step.action(i) == RcAction.START) block.begun(step.service(i), ready, now);
      if (step.action(i) == RcAction.SAY_FAILED)
        block.failed(step.service(i), WaitStatus.shellCode(step.detail(i)));
    }
  }

  private String text(long now, int columns) {
    NameList lines = block.lines(0, now, columns);
    List<String> text = new ArrayList<>();
    for (int i = 0; i < lines.count(); i++) text.add(CString.text(lines.get(i)));
    return String.join("\n", text);
  }

  @Test
  void itTellsWhatIsUnderWayAndWhoWaitsForWhom() {
    change(new Services().longrun("net").oneshot("disk").oneshot("web", 0, 1), true, 5);
    assertEquals(
        "starting: 0 of 3 up, 2 under way, 2.5 s\n"
            + "  net: starting, 2.5 s\n"
            + "  disk: script, 2.5 s\n"
            + "  web: waits for net, disk",
        text(5 * SECOND / 2, 80));
    event(RcEvent.SUCCEEDED, 0, 0, 3 * SECOND);
    event(RcEvent.SUCCEEDED, 1, 0, 4 * SECOND);
    assertEquals(
        "starting: 2 of 3 up, 1 under way, 5.0 s\n  web: script, 1.0 s", text(5 * SECOND, 80));
  }

  @Test
  void readinessIsWaitedFor() {
    ready = true;
    change(new Services().longrun("net"), true, 1);
    assertTrue(text(SECOND, 80).endsWith("\n  net: waits for its readiness, 1.0 s"));
  }

  @Test
  void itTellsFailuresAndWhatTheyHoldUp() {
    change(new Services().oneshot("bad").oneshot("late", 0), true, 5);
    event(RcEvent.FAILED, 0, 7 << 8, SECOND);
    assertEquals(
        "starting: 0 of 2 up, 0 under way, 1 failed, 1.0 s\n"
            + "  bad: failed, exit code 7\n"
            + "  late: waits for bad",
        text(SECOND, 80));
  }

  @Test
  void theWayDownWaitsForWhoNeedsIt() {
    change(new Services().longrun("net").longrun("web", 0), false, 5);
    assertEquals(
        "stopping: 0 of 2 down, 1 under way, 0.0 s\n"
            + "  web: stopping, 0.0 s\n"
            + "  net: waits for web",
        text(0, 80));
  }

  @Test
  void aOneshotMayWaitForAPlace() {
    change(new Services().oneshot("a").oneshot("b"), true, 1);
    assertTrue(text(0, 80).contains("waits for a place"), text(0, 80));
  }

  @Test
  void aLargeSetKeepsTheBlockSmall() {
    Services services = new Services();
    for (int i = 0; i < 500; i++) services.oneshot("s" + i);
    change(services, true, 40);
    String[] lines = text(SECOND, 80).split("\n");
    assertEquals(1 + 6 + 1 + 3 + 1, lines.length);
    assertEquals("  and 34 more under way", lines[7]);
    assertEquals("  and 457 more waiting", lines[11]);
  }

  @Test
  void linesFitTheTerminalAndNamesCannotMoveItsCursor() {
    change(new Services().oneshot("long\u001b[2Jname\n" + "x".repeat(200)), true, 1);
    for (String line : text(0, 40).split("\n")) {
      assertTrue(line.length() <= 40, line);
      assertTrue(line.chars().allMatch(c -> c >= ' '), line);
    }
  }
}
