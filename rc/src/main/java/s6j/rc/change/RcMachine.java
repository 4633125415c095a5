package s6j.rc.change;

import s6j.formats.RcDatabase;

/**
 * The engine of one pass, up or down (docs/specification/s6-rc.md, E.3): pure, a table of services
 * and what to do with them.
 *
 * <p>Law: no service is started before all it needs are up, none stopped before all that need it
 * are down; a failure keeps only what stands behind it from running. What is only ordered behind
 * another waits until that is settled, however that ends.
 */
public final class RcMachine {
  /** What came of looking at a service. */
  private enum Outcome {
    /** It waits, or is under way. */
    OPEN,
    /** It is as it is to be. */
    SETTLED,
    /** It will not be. */
    GIVEN_UP
  }

  /** Whether essential services may be stopped. */
  private final boolean stopsEssential;

  /** Oneshots that may run at a time; longruns have no limit. */
  private final int concurrency;

  /**
   * Services settled whose successors are to be released, as {@code ~service} if they are not what
   * they were to be; and the place in their lists.
   */
  private int[] settled = new int[16];

  private int[] places = new int[16];

  public RcMachine(boolean stopsEssential, int concurrency) {
    this.stopsEssential = stopsEssential;
    this.concurrency = concurrency;
  }

  /** Fills {@code step} with what to do about an event; {@code detail} a wait status or signal. */
  public void step(RcState state, RcEvent event, int service, int detail, RcStep step) {
    step.clear();
    switch (event) {
      case BEGIN -> begin(state, step);
      case SUCCEEDED -> onSuccess(state, service, step);
      case FAILED -> onFailure(state, service, detail, step);
      case NOT_STARTED -> onNotStarted(state, service, step);
      case TERMINATED -> onSignal(state, detail, step);
    }
  }

  /** 0, or 1 if something failed or was left undone because of a signal. */
  public int exitCode(RcState state) {
    return state.failed || state.terminated && hasUndone(state) ? 1 : 0;
  }

  private static boolean hasUndone(RcState state) {
    for (int i = 0; i < state.selected.length; i++)
      if (state.selected[i] && !state.handled[i] && !state.isThere(i) && !state.optional[i])
        return true;
    return false;
  }

  private void begin(RcState state, RcStep step) {
    step.then(RcAction.SAY_PASS, state.up ? 1 : 0);
    int count = state.graph.count();
    for (int i = 0; i < count; i++) {
      state.pending[i] = state.graph.before(i, state.up);
      state.ordered[i] = selectedBefore(state, i);
    }
    for (int i = count - 1; i >= 0; i--) examine(state, i, step);
  }

  private static int selectedBefore(RcState state, int service) {
    int count = 0;
    int all = state.graph.awaited(service, state.up);
    for (int i = state.graph.before(service, state.up); i < all; i++)
      if (state.selected[state.graph.awaited(service, state.up, i)]) count++;
    return count;
  }

  private void onSuccess(RcState state, int service, RcStep step) {
    leave(state, service);
    state.arrive(service);
    step.then(RcAction.RECORD, service);
    if (!state.terminated) {
      release(state, service, step);
      startQueued(state, step);
    }
    step.then(RcAction.SAY_DONE, service);
  }

  /** A service that does not stop was told to already, and is not told twice (s6-rc page). */
  private void onFailure(RcState state, int service, int waitStatus, RcStep step) {
    leave(state, service);
    if (state.up && state.isLongrun(service)) step.then(RcAction.BRING_DOWN, service);
    step.then(RcAction.SAY_FAILED, service, waitStatus);
    giveUp(state, service, step);
  }

  private void onNotStarted(RcState state, int service, RcStep step) {
    leave(state, service);
    giveUp(state, service, step);
  }

  private void giveUp(RcState state, int service, RcStep step) {
    if (!state.optional[service]) state.failed = true;
    if (!state.terminated) release(state, ~service, step);
    startQueued(state, step);
  }

