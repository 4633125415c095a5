package s6j.svscan;

import s6j.cli.Messages;
import s6j.formats.ControlFifo;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;

/**
 * Waits, tells the {@link SvscanMachine} what happened, and does what it orders: descriptors and
 * deadlines, and no judgement. Allocates nothing but slots, each of them once.
 *
 * <p>No failing system call ends it: what fails is warned of, and tried again.
 */
final class SvscanLoop {
  private static final int FIRST_WATCHED = 2;
  private static final int SOME_WATCHED = 2;
  private static final int RETRY_MILLIS = 5000;
  private static final byte[] NOTHING = {};
  private static final int PAUSE_IN_TROUBLE_MILLIS = 1000;

  /** So that a flood of letters keeps nobody waiting: signals and timers have their turn. */
  private static final int LETTERS_A_TURN = 256;

  private final Posix posix;
  private final Messages messages;
  private final int signals;
  private final ControlFifo control;
  private final SvscanState state;
  private final Slots slots;
  private final Timers timers;
  private final Supervisors supervisors;
  private final SupervisorSpawner spawner;
  private final ScandirReader reader;
  private final StandardStreams streams;
  private Poller poller = new Poller(FIRST_WATCHED + SOME_WATCHED);
  private final Poller nobody = new Poller(0);
  private final Step step = new Step();
  private final byte[] letter = new byte[1];
  private boolean left;

  /**
   * {@code signals} is the descriptor of {@link Posix#signals}; {@code control} is open. Live
   * supervisors are taken over if {@code adopts}; new ones are called {@code superviseName}.
   */
  SvscanLoop(
      Posix posix,
      Messages messages,
      int directory,
      int signals,
      ControlFifo control,
      SupervisePlaces supervise,
      SvscanSettings settings,
      boolean adopts,
      byte[] superviseName) {
    this.posix = posix;
    this.messages = messages;
    this.signals = signals;
    this.control = control;
    this.state = new SvscanState();
    state.rescanMillis = settings.rescanMillis;
    this.slots = new Slots(posix, settings.mostServices);
    this.timers = new Timers();
    this.spawner =
        new SupervisorSpawner(
            posix, messages, directory, supervise, settings.console, superviseName);
    Survivors survivors = adopts ? new Survivors(posix, directory) : null;
    this.supervisors = new Supervisors(posix, messages, state, slots, timers, spawner, survivors);
    OldPipe oldPipe = adopts ? new OldPipe(posix, survivors) : null;
    this.reader =
        new ScandirReader(
            posix, messages, directory, settings.longestName, slots, supervisors, oldPipe);
    this.streams = new StandardStreams(posix, messages, settings.console);
  }

  /** Runs to the end; the first scan is due at once. */
  void run() {
    timers.scanBy(posix.monotonicNanos());
    while (!left) turn();
  }

  /** Waits for something, and deals with it. */
  void turn() {
    int watched = supervisors.watched();
    if (FIRST_WATCHED + watched > poller.descriptors.length)
      poller = new Poller(FIRST_WATCHED + 2 * watched);
    poller.clear();
    int signalPlace = poller.add(signals, Poller.READ);
    int controlPlace = poller.add(control.descriptor(), Poller.READ);
    supervisors.watch(poller);
    int ready = posix.poll(poller, patience());
    if (ready == -Errno.EINTR) return;
    boolean blind = ready < 0;
    if (blind) rest("wait for events", ready);
    if (blind || poller.readable(signalPlace)) takeSignals();
    if (blind || poller.readable(controlPlace)) takeLetters();
    if (watched > 0) supervisors.collectWatched(poller, FIRST_WATCHED, watched, blind);
    if (supervisors.someMayBeDead()) supervisors.collect();
    fireTimers();
    messages.tellLoss();
    if (state.phase == SvscanState.Phase.ENDING && slots.supervisors() == 0)
      handle(SvscanEvent.ALONE);
  }

  /** Milliseconds until a timer fires, or until what failed is tried again; -1 is for ever. */
  private int patience() {
    int timeout = Deadline.timeoutMillis(timers.earliest(), posix.monotonicNanos());
    timeout = sooner(timeout, supervisors.patience());
    boolean retries = supervisors.someMayBeDead() || messages.hasLoss();
    return retries ? sooner(timeout, RETRY_MILLIS) : timeout;
  }

  /** Both in milliseconds, negative for ever. */
  private static int sooner(int timeout, int other) {
    if (timeout < 0 || other < 0) return Math.max(timeout, other);
    return Math.min(timeout, other);
  }

  /** Says that something is wrong and lets a moment pass, so that it is not said all the time. */
  private void rest(String what, int error) {
    messages.warning().unableTo(what).end(error);
    posix.poll(nobody, PAUSE_IN_TROUBLE_MILLIS);
  }

