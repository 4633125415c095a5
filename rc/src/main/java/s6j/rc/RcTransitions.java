package s6j.rc;

import s6j.cli.Output;
import s6j.formats.RcDatabase;
import s6j.rc.change.RcAction;
import s6j.rc.change.RcEvent;
import s6j.rc.change.RcMachine;
import s6j.rc.change.RcState;
import s6j.rc.change.RcStep;

/**
 * Prints what {@link RcMachine} answers: for a small set of services in every state, up and down,
 * what begins a pass, and what follows each event about each transition under way. The golden table
 * transitions.txt, and the same again from a native image.
 *
 * <p>The set: longruns r (essential) and l; oneshots a and c, which need r, and b, which needs l
 * and a.
 */
public final class RcTransitions {
  private static final String NAMES = "rlacb";
  private static final int COUNT = 5;
  private static final int SIGNAL = 15;
  private static final int EXITED_1 = 1 << 8;
  private static final int[][] NEEDS = {{}, {}, {0}, {0}, {1, 2}};
  private static final int[][] NEEDED_BY = {{2, 3}, {4}, {4}, {}, {}};

  private final Output output;
  private final RcDatabase database = database();
  private final RcStep step = new RcStep();

  private RcTransitions(Output output) {
    this.output = output;
  }

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    RcTransitions table = new RcTransitions(output);
    output.text("# direction, essential services, oneshots at a time, up before: answers").line();
    for (int concurrency = 1; concurrency <= 2; concurrency++) {
      for (int up = 0; up < 1 << COUNT; up++) {
        table.section(true, false, concurrency, up);
        table.section(false, false, concurrency, up);
        table.section(false, true, concurrency, up);
      }
    }
  }

  private static RcDatabase database() {
    RcDatabase database = new RcDatabase(2, 3);
    database.flags[0] = RcDatabase.ESSENTIAL;
    database.needs = new int[4];
    database.neededBy = new int[4];
    fill(NEEDS, database.needs, database.needsStart, database.needsCount);
    fill(NEEDED_BY, database.neededBy, database.neededByStart, database.neededByCount);
    return database;
  }

  private static void fill(int[][] lists, int[] table, int[] starts, int[] counts) {
    int at = 0;
    for (int i = 0; i < lists.length; i++) {
      starts[i] = at;
      counts[i] = lists[i].length;
      for (int other : lists[i]) table[at++] = other;
    }
  }

  private RcState state(boolean up, int before) {
    byte[] stored = new byte[COUNT];
    boolean[] selected = new boolean[COUNT];
    for (int i = 0; i < COUNT; i++) {
      stored[i] = (byte) (before >> i & 1);
      selected[i] = true;
    }
    return new RcState(database, stored, selected, new boolean[database.longruns], up);
  }

  private void section(boolean up, boolean stopsEssential, int concurrency, int before) {
    RcMachine machine = new RcMachine(stopsEssential, concurrency);
    output.text(up ? "UP " : stopsEssential ? "DOWN all " : "DOWN ").number(concurrency).text(" ");
    for (int i = 0; i < COUNT; i++) if ((before >> i & 1) != 0) name(i);
    output.text(":");
    RcState state = state(up, before);
    machine.step(state, RcEvent.BEGIN, 0, 0, step);
    tell(machine, state);
    for (int i = 0; i < COUNT; i++) {
      if (!isUnderWay(machine, up, before, i)) continue;
      row(machine, up, before, RcEvent.SUCCEEDED, i, 0);
      row(machine, up, before, RcEvent.FAILED, i, EXITED_1);
      row(machine, up, before, RcEvent.NOT_STARTED, i, 0);
    }
    row(machine, up, before, RcEvent.TERMINATED, 0, SIGNAL);
  }

  private boolean isUnderWay(RcMachine machine, boolean up, int before, int service) {
    machine.step(state(up, before), RcEvent.BEGIN, 0, 0, step);
    for (int i = 0; i < step.count(); i++)
      if (step.action(i) == RcAction.START && step.service(i) == service) return true;
    return false;
  }

  private void row(
      RcMachine machine, boolean up, int before, RcEvent event, int service, int detail) {
    RcState state = state(up, before);
    machine.step(state, RcEvent.BEGIN, 0, 0, step);
    output.text("  ").text(event.name());
    if (event != RcEvent.TERMINATED) {
      output.text(" ");
      name(service);
    }
    output.text(":");
    machine.step(state, event, service, detail, step);
    tell(machine, state);
  }

  private void tell(RcMachine machine, RcState state) {
    for (int i = 0; i < step.count(); i++) {
      RcAction action = step.action(i);
      output.text(" ").text(action.name());
      if (action == RcAction.SAY_SIGNAL || action == RcAction.SAY_PASS) continue;
      if (action == RcAction.STOP_WAITING) continue;
      output.text(" ");
      name(step.service(i));
    }
    output.text(" | running ").number(state.running).text(", waiting ").number(state.queued);
    if (state.isOver()) output.text(", exit ").number(machine.exitCode(state));
    output.line();
  }

  private void name(int service) {
    output.text(NAMES.substring(service, service + 1));
  }
}
