package s6j.supervise;

import s6j.cli.Output;
import s6j.supervise.SuperviseState.Phase;

/**
 * Prints what the machine answers in every state to every event: the golden table transitions.txt,
 * and the same again from a native image.
 */
public final class SuperviseTransitions {
  private static final Phase[] PHASES = Phase.values();
  private static final SuperviseEvent[] EVENTS = SuperviseEvent.values();

  private final Output output;
  private final SuperviseState state = new SuperviseState();
  private final Step step = new Step();

  private SuperviseTransitions(Output output) {
    this.output = output;
  }

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    SuperviseTransitions table = new SuperviseTransitions(output);
    table.section("the usual settings", new Settings());
    table.section("every setting changed", changedSettings());
  }

  private static Settings changedSettings() {
    Settings settings = new Settings();
    settings.downSignal = s6j.posix.Signal.SIGINT;
    settings.reloadSignal = s6j.posix.Signal.SIGUSR1;
    settings.killTimeoutMillis = 3000;
    settings.killsGroup = true;
    settings.finishTimeoutMillis = 0;
    settings.firstPauseMillis = 200;
    settings.pauseFactor = 3;
    settings.longestPauseMillis = 1000;
    settings.resetAfterMillis = 10_000;
    settings.uptimeMillis = 50;
    return settings;
  }

  private void section(String title, Settings settings) {
    output.text("# ").text(title).line();
    for (int phase = 0; phase < PHASES.length; phase++)
      for (int event = 0; event < EVENTS.length; event++)
        rows(PHASES[phase], EVENTS[event], settings);
  }

  /** One row for each state of the phase; whether run is paused changes no answer. */
  private void rows(Phase phase, SuperviseEvent event, Settings settings) {
    for (int flags = 0; flags < 16; flags++) {
      state.phase = phase;
      state.wantUp = (flags & 1) != 0;
      state.notified = (flags & 2) != 0;
      state.dying = (flags & 4) != 0;
      state.backoffMillis = (flags & 8) != 0 ? 400 : 0;
      if (isReachable()) row(event, settings);
    }
  }

  /** Down, nothing is remembered of run, and only a service that is wanted up backs off. */
  private boolean isReachable() {
    if (state.phase == Phase.DOWN && state.notified) return false;
    return !state.dying || state.phase.hasRun();
  }

  private void row(SuperviseEvent event, Settings settings) {
    SuperviseMachine.step(state, event, settings, step);
    state(state).text(" | ").text(event.name());
    if (event.letter != 0) output.text(" ").text(String.valueOf(event.letter));
    output.text(" | ");
    state(step.next).text(" |");
    for (int i = 0; i < step.count(); i++) action(step.action(i), step.argument(i));
    output.line();
  }

  private Output state(SuperviseState s) {
    output.text(s.phase.name()).text(s.wantUp ? " wanted" : " unwanted");
    if (s.notified) output.text(" notified");
    if (s.dying) output.text(" dying");
    if (s.paused) output.text(" paused");
    if (s.backoffMillis > 0) output.text(" backoff ").number(s.backoffMillis);
    return output;
  }

  private void action(SuperviseAction action, int argument) {
    output.text(" ").text(text(action, argument));
  }

  /** The action as the table and the stories spell it, such as {@code KILL:TERM}. */
  static String text(SuperviseAction action, int argument) {
    return switch (action) {
      case KILL, KILL_GROUP ->
          action.name() + ":" + s6j.posix.Signal.name(argument).substring("SIG".length());
      case SET_TIMER, SET_TIMER_SINCE_NOTIFIED, WRITE_BACKOFF -> action.name() + ":" + argument;
      default -> action.name();
    };
  }
}