  private void fireTimers() {
    if (!left && Deadline.passed(timers.scan, posix.monotonicNanos())) {
      timers.scan = Deadline.NEVER;
      handle(SvscanEvent.SCAN_TIMER_FIRED);
    }
    if (!left && Deadline.passed(timers.start, posix.monotonicNanos())) {
      timers.start = Deadline.NEVER;
      handle(SvscanEvent.START_TIMER_FIRED);
    }
    if (!left && Deadline.passed(timers.loggers, posix.monotonicNanos())) {
      timers.loggers = Deadline.NEVER;
      handle(SvscanEvent.LOGGER_TIMER_FIRED);
    }
  }

  // ---- what happens ----------------------------------------------------------------------------

  private void takeSignals() {
    int signal = posix.nextSignal(signals);
    while (signal > 0 && !left) {
      SvscanEvent event = SvscanEvent.ofSignal(signal);
      if (event != null) handle(event);
      signal = posix.nextSignal(signals);
    }
    if (signal >= 0) return;
    supervisors.suspectDead();
    rest("read signals", signal);
  }

  private void takeLetters() {
    for (int i = 0; i < LETTERS_A_TURN && !left; i++) {
      int next = control.next();
      if (next == -Errno.EAGAIN) return;
      if (next < 0) {
        rest("read .s6-svscan/control", next);
        return;
      }
      letter[0] = (byte) next;
      handle(SvscanEvent.ofLetter(next));
    }
  }

  // ---- what is done about it -------------------------------------------------------------------

  /** An order that can fail is answered by an event, judged before anything else happens. */
  private void handle(SvscanEvent first) {
    for (SvscanEvent event = first; event != null; ) event = react(event);
  }

  private SvscanEvent react(SvscanEvent event) {
    SvscanMachine.step(state, event, step);
    state.become(step.next);
    SvscanEvent answer = null;
    for (int i = 0; i < step.count(); i++)
      answer = perform(event, step.action(i), step.argument(i));
    return answer;
  }

  /** What the order is answered by, or null: the compiler counts the cases. */
  private SvscanEvent perform(SvscanEvent event, SvscanAction action, long argument) {
    return switch (action) {
      case SET_SCAN_TIMER -> setScanTimer(argument);
      case SCAN -> reader.scan();
      case START -> start();
      case COLLECT -> collect();
      case SIGNAL_STRAYS -> signal(true, (int) argument);
      case SIGNAL_ALL -> signal(false, (int) argument);
      case RUN_SCRIPT -> spawner.script((int) argument) ? null : event.builtIn;
      case CLOSE_PIPES -> closePipes();
      case CLOSE_OUTPUTS -> closeOutputs();
      case SET_LOGGER_TIMER -> setLoggerTimer(argument);
      case LOOK_AT_LOGGERS -> lookAtLoggers();
      case RELEASE_STREAMS -> releaseStreams();
      case WARN_UNKNOWN_LETTER -> warn("received unknown control command: ", letter);
      case LEAVE -> leave();
      // These are about one slot, which Supervisors has.
      case HOLD_STARTS, SIGNAL_ONE, AWAIT_START, PAUSE, FORGET, WARN_IMPOSSIBLE ->
          warn("can't happen: unexpected event", NOTHING);
    };
  }

  private SvscanEvent setScanTimer(long millis) {
    timers.scanBy(Deadline.after(posix.monotonicNanos(), millis));
    return null;
  }

  private SvscanEvent start() {
    supervisors.start();
    return null;
  }

  private SvscanEvent collect() {
    supervisors.collect();
    return null;
  }

  private SvscanEvent signal(boolean onlyStrays, int loggerSignal) {
    supervisors.signal(onlyStrays, loggerSignal);
    return null;
  }

  private SvscanEvent closePipes() {
    slots.closePipes();
    return null;
  }

  private SvscanEvent closeOutputs() {
    slots.closeOutputs();
    return null;
  }

  private SvscanEvent setLoggerTimer(long millis) {
    timers.loggers = Deadline.after(posix.monotonicNanos(), millis);
    return null;
  }

  private SvscanEvent lookAtLoggers() {
    supervisors.lookAtLoggers();
    return null;
  }

  private SvscanEvent releaseStreams() {
    streams.release(hasCatchAll());
    return null;
  }

  private SvscanEvent warn(String what, byte[] detail) {
    messages.warning().text(what).bytes(detail).end();
    return null;
  }

  private SvscanEvent leave() {
    left = true;
    return null;
  }

  private boolean hasCatchAll() {
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.isCatchAll && slot.phase != Slot.Phase.FREE) return true;
    }
    return false;
  }
}
