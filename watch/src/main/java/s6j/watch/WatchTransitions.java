package s6j.watch;

import s6j.cli.Output;

/** Prints what {@link WatchMachine} answers in every state to every event: the golden table. */
public final class WatchTransitions {
  private static final WatchEvent[] EVENTS = WatchEvent.values();

  private WatchTransitions() {}

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    rows(false, output);
    rows(true, output);
  }

  private static void rows(boolean isSettling, Output output) {
    WatchState state = new WatchState();
    WatchStep step = new WatchStep();
    state.isSettling = isSettling;
    for (int event = 0; event < EVENTS.length; event++) {
      WatchMachine.step(state, EVENTS[event], step);
      output.text(name(state)).text(" | ").text(EVENTS[event].name()).text(" | ");
      output.text(name(step.next)).text(" |");
      for (int i = 0; i < step.count(); i++) output.text(" ").text(step.action(i).name());
      output.line();
    }
  }

  private static String name(WatchState state) {
    return state.isSettling ? "settling" : "still";
  }
}
