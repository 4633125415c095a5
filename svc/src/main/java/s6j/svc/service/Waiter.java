package s6j.svc.service;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.talk.AwaitedService;
import s6j.formats.talk.WaitEvent;
import s6j.formats.talk.WaitMachine;
import s6j.formats.talk.WaitResult;
import s6j.formats.talk.WaitSettings;
import s6j.formats.talk.WaitState;
import s6j.posix.Deadline;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.svc.ftrig.SignalTrap;

/** Listens to services until {@link WaitMachine} is content, time is up, or a signal ends it. */
final class Waiter {
  private static final int NO_SERVICE = -1;

  private final Posix posix;
  private final Messages messages;
  private final WaitSettings settings;
  private final byte[][] directories;
  private final WaitState state;
  private final AwaitedService[] services;
  private final Poller poller;
  private final byte[] letters = new byte[256];
  private final SignalTrap signals;
  private boolean done;

  Waiter(Posix posix, Messages messages, WaitSettings settings, byte[][] directories) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.directories = directories;
    state = new WaitState(directories.length);
    services = new AwaitedService[directories.length];
    for (int i = 0; i < services.length; i++)
      services[i] = new AwaitedService(posix, directories[i], settings, state, i);
    poller = new Poller(services.length + 1);
    signals = new SignalTrap(posix);
  }

  /**
   * Subscribes to every service and then reads its state, so that no change is missed
   * (docs/specification/s6.md, F.1): 0, or the exit code of what it said is wrong.
   */
  int subscribe() {
    int trap = signals.set();
    if (trap < 0) return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, trap);
    for (int i = 0; i < services.length; i++) {
      int failure = subscribe(i);
      if (failure != 0) return end(failure);
    }
    return 0;
  }

  /** What is waited for is the effect of a command, which a new supervisor does not know of. */
  void expectEffect() {
    for (AwaitedService service : services) service.expectEffect();
  }

  private int subscribe(int service) {
    int answer = services[service].subscribe();
    if (answer < 0) return cannot("subscribe to events for ", service, answer);
    answer = services[service].observe();
    return answer < 0 ? cannot("read status for ", service, answer) : 0;
  }

  private int cannot(String what, int service, int errno) {
    return messages.fatal().unableTo(what).bytes(directories[service]).exit(ExitCode.SYSTEM, errno);
  }

  /** Waits until {@code deadline}: 0, the number of failed services, 99 or 128 + signal. */
  int await(long deadline) {
    WaitResult result = WaitMachine.judge(settings, state);
    while (result == WaitResult.WAITING) {
      fillPoller();
      int ready = poller.await(posix, deadline);
      if (ready < 0) return end(messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready));
      int ended = ready > 0 && poller.readable(services.length) ? signals.take() : 0;
      if (ended != 0) return end(128 + ended);
      if (ready > 0) result = takeEvents();
      if (result == WaitResult.WAITING && Deadline.passed(deadline, posix.monotonicNanos()))
        result = WaitMachine.step(settings, state, NO_SERVICE, WaitEvent.TIMER);
    }
    if (result == WaitResult.TIMED_OUT)
      return end(messages.fatal().text("timed out").exit(ExitCode.TIMED_OUT));
    done = true;
    return end(WaitMachine.exitCode(state));
  }

  /** Whether {@link #await} ended because services failed; the caller says so. */
  boolean hasFailures() {
    return done && state.failures > 0;
  }

  /**
   * Ends every subscription, which no fifo may outlive, and lets go of signals; answers {@code
   * code}.
   */
  int end(int code) {
    for (AwaitedService service : services) service.end();
    signals.close();
    return code;
  }

  private void fillPoller() {
    poller.clear();
    for (AwaitedService service : services) poller.add(service.descriptor(), Poller.READ);
    poller.add(signals.descriptor(), Poller.READ);
  }

  private WaitResult takeEvents() {
    WaitResult result = WaitResult.WAITING;
    for (int i = 0; i < services.length && result == WaitResult.WAITING; i++)
      if (poller.readable(i)) result = services[i].take(letters);
    return result;
  }
}
