package s6j.svc;

import s6j.cli.Output;
import s6j.formats.talk.WaitEvent;
import s6j.formats.talk.WaitGoal;
import s6j.formats.talk.WaitMachine;
import s6j.formats.talk.WaitResult;
import s6j.formats.talk.WaitSettings;
import s6j.formats.talk.WaitState;

/**
 * Prints what {@link WaitMachine} answers in every state to every event: the golden table
 * transitions.txt, and the same again from a native image.
 */
public final class WaitTransitions {
  private static final WaitGoal[] GOALS = WaitGoal.values();
  private static final WaitEvent[] EVENTS = WaitEvent.values();
  private static final int UP = 1;
  private static final int READY = 2;
  private static final int SECOND_HALF = 4;
  private static final int FAILED = 8;

  private final Output output;

  private WaitTransitions(Output output) {
    this.output = output;
  }

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    WaitTransitions table = new WaitTransitions(output);
    output.text("# one service: goal, what it was, event, what it is, answer").line();
    for (WaitGoal goal : GOALS) {
      table.section(new WaitSettings(goal, false, false));
      if (goal.restart) table.section(new WaitSettings(goal, false, true));
    }
    output.text("# two services, up: goal, choice, the first one's event, answer").line();
    for (WaitGoal goal : GOALS) {
      table.pair(new WaitSettings(goal, false, true));
      table.pair(new WaitSettings(goal, true, true));
    }
  }

  private void section(WaitSettings settings) {
    for (int flags = 0; flags < 16; flags++) {
      boolean secondHalf = (flags & SECOND_HALF) != 0;
      if (secondHalf && !settings.goal().restart) continue;
      for (WaitEvent event : EVENTS) row(settings, flags, event);
    }
  }

  private void row(WaitSettings settings, int flags, WaitEvent event) {
    WaitState state = new WaitState(1);
    WaitMachine.observe(settings, state, 0, (flags & UP) != 0, (flags & READY) != 0);
    if ((flags & SECOND_HALF) != 0) state.wentDown[0] = true;
    state.failed[0] = (flags & FAILED) != 0;
    state.failures = state.failed[0] ? 1 : 0;
    name(settings);
    tell(state);
    output.text(" ").text(event.name()).text(" ->");
    WaitResult result = WaitMachine.step(settings, state, 0, event);
    tell(state);
    output.text(" ").text(result.name()).text(" ").number(WaitMachine.exitCode(state)).line();
  }

  private void pair(WaitSettings settings) {
    for (WaitEvent event : EVENTS) {
      WaitState state = new WaitState(2);
      WaitMachine.observe(settings, state, 0, true, false);
      WaitMachine.observe(settings, state, 1, true, false);
      name(settings);
      output.text(settings.any() ? " any " : " all ").text(event.name()).text(" -> ");
      output.text(WaitMachine.step(settings, state, 0, event).name()).text(" ");
      output.number(WaitMachine.exitCode(state)).line();
    }
  }

  private void name(WaitSettings settings) {
    output.text(settings.goal().name());
    if (settings.goal().restart && settings.fullyDownFirst()) output.text("(D)");
  }

  private void tell(WaitState state) {
    output.text(state.up[0] ? " up" : " down");
    if (state.ready[0]) output.text(",ready");
    if (state.wentDown[0]) output.text(",counts");
    if (state.failed[0]) output.text(",failed");
  }
}
