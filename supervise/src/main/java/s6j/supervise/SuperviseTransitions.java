package s6j.supervise;

import s6j.cli.Output;
import s6j.posix.Signal;
import s6j.supervise.SuperviseState.Phase;

/**
 * Prints what the machine answers in every state to every event: the golden table transitions.txt,
 * and the same again from a native image.
 */
public final class SuperviseTransitions {
  private static final Phase[] PHASES = Phase.values();
  private static final SuperviseEvent[] EVENTS = SuperviseEvent.values();
  private static final long UPTIME_MILLIS = 50;

  private final Output output;
  private final SuperviseState state = new SuperviseState();
  private final Step step = new Step();

  private SuperviseTransitions(Output output) {
    this.output = output;
  }

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    SuperviseTransitions table = new SuperviseTransitions(output);
    output.text("# the usual settings").line();
    Settings usual = new Settings();
    for (int event = 0; event < EVENTS.length; event++) table.rows(EVENTS[event], usual);
    output.text("# every setting changed, for the events that look at one").line();
    Settings changed = changedSettings();
    for (int event = 0; event < EVENTS.length; event++)
      if (looksAtSettings(EVENTS[event])) table.rows(EVENTS[event], changed);
    output.text("# whatever an earlier supervisor left").line();
    table.adoptions(new Settings());
  }

  private static boolean looksAtSettings(SuperviseEvent event) {
    return switch (event) {
      case RESTART, RELOAD, DOWN, DOWN_FOR_GOOD, GOT_TERM, CHILD_EXITED, CHILD_EXITED_125 -> true;
      case TIMER_FIRED, FINISH_STARTED, FINISH_FAILED -> true;
      case SEND_ALRM, SEND_ABRT, SEND_QUIT, SEND_HUP, SEND_KILL, SEND_TERM, SEND_INT -> false;
      case SEND_USR1, SEND_USR2, SEND_WINCH, PAUSE, CONTINUE, PAUSE_GROUP -> false;
      case CONTINUE_GROUP, KILL_GROUP, ONCE, ONCE_AT_MOST, ONCE_AT_MOST_FOR_GOOD -> false;
      case UP, UP_FOR_GOOD, EXIT, UPGRADE, GOT_HUP, GOT_QUIT, GOT_INT -> false;
      case ADOPTED, NOTIFIED -> false;
      case RUN_STARTED, RUN_FAILED, RUN_REFUSED -> false;
    };
  }

  private static Settings changedSettings() {
    Settings settings = new Settings();
    settings.downSignal = Signal.SIGINT;
    settings.reloadSignal = Signal.SIGUSR1;
    settings.alwaysContinues = false;
    settings.killTimeoutMillis = 3000;
    settings.killsGroup = true;
    settings.finishTimeoutMillis = 0;
    settings.firstPauseMillis = 200;
    settings.pauseFactor = 3;
    settings.longestPauseMillis = 1000;
    settings.resetAfterMillis = 10_000;
    return settings;
  }

  private void rows(SuperviseEvent event, Settings settings) {
    for (int phase = 0; phase < PHASES.length; phase++)
      for (int flags = 0; flags < 16; flags++) {
        state.phase = PHASES[phase];
        state.wantUp = (flags & 1) != 0;
        state.notified = (flags & 2) != 0;
        state.dying = (flags & 4) != 0;
        state.backoffMillis = (flags & 8) != 0 ? 400 : 0;
        if (isTelling()) row(event, UPTIME_MILLIS, settings);
      }
  }

  /** Only run is asked to die, nothing is remembered of it when down, and up no pause counts. */
  private boolean isTelling() {
    if (state.phase == Phase.DOWN && state.notified) return false;
    return state.phase.hasRun() ? state.backoffMillis == 0 : !state.dying;
  }

  private void adoptions(Settings settings) {
    SuperviseState found = settings.found;
    for (int phase = 1; phase < PHASES.length; phase++)
      for (int flags = 0; flags < 16; flags++) {
        found.phase = PHASES[phase];
        found.wantUp = (flags & 1) != 0;
        found.notified = (flags & 2) != 0;
        found.dying = found.phase.hasRun() && (flags & 4) != 0;
        found.paused = found.phase.hasRun() && (flags & 8) != 0;
        boolean timed = found.dying || found.phase.hasFinish();
        int timerMillis = timed ? 1500 : SuperviseEvent.NO_TIMER;
        state.become(DOWN);
        if (found.phase.hasRun() || flags < 4) row(SuperviseEvent.ADOPTED, timerMillis, settings);
      }
  }

  private static final SuperviseState DOWN = new SuperviseState();

  private void row(SuperviseEvent event, long argument, Settings settings) {
    SuperviseMachine.step(state, event, argument, settings, step);
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
          action.name() + ":" + Signal.name(argument).substring("SIG".length());
      case SET_TIMER, SET_TIMER_SINCE_NOTIFIED, WRITE_BACKOFF -> action.name() + ":" + argument;
      default -> action.name();
    };
  }
}
