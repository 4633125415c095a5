package s6j.svscan;

import s6j.cli.Output;
import s6j.posix.Signal;
import s6j.svscan.SvscanState.Prune;

/**
 * Prints what the machine answers in every state to every event: the golden table transitions.txt,
 * and the same again from a native image.
 */
public final class SvscanTransitions {
  private static final SvscanState.Phase[] PHASES = SvscanState.Phase.values();
  private static final SvscanEvent[] EVENTS = SvscanEvent.values();
  private static final Slot.Phase[] SLOTS = Slot.Phase.values();
  private static final long RESCAN_MILLIS = 5000;
  private static final Prune[] PRUNES = Prune.values();

  private final Output output;
  private final SvscanState state = new SvscanState();
  private final SvscanSettings settings = new SvscanSettings(null, null);
  private final Step step = new Step();

  private SvscanTransitions(Output output) {
    this.output = output;
  }

  /** Prints the table; the caller flushes. */
  public static void print(Output output) {
    SvscanTransitions table = new SvscanTransitions(output);
    for (int phase = 0; phase < PHASES.length; phase++)
      for (int event = 0; event < EVENTS.length; event++) table.rows(PHASES[phase], EVENTS[event]);
  }

  private void rows(SvscanState.Phase phase, SvscanEvent event) {
    state.become(new SvscanState());
    state.phase = phase;
    if (isAboutSlot(event)) slotRows(event);
    else scannerRows(event);
  }

  private static boolean isAboutSlot(SvscanEvent event) {
    return switch (event) {
      case SEEN, NOT_SEEN, JOINED, STARTED, TAKEN_OVER, START_FAILED, DIED -> true;
      case STAYED_AT_END -> true;
      case REAP, SCAN, PRUNE, PRUNE_FULLY, SCAN_AND_PRUNE, STOP, STOP_FULLY, ABORT -> false;
      case UPGRADE -> false;
      case UNKNOWN_LETTER, GOT_HUP, GOT_INT, GOT_TERM, GOT_QUIT, GOT_USR1, GOT_USR2 -> false;
      case GOT_PWR, GOT_WINCH, SCAN_TIMER_FIRED, START_TIMER_FIRED, SCAN_FINISHED -> false;
      case SCAN_FAILED, LEFT_OUT_UNREADABLE, LEFT_OUT_FOR_PIPE, LEFT_OUT_FOR_PRODUCER -> false;
      case LEFT_OUT_FOR_ROOM, LOGGER_TIMER_FIRED, ALONE -> false;
    };
  }

  private void slotRows(SvscanEvent event) {
    for (int slot = 0; slot < SLOTS.length; slot++) {
      state.slot = SLOTS[slot];
      state.leftOut = false;
      row(event, true);
      state.leftOut = true;
      row(event, true);
    }
  }

  /** Only a scan that is due keeps a prune waiting. */
  private void scannerRows(SvscanEvent event) {
    row(event, false);
    state.scanDue = true;
    for (int prune = 0; prune < PRUNES.length; prune++) {
      state.prune = PRUNES[prune];
      row(event, false);
    }
    state.leftOut = true;
    settings.rescanMillis = RESCAN_MILLIS;
    row(event, false);
    settings.rescanMillis = 0;
  }

  private void row(SvscanEvent event, boolean withSlot) {
    SvscanMachine.step(state, event, 0, settings, step);
    state(state, withSlot).text(" | ").text(event.name());
    if (event.letter != 0) output.text(" ").text(String.valueOf(event.letter));
    output.text(" | ");
    state(step.next, withSlot).text(" |");
    for (int i = 0; i < step.count(); i++)
      output.text(" ").text(text(step.action(i), step.argument(i)));
    output.line();
  }

  private Output state(SvscanState s, boolean withSlot) {
    output.text(s.phase.name());
    if (withSlot) output.text(" slot ").text(s.slot.name());
    if (s.scanDue) output.text(" scan-due");
    if (s.prune != Prune.NOTHING) output.text(" prune ").text(s.prune.name());
    if (s.leftOut) output.text(" left-out");
    if (settings.rescanMillis > 0) output.text(" rescan ").number(settings.rescanMillis);
    return output;
  }

  /** The action as the table and the stories spell it, such as {@code SIGNAL_ALL:HUP}. */
  static String text(SvscanAction action, long argument) {
    return switch (action) {
      case SIGNAL_STRAYS, SIGNAL_ALL, SIGNAL_ONE, RUN_SCRIPT ->
          action.name() + ":" + Signal.name((int) argument).substring("SIG".length());
      case SET_SCAN_TIMER, SET_LOGGER_TIMER, HOLD_STARTS, PAUSE -> action.name() + ":" + argument;
      default -> action.name();
    };
  }
}