  /** Oneshots go on: nobody can take back what a script has done by half. */
  private static void onSignal(RcState state, int signal, RcStep step) {
    step.then(RcAction.SAY_SIGNAL, signal).then(RcAction.STOP_WAITING, 0);
    while (state.queued > 0) state.handled[takeQueued(state)] = false;
    state.terminated = true;
  }

  private static void leave(RcState state, int service) {
    state.running--;
    if (!state.isLongrun(service)) state.runningOneshots--;
  }

  /**
   * Handles a service if nothing before it is left; in the wanted state already, it releases its
   * successors at once, and they theirs: depth first, on a stack of our own.
   */
  private void examine(RcState state, int service, RcStep step) {
    switch (handle(state, service, step)) {
      case SETTLED -> release(state, service, step);
      case GIVEN_UP -> release(state, ~service, step);
      case OPEN -> {}
    }
  }

  /** Releases what stands behind a settled service, from the last in its list to the first. */
  private void release(RcState state, int service, RcStep step) {
    int depth = push(0, service, state);
    while (depth > 0) {
      if (--places[depth - 1] < 0) {
        depth--;
        continue;
      }
      int from = settled[depth - 1];
      int next = state.graph.awaiting(from < 0 ? ~from : from, state.up, places[depth - 1]);
      switch (reach(state, from, next, places[depth - 1], step)) {
        case SETTLED -> depth = push(depth, next, state);
        case GIVEN_UP -> depth = push(depth, ~next, state);
        case OPEN -> {}
      }
    }
  }

  /** What becomes of a service behind one that is settled: what needs it cannot be without it. */
  private Outcome reach(RcState state, int from, int next, int place, RcStep step) {
    boolean needs = place < state.graph.after(from < 0 ? ~from : from, state.up);
    if (needs && from < 0) return state.doom(next) ? Outcome.GIVEN_UP : Outcome.OPEN;
    if (needs) state.pending[next]--;
    else state.ordered[next]--;
    return handle(state, next, step);
  }

  private int push(int depth, int from, RcState state) {
    if (depth == settled.length) grow();
    settled[depth] = from;
    places[depth] = state.graph.awaiting(from < 0 ? ~from : from, state.up);
    return depth + 1;
  }

  private void grow() {
    int[] moreSettled = new int[2 * settled.length];
    int[] morePlaces = new int[2 * settled.length];
    System.arraycopy(settled, 0, moreSettled, 0, settled.length);
    System.arraycopy(places, 0, morePlaces, 0, settled.length);
    settled = moreSettled;
    places = morePlaces;
  }

  /** Does what is due for a service. */
  private Outcome handle(RcState state, int service, RcStep step) {
    if (!state.selected[service] || state.handled[service]) return Outcome.OPEN;
    if (state.pending[service] != 0 || state.ordered[service] != 0) return Outcome.OPEN;
    state.handled[service] = true;
    if (state.isThere(service)) {
      step.then(RcAction.SAY_ALREADY, service);
      return Outcome.SETTLED;
    }
    boolean essential = (state.flags[service] & RcDatabase.ESSENTIAL) != 0;
    if (!state.up && essential && !stopsEssential) {
      step.then(RcAction.SAY_ESSENTIAL, service);
      return Outcome.GIVEN_UP;
    }
    if (state.isLongrun(service) || state.runningOneshots < concurrency)
      startNow(state, service, step);
    else enqueue(state, service);
    return Outcome.OPEN;
  }

  private static void startNow(RcState state, int service, RcStep step) {
    state.running++;
    if (!state.isLongrun(service)) state.runningOneshots++;
    step.then(RcAction.START, service);
  }

  private static void enqueue(RcState state, int service) {
    state.queue[(state.queueHead + state.queued++) % state.queue.length] = service;
  }

  private static int takeQueued(RcState state) {
    int service = state.queue[state.queueHead];
    state.queueHead = (state.queueHead + 1) % state.queue.length;
    state.queued--;
    return service;
  }

  private void startQueued(RcState state, RcStep step) {
    while (state.queued > 0 && state.runningOneshots < concurrency)
      startNow(state, takeQueued(state), step);
  }
}
