package s6j.svscan;

/** The machine's answer: the next state and what to do, in order. Filled, never allocated. */
final class Step {
  private static final int MOST_ACTIONS = 8;

  final SvscanState next = new SvscanState();

  private final SvscanAction[] actions = new SvscanAction[MOST_ACTIONS];
  private final long[] arguments = new long[MOST_ACTIONS];
  private int count;

  /** Begins with the present state and no action. */
  Step from(SvscanState present) {
    next.become(present);
    count = 0;
    return this;
  }

  int count() {
    return count;
  }

  SvscanAction action(int place) {
    return actions[place];
  }

  long argument(int place) {
    return arguments[place];
  }

  Step to(SvscanState.Phase phase) {
    next.phase = phase;
    return this;
  }

  Step slot(Slot.Phase phase) {
    next.slot = phase;
    return this;
  }

  Step scanDue(boolean due) {
    next.scanDue = due;
    return this;
  }

  Step prune(SvscanState.Prune prune) {
    next.prune = prune;
    return this;
  }

  Step leftOut(boolean leftOut) {
    next.leftOut = leftOut;
    return this;
  }

  Step then(SvscanAction action) {
    return then(action, 0);
  }

  Step then(SvscanAction action, long argument) {
    actions[count] = action;
    arguments[count] = argument;
    count++;
    return this;
  }
}
