package s6j.svc;

import s6j.cli.Messages;
import s6j.formats.EventListener;
import s6j.formats.Fifodir;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;

/** Listens to services until {@link WaitMachine} is content, time is up, or a signal ends it. */
final class Waiter {
  private static final int NO_SERVICE = -1;

  private final Posix posix;
  private final Messages messages;
  private final WaitSettings settings;
  private final byte[][] services;
  private final WaitState state;
  private final EventListener[] listeners;
  private final Poller poller;
  private final byte[] letters = new byte[256];
  private final SignalTrap signals;
  private boolean commandSent;
  private boolean done;

  Waiter(Posix posix, Messages messages, WaitSettings settings, byte[][] services) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.services = services;
    this.state = new WaitState(services.length);
    this.listeners = new EventListener[services.length];
    this.poller = new Poller(services.length + 1);
    this.signals = new SignalTrap(posix);
  }

  /**
   * Subscribes to every service and then reads its state, so that no change is missed (spec F.1):
   * 0, or the exit code of what it said is wrong.
   */
  int subscribe() {
    int trap = signals.set();
    if (trap < 0) return messages.fatal().unableTo("trap signals").exit(111, trap);
    for (int i = 0; i < services.length; i++) {
      int failure = subscribe(i);
      if (failure != 0) return end(failure);
    }
    return 0;
  }

  /** What is waited for is the effect of a command, which a new supervisor does not know of. */
  void expectEffect() {
    commandSent = true;
  }

  private int subscribe(int service) {
    byte[] directory = services[service];
    byte[] fifodir = CString.path(directory, ServiceDirectory.EVENT);
    Fifodir.make(posix, Posix.CWD, fifodir, posix.getegid(), false);
    listeners[service] = new EventListener(posix);
    int answer = listeners[service].subscribe(Posix.CWD, fifodir);
    if (answer < 0)
      return messages
          .fatal()
          .unableTo("subscribe to events for ")
          .bytes(directory)
          .exit(111, answer);
    ServiceStatus status = new ServiceStatus();
    byte[] file = CString.path(directory, ServiceDirectory.STATUS);
    answer = new StatusFile(posix).read(Posix.CWD, file, status);
    if (answer < 0)
      return messages.fatal().unableTo("read status for ").bytes(directory).exit(111, answer);
    WaitMachine.observe(settings, state, service, status.isUp(), status.ready);
    return 0;
  }

  /** Waits until {@code deadline}: 0, the number of failed services, 99 or 128 + signal. */
  int await(long deadline) {
    WaitResult result = WaitMachine.judge(settings, state);
    while (result == WaitResult.WAITING) {
      int ready = poll(deadline);
      if (ready < 0 && ready != -Errno.EINTR)
        return end(messages.fatal().unableTo("poll").exit(111, ready));
      int ended = ready > 0 && poller.readable(services.length) ? signals.take() : 0;
      if (ended != 0) return end(128 + ended);
      if (ready > 0) result = takeEvents();
      if (result == WaitResult.WAITING && Deadline.passed(deadline, posix.monotonicNanos()))
        result = WaitMachine.step(settings, state, NO_SERVICE, WaitEvent.TIMER);
    }
    if (result == WaitResult.TIMED_OUT) return end(messages.fatal().text("timed out").exit(99));
    done = true;
    return end(WaitMachine.exitCode(state));
  }

  /** Whether {@link #await} ended because services failed; the caller says so. */
  boolean hasFailures() {
    return done && state.failures > 0;
  }

  /** Ends every subscription, which no fifo may outlive; answers {@code code}. */
  int end(int code) {
    for (EventListener listener : listeners) if (listener != null) listener.unsubscribe();
    return code;
  }

  private int poll(long deadline) {
    poller.clear();
    for (EventListener listener : listeners) poller.add(listener.descriptor(), Poller.READ);
    poller.add(signals.descriptor(), Poller.READ);
    return posix.poll(poller, Deadline.timeoutMillis(deadline, posix.monotonicNanos()));
  }

  private WaitResult takeEvents() {
    WaitResult result = WaitResult.WAITING;
    for (int i = 0; i < services.length && result == WaitResult.WAITING; i++)
      if (poller.readable(i)) result = takeEvents(i);
    return result;
  }

  private WaitResult takeEvents(int service) {
    WaitResult result = WaitResult.WAITING;
    int count = listeners[service].read(letters);
    for (int i = 0; i < count && result == WaitResult.WAITING; i++)
      result = WaitMachine.step(settings, state, service, event(service, letters[i]));
    return result;
  }

  private WaitEvent event(int service, int letter) {
    return letter == 's' && commandSent ? replaced(service) : WaitEvent.of(letter);
  }

  /**
   * A new supervisor goes by the down file, whatever its predecessor was told: what is wanted comes
   * of that, or never.
   */
  private WaitEvent replaced(int service) {
    byte[] file = CString.path(services[service], ServiceDirectory.DOWN);
    boolean staysDown = posix.access(Posix.CWD, file, Posix.F_OK) >= 0;
    return staysDown == settings.goal().up ? WaitEvent.LEFT : WaitEvent.FULLY_DOWN;
  }
}
