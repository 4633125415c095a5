package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.talk.ControlFifo;
import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.Deadline;
import s6j.posix.Posix;
import s6j.posix.Turn;

/**
 * Waits, tells the {@link SvscanMachine} what happened, and does what it orders: descriptors and
 * deadlines, and no judgement. Allocates nothing but slots, each of them once.
 *
 * <p>No failing system call ends it: what fails is warned of, and tried again.
 */
final class SvscanLoop {
  private static final int WIRED = 2;
  private static final byte[] NOTHING = {};
  private static final SvscanState.Phase[] PHASES = SvscanState.Phase.values();
  private static final SvscanState.Prune[] PRUNES = SvscanState.Prune.values();

  /** Becomes another image. */
  interface Upgrade {
    /** Returns only to say why it has not, as a negated errno. */
    int execute(SvscanLoop loop);
  }

  private final Posix posix;
  private final Messages messages;
  private final Turn turn;
  private final SvscanState state;
  private final SvscanSettings settings;
  private final Slots slots;
  private final Timers timers;
  private final Supervisors supervisors;
  private final SupervisorSpawner spawner;
  private final ScandirReader reader;
  private final StandardStreams streams;
  private final boolean hosts;

  /** What the catch-all logger reads from is still this process's. */
  private boolean streamsAreToBeReleased;

  private boolean streamsAreReleased;
  private final Upgrade upgrade;

  private final Step step = new Step();
  private final byte[] letter = new byte[1];

  /**
   * {@code signals} is the descriptor of {@link Posix#signals}; {@code control} is open. Live
   * supervisors are taken over if {@code adopts}; new ones are called {@code superviseName}, and
   * live in {@code host} if that is not null. {@code upgrade} is what to do for a new image.
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
      byte[] superviseName,
      @Nullable SupervisorHost host,
      Upgrade upgrade) {
    this.posix = posix;
    this.upgrade = upgrade;
    this.messages = messages;
    this.turn = new Turn(posix, messages, WIRED);
    this.state = new SvscanState();
    this.settings = settings;
    this.slots = new Slots(posix, settings.mostServices);
    Turn.Timer scan = turn.timer(() -> handle(SvscanEvent.SCAN_TIMER_FIRED));
    Turn.Timer start = turn.timer(() -> handle(SvscanEvent.START_TIMER_FIRED));
    Turn.Timer logger = turn.timer(() -> handle(SvscanEvent.LOGGER_TIMER_FIRED));
    this.timers = new Timers(scan, start, logger);
    this.spawner =
        new SupervisorSpawner(
            posix, messages, directory, supervise, settings.console, superviseName);
    Survivors survivors = adopts ? new Survivors(posix, directory, slots) : null;
    this.hosts = host != null;
    this.supervisors =
        new Supervisors(posix, messages, state, settings, slots, timers, spawner, host, survivors);
    OldPipe oldPipe = adopts ? new OldPipe(posix, survivors) : null;
    this.reader =
        new ScandirReader(
            posix, messages, directory, settings.longestName, slots, supervisors, oldPipe);
    this.streams = new StandardStreams(posix, messages, settings.console);
    wire(signals, control);
  }

  private void wire(int signals, ControlFifo control) {
    turn.beforeWait(this::leaveIfAlone);
    turn.onSignal(signals, this::takeSignal);
    turn.onLetter(control, "read .s6-svscan/control", this::takeLetter);
    turn.onChild(supervisors);
    turn.onGroup(supervisors);
  }

  /** The first scan is due at once. */
  void begin() {
    timers.scanBy(posix.monotonicNanos());
  }

  /** The descriptor of the console, as long as it is held; or -1. */
  int console() {
    return streamsAreReleased ? Slot.NONE : settings.console;
  }

  /** Tells all that a scanner in the place of this one cannot find in the directory. */
  void handOver(Handover to) {
    to.tell(state.phase.ordinal());
    to.tell(state.scanDue);
    to.tell(state.prune.ordinal());
    to.tell(state.leftOut);
    to.tell(streamsAreToBeReleased);
    to.tell(streamsAreReleased);
    timers.handOver(to);
    supervisors.handOver(to);
  }

  /** Goes on as a scanner that was in this one's place. */
  void takeUp(Handover from) {
    state.phase = PHASES[from.nextBelow(PHASES.length)];
    state.scanDue = from.nextFlag();
    state.prune = PRUNES[from.nextBelow(PRUNES.length)];
    state.leftOut = from.nextFlag();
    streamsAreToBeReleased = from.nextFlag();
    streamsAreReleased = from.nextFlag();
    timers.takeUp(from);
    supervisors.takeUp(from);
  }

  /** Deaths that were told between the two are collected in the first turn. */
  void collectDead() {
    turn.collect();
  }

  /** Runs to the end. */
  void run() {
    turn.run();
    supervisors.letGo();
  }

  // ---- what happens ----------------------------------------------------------------------------

