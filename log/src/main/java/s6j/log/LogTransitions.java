package s6j.log;

import s6j.cli.Output;
import s6j.log.directory.Rotation;
import s6j.log.directory.RotationStep;
import s6j.log.loop.LogEvent;
import s6j.log.loop.LogMachine;
import s6j.log.loop.LogState;
import s6j.log.script.LogSettings;

/** Prints what the {@link LogMachine} and a {@link Rotation} decide, for every pair there is. */
public final class LogTransitions {
  private static final LogState[] STATES = LogState.values();
  private static final LogEvent[] EVENTS = LogEvent.values();
  private static final RotationStep[] STEPS = RotationStep.values();
  private static final Rotation.Event[] FACTS = Rotation.Event.values();

  private LogTransitions() {}

  /** Prints the golden table: a row a pair, and one more where a condition makes a difference. */
  public static void print(Output out) {
    out.text("# logger: state event [condition] -> state: actions").line();
    for (int s = 0; s < STATES.length; s++)
      for (int e = 0; e < EVENTS.length; e++) printPair(STATES[s], EVENTS[e], out);
    out.text("# directory: step event [condition] -> step, order").line();
    for (int s = 0; s < STEPS.length; s++)
      for (int e = 0; e < FACTS.length; e++) printPair(STEPS[s], FACTS[e], out);
  }

  private static void printPair(LogState state, LogEvent event, Output out) {
    LogSettings settings = new LogSettings();
    LogMachine.Step plain = LogMachine.step(state, event, 0, settings, new LogMachine.Step());
    LogMachine.Step partial = LogMachine.step(state, event, 1, settings, new LogMachine.Step());
    settings.ignoresTerm = true;
    LogMachine.Step ignoring = LogMachine.step(state, event, 1, settings, new LogMachine.Step());
    printRow(state, event, "", plain, out);
    if (!same(plain, partial)) printRow(state, event, " in mid-line", partial, out);
    if (!same(partial, ignoring)) printRow(state, event, " with -p", ignoring, out);
  }

  private static void printRow(
      LogState state, LogEvent event, String condition, LogMachine.Step step, Output out) {
    out.text(state.name()).text(" ").text(event.name()).text(condition);
    out.text(" -> ").text(step.next.name());
    for (int i = 0; i < step.count; i++)
      out.text(i == 0 ? ": " : ", ").text(step.actions[i].name());
    out.line();
  }

  private static boolean same(LogMachine.Step a, LogMachine.Step b) {
    if (a.next != b.next || a.count != b.count) return false;
    for (int i = 0; i < a.count; i++) if (a.actions[i] != b.actions[i]) return false;
    return true;
  }

  private static void printPair(RotationStep step, Rotation.Event event, Output out) {
    Rotation.Answer plain = answer(step, event, false, false);
    Rotation.Answer processing = answer(step, event, true, false);
    Rotation.Answer leaving = answer(step, event, true, true);
    printRow(step, event, "", plain, out);
    if (!same(plain, processing)) printRow(step, event, " with a processor", processing, out);
    if (!same(processing, leaving)) printRow(step, event, " on the way out", leaving, out);
  }

  private static Rotation.Answer answer(
      RotationStep step, Rotation.Event event, boolean processor, boolean leaving) {
    return Rotation.next(step, event, processor, leaving, new Rotation.Answer());
  }

  private static void printRow(
      RotationStep step,
      Rotation.Event event,
      String condition,
      Rotation.Answer answer,
      Output out) {
    out.text(step.name()).text(" ").text(event.name()).text(condition);
    out.text(" -> ").text(answer.step.name()).text(", ").text(answer.order.name()).line();
  }

  private static boolean same(Rotation.Answer a, Rotation.Answer b) {
    return a.step == b.step && a.order == b.order;
  }
}
