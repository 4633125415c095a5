package s6j.formats.talk;

import s6j.posix.meaning.ExitStatus;

/**
 * Judges when a wait for services is over (docs/specification/s6.md, F.3): shared by s6-svwait,
 * s6-svlisten and s6-svlisten1. It reads no clock and does no I/O; a {@link WaitEvent#TIMER} ends
 * it in any state.
 *
 * <p>Every service is judged by itself, letter by letter: a restart so quick that "down" and "up"
 * come in one read, or that two services make one after the other, is seen.
 */
public final class WaitMachine {
  /** More failures than an exit code can tell are told as this many: 99 is the timeout. */
  public static final int MOST_FAILURES = 98;

  private WaitMachine() {}

  /** Notes what a service's status file says, before the first event. */
  public static void observe(
      WaitSettings settings, WaitState state, int service, boolean up, boolean ready) {
    state.up[service] = up;
    state.ready[service] = ready;
    state.wentDown[service] = !settings.goal().restart;
    passFirstHalf(settings, state, service);
  }

  /** Judges the present state. */
  public static WaitResult judge(WaitSettings settings, WaitState state) {
    int settled = 0;
    for (int i = 0; i < state.services; i++) if (isSettled(settings, state, i)) settled++;
    boolean done = settings.any() ? settled > 0 : settled == state.services;
    return done ? WaitResult.DONE : WaitResult.WAITING;
  }

  /** Takes in an event of one service (none for the timer) and judges the state after it. */
  public static WaitResult step(
      WaitSettings settings, WaitState state, int service, WaitEvent event) {
    switch (event) {
      case DOWN -> become(settings, state, service, false, false);
      case FULLY_DOWN -> become(settings, state, service, false, true);
      case UP -> become(settings, state, service, true, false);
      case READY -> become(settings, state, service, true, true);
      case GAVE_UP -> gaveUp(settings, state, service);
      case LEFT -> left(settings, state, service);
      case OTHER -> {}
      case TIMER -> {
        return WaitResult.TIMED_OUT;
      }
    }
    return judge(settings, state);
  }

  /** The exit code of a wait that is done. */
  public static @ExitStatus int exitCode(WaitState state) {
    return state.failures > MOST_FAILURES ? MOST_FAILURES : state.failures;
  }

  private static void become(
      WaitSettings settings, WaitState state, int service, boolean up, boolean ready) {
    state.up[service] = up;
    state.ready[service] = ready;
    passFirstHalf(settings, state, service);
  }

  /** finish said that the service shall not run: it will not come up by itself. */
  private static void gaveUp(WaitSettings settings, WaitState state, int service) {
    if (settings.goal().up) fail(state, service);
  }

  /** No more is heard of a service without supervisor. */
  private static void left(WaitSettings settings, WaitState state, int service) {
    if (!isSettled(settings, state, service)) fail(state, service);
  }

  private static void fail(WaitState state, int service) {
    if (!state.failed[service]) state.failures++;
    state.failed[service] = true;
  }

  private static void passFirstHalf(WaitSettings settings, WaitState state, int service) {
    if (state.up[service]) return;
    if (state.ready[service] || !settings.fullyDownFirst()) state.wentDown[service] = true;
  }

  private static boolean isSettled(WaitSettings settings, WaitState state, int service) {
    if (state.failed[service]) return true;
    WaitGoal goal = settings.goal();
    return state.wentDown[service]
        && state.up[service] == goal.up
        && (state.ready[service] || !goal.ready);
  }
}