  private void leaveIfAlone() {
    if (streamsAreToBeReleased && slots.supervisors() <= 1) releaseNow();
    if (state.phase != SvscanState.Phase.ENDING || slots.supervisors() > 0) return;
    if (!supervisors.owesEnds()) handle(SvscanEvent.ALONE);
  }

  /** A supervisor of this process has ended. */
  void left(SupervisorHost.Client client) {
    supervisors.left(client);
  }

  private void takeSignal(int signal) {
    SvscanEvent event = SvscanEvent.ofSignal(signal);
    if (event != null) handle(event);
  }

  private void takeLetter(int next) {
    handle(SvscanEvent.ofLetter(next), next);
  }

  // ---- what is done about it -------------------------------------------------------------------

  private void handle(SvscanEvent event) {
    handle(event, 0);
  }

  /** An order that can fail is answered by an event, judged before anything else happens. */
  private void handle(SvscanEvent first, long argument) {
    SvscanEvent answer = react(first, argument);
    while (answer != null) answer = react(answer, 0);
  }

  private @Nullable SvscanEvent react(SvscanEvent event, long eventArgument) {
    SvscanMachine.step(state, event, eventArgument, settings, step);
    state.become(step.next);
    SvscanEvent answer = null;
    for (int i = 0; i < step.count(); i++) answer = perform(step.action(i), step.argument(i));
    return answer;
  }

  /** What the order is answered by, or null: the compiler counts the cases. */
  private SvscanEvent perform(SvscanAction action, long argument) {
    return switch (action) {
      case SET_SCAN_TIMER -> setScanTimer(argument);
      case SCAN -> reader.scan();
      case START -> start();
      case COLLECT -> collect();
      case SIGNAL_STRAYS -> signal(true, (int) argument);
      case SIGNAL_ALL -> signal(false, (int) argument);
      case RUN_SCRIPT -> runScript((int) argument);
      case CLOSE_PIPES -> closePipes();
      case CLOSE_OUTPUTS -> closeOutputs();
      case SET_LOGGER_TIMER -> setLoggerTimer(argument);
      case LOOK_AT_LOGGERS -> lookAtLoggers();
      case RELEASE_STREAMS -> releaseStreams();
      case UPGRADE -> upgrade();
      case WARN_UNKNOWN_LETTER -> warnOfLetter((byte) argument);
      case LEAVE -> leave();
      // These are about one slot, which Supervisors has.
      case HOLD_STARTS, SIGNAL_ONE, AWAIT_START, PAUSE, FORGET, WARN_IMPOSSIBLE ->
          warn("can't happen: unexpected event", NOTHING);
    };
  }

  private @Nullable SvscanEvent setScanTimer(long millis) {
    timers.scanBy(Deadline.after(posix.monotonicNanos(), millis));
    return null;
  }

  private @Nullable SvscanEvent start() {
    supervisors.start();
    return null;
  }

  private @Nullable SvscanEvent collect() {
    turn.collect();
    return null;
  }

  private @Nullable SvscanEvent signal(boolean onlyStrays, int loggerSignal) {
    supervisors.signal(onlyStrays, loggerSignal);
    return null;
  }

  private @Nullable SvscanEvent runScript(int signal) {
    return spawner.script(signal) ? null : SvscanEvent.ofSignal(signal).builtIn;
  }

  private @Nullable SvscanEvent closePipes() {
    slots.closePipes();
    return null;
  }

  private @Nullable SvscanEvent closeOutputs() {
    slots.closeOutputs();
    return null;
  }

  private @Nullable SvscanEvent setLoggerTimer(long millis) {
    timers.loggers.after(millis);
    return null;
  }

  private @Nullable SvscanEvent lookAtLoggers() {
    supervisors.lookAtLoggers();
    return null;
  }

  /** What services say at their end is for the catch-all logger, by the streams of their host. */
  private @Nullable SvscanEvent releaseStreams() {
    if (hosts) streamsAreToBeReleased = true;
    else releaseStandard();
    return null;
  }

  private void releaseNow() {
    streamsAreToBeReleased = false;
    slots.forgetConsole();
    releaseStandard();
  }

  private void releaseStandard() {
    streamsAreReleased = true;
    streams.release(hasCatchAll());
  }

  /** What cannot be done leaves everything as it was. */
  private @Nullable SvscanEvent upgrade() {
    int error = upgrade.execute(this);
    messages.warning().unableTo("become the new image").end(error);
    return null;
  }

  private @Nullable SvscanEvent warn(String what, byte[] detail) {
    messages.warning().text(what).bytes(detail).end();
    return null;
  }

  private SvscanEvent warnOfLetter(byte unknown) {
    letter[0] = unknown;
    return warn("received unknown control command: ", letter);
  }

  private @Nullable SvscanEvent leave() {
    if (streamsAreToBeReleased) releaseNow();
    turn.leave();
    return null;
  }

  private boolean hasCatchAll() {
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.isCatchAll() && slot.phase != Slot.Phase.FREE) return true;
    }
    return false;
  }
}
