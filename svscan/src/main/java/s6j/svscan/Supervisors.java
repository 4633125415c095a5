package s6j.svscan;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.files.HeldProcess;
import s6j.formats.files.ProcessStat;
import s6j.formats.talk.Handover;
import s6j.formats.talk.SupervisorHost;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;

/**
 * The supervisors: starts, signals and collects them, as the {@link SvscanMachine} judges what
 * befell each slot.
 */
final class Supervisors implements Turn.Children, Turn.Group {
  /** So that thousands of starts keep nobody waiting: signals and letters have their turn. */
  private static final int STARTS_A_TURN = 64;

  /** What a supervisor in this process takes, and a run that tells its readiness. */
  private static final int DESCRIPTORS_EACH = 5;

  private static final int AWAIT_NOTE_MILLIS = 10;

  private final Posix posix;
  private final Messages messages;
  private final SvscanState state;
  private final SvscanSettings settings;
  private final Slots slots;
  private final Timers timers;
  private final SupervisorSpawner spawner;
  private final SlotQueue waiting = new SlotQueue();
  private final Step step = new Step();
  private final Poller pipe = new Poller(1);

  /** Where supervisors live in this process; null if each has one of its own. */
  private final @Nullable SupervisorHost host;

  private boolean fullIsTold;

  /** Null if live supervisors of others are left alone. */
  private final @Nullable Survivors survivors;

  /** Those that others started: {@link #watched} of them. It doubles when it is full. */
  private Slot[] takenOver = new Slot[2];

  private int watched;

  /** How many of them the present wait is for. */
  private int polled;

  /** What loggers were sent when all were to end. */
  private int stopSignal = Signal.SIGHUP;

  /** It has been said that some of them have to be looked for. */
  private boolean pollingIsTold;

  /** {@code state} is the loop's; only its slot and what a slot's fate changes is written here. */
  Supervisors(
      Posix posix,
      Messages messages,
      SvscanState state,
      SvscanSettings settings,
      Slots slots,
      Timers timers,
      SupervisorSpawner spawner,
      SupervisorHost host,
      @Nullable Survivors survivors) {
    this.posix = posix;
    this.messages = messages;
    this.state = state;
    this.settings = settings;
    this.slots = slots;
    this.timers = timers;
    this.spawner = spawner;
    this.host = host;
    this.survivors = survivors;
  }

  /** Tells of each slot, as {@link #takeUp} will hear it. */
  void handOver(Handover to) {
    to.tell(fullIsTold);
    to.tell(slots.made());
    for (int i = 0; i < slots.made(); i++) slots.get(i).handOver(to);
    slots.handOverPairs(to);
  }

  /** Makes the slots that were told of, and goes on with their supervisors. */
  void takeUp(Handover from) {
    fullIsTold = from.nextFlag();
    ProcessStat stat = new ProcessStat(posix);
    int count = from.nextBelow(Slots.MOST);
    for (int i = 0; i < count && from.error() == 0; i++) {
      Slot slot = slots.make();
      boolean waits = slot.takeUp(from, host, new HeldProcess(posix, stat));
      slots.goOn(slot);
      if (slot.isTakenOver()) watch(slot);
      if (waits) await(slot);
    }
    slots.takeUpPairs(from);
  }

  /** Tells the machine what befell a slot, and does what it orders. */
  void tell(Slot slot, SvscanEvent event) {
    state.slot = slot.phase;
    SvscanMachine.step(state, event, 0, settings, step);
    state.become(step.next);
    slot.phase = state.slot;
    for (int i = 0; i < step.count(); i++) perform(slot, step.action(i), step.argument(i));
  }

  /** Answers nothing, but as an expression: the compiler counts the cases. */
  private Void perform(Slot slot, SvscanAction action, long argument) {
    return switch (action) {
      case AWAIT_START -> await(slot);
      case PAUSE -> pause(slot, argument);
      case HOLD_STARTS -> hold(argument);
      case SET_SCAN_TIMER -> setScanTimer(argument);
      case SIGNAL_ONE -> signal(slot, (int) argument);
      case FORGET -> forget(slot);
      // These are about the scanner, and its loop's.
      case SCAN, START, COLLECT, SIGNAL_STRAYS, SIGNAL_ALL, RUN_SCRIPT, CLOSE_PIPES -> impossible();
      case CLOSE_OUTPUTS, SET_LOGGER_TIMER, LOOK_AT_LOGGERS, RELEASE_STREAMS -> impossible();
      case UPGRADE, WARN_UNKNOWN_LETTER, WARN_IMPOSSIBLE, LEAVE -> impossible();
    };
  }

  private @Nullable Void pause(Slot slot, long millis) {
    slot.notBefore = after(millis);
    return null;
  }

  private @Nullable Void hold(long millis) {
    timers.hold(after(millis));
    return null;
  }

  private @Nullable Void setScanTimer(long millis) {
    timers.scanBy(after(millis));
    return null;
  }

  private @Nullable Void forget(Slot slot) {
    slots.forget(slot);
    return null;
  }

  private @Nullable Void impossible() {
    messages.warning().text("can't happen: unexpected event").end();
    return null;
  }

  private long after(long millis) {
    return Deadline.after(posix.monotonicNanos(), millis);
  }

  private @Nullable Void await(Slot slot) {
    waiting.add(slot);
    timers.startBy(slot.notBefore);
    return null;
  }

  // ---- starting --------------------------------------------------------------------------------

  /** Starts those that are due; the others, and what cannot be started now, wait on. */
  void start() {
    long now = posix.monotonicNanos();
    timers.start.clear();
    int starts = 0;
    for (int left = waiting.size(); left > 0; left--) {
      if (starts == STARTS_A_TURN || timers.isHeld(now)) {
        timers.startBy(now);
        return;
      }
      Slot slot = waiting.take();
      if (slot.phase != Slot.Phase.DOWN) continue;
      if (slot.notBefore > now) await(slot);
      else {
        start(slot);
        starts++;
      }
    }
  }

  private void start(Slot slot) {
    if (spawner.leadsElsewhere(slot)) {
      seekAnew(slot);
      return;
    }
    int living = survivors == null ? 0 : survivors.take(slot);
    if (living > 0) takeOver(slot, living);
    else if (host != null) beginHere(slot);
    else spawn(slot);
  }

  /** An update puts another directory in a service's place before it asks for a scan. */
  private void seekAnew(Slot slot) {
    slot.notBefore = after(SvscanMachine.PAUSE_BETWEEN_STARTS_MILLIS);
    await(slot);
    timers.scanBy(posix.monotonicNanos());
  }

  private void takeOver(Slot slot, int pid) {
    Slot former = slots.find(pid);
    if (former != null && !former.isTakenOver()) {
      slot.held.release();
      move(former, slot, pid);
      return;
    }
    tellIfPolled(slot, pid);
    watch(slot);
    slots.started(slot, pid);
    tell(slot, SvscanEvent.TAKEN_OVER);
  }

  private void watch(Slot slot) {
    if (watched == takenOver.length) {
      Slot[] more = new Slot[2 * watched];
      System.arraycopy(takenOver, 0, more, 0, watched);
      takenOver = more;
    }
    takenOver[watched++] = slot;
  }

  private void tellIfPolled(Slot slot, int pid) {
    if (pollingIsTold || !slot.held.isPolled()) return;
    pollingIsTold = true;
    messages
        .warning()
        .unableTo("open a descriptor of process ")
        .number(pid)
        .text(", looking for supervisors ")
        .number(1000 / HeldProcess.POLL_MILLIS)
        .text(" times a second")
        .end(slot.held.refusal());
  }

  /** A supervisor that began in the directory which has taken the place of its slot's. */
  private void move(Slot from, Slot to, int pid) {
    slots.died(from);
    slots.started(to, pid);
    tell(to, SvscanEvent.STARTED);
    tell(from, SvscanEvent.DIED);
  }

  private void spawn(Slot slot) {
    int pid = spawner.supervisor(slot);
    if (pid > 0) slots.started(slot, pid);
    tell(slot, pid > 0 ? SvscanEvent.STARTED : SvscanEvent.START_FAILED);
  }

  /** What an earlier supervisor started is noted within a moment; a full process is for longer. */
  private void beginHere(Slot slot) {
    if (slot.here == null) slot.here = new HostedSlot(slot, host);
    slot.here.errors = spawner.errors(slot);
    slot.orphan.pid = 0;
    int begun = slot.here.begin();
    if (begun == SupervisorHost.ELSEWHERE) seekAnew(slot);
    else if (begun == SupervisorHost.BUSY) awaitNote(slot);
    else if (begun == SupervisorHost.FULL) isFull(slot);
    else begun(slot, begun);
  }

  private void begun(Slot slot, int code) {
    slots.startedHere(slot);
    tell(slot, SvscanEvent.STARTED);
    if (code != 0) died(slot);
    if (waiting.size() == 0) fullIsTold = false;
  }

  private void awaitNote(Slot slot) {
    slot.notBefore = after(AWAIT_NOTE_MILLIS);
    await(slot);
  }

  /** Said once, until nobody waits. */
  private void isFull(Slot slot) {
    if (!fullIsTold)
      messages
          .warning()
          .unableTo("supervise ")
          .bytes(slot.name)
          .text(": no descriptors left, ")
          .number(slots.hosted())
          .text(" services are supervised, others wait: ")
          .number(waiting.size() + 1)
          .end();
    fullIsTold = true;
    tell(slot, SvscanEvent.START_FAILED);
  }

  /** How many descriptors those that are still to begin here will take, with a pair more. */
  int wanted() {
    return host == null ? 0 : (slots.withoutSupervisor() + 2) * DESCRIPTORS_EACH;
  }

  /** One of them has ended. */
  void left(SupervisorHost.Client client) {
    died(((HostedSlot) client).slot);
  }

  // ---- signalling ------------------------------------------------------------------------------

  /** {@code loggerSignal} goes to loggers, TERM to the others. */
  void signal(boolean onlyStrays, int loggerSignal) {
    if (!onlyStrays) stopSignal = loggerSignal;
    if (!onlyStrays && survivors != null) takeOverWaiting();
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (onlyStrays && (slot.phase != Slot.Phase.STRAY || isElsewhere(slot))) continue;
      signal(slot, loggerSignal);
    }
  }

  /** Such a supervisor is no stray: the slot of its directory gets it. */
  private boolean isElsewhere(Slot slot) {
    Slot place = survivors == null || slot.isTakenOver() ? null : survivors.place(slot.pid);
    if (place == null || place == slot) return false;
    if (place.phase == Slot.Phase.DOWN) move(slot, place, slot.pid);
    return true;
  }

  /**
   * Supervisors of others that would have been met at the next start must not be left behind; nor
   * what a supervisor left that has none now: its logger would wait for it, and this scanner for
   * the logger.
   */
  private void takeOverWaiting() {
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.phase != Slot.Phase.DOWN) continue;
      slot.orphan.oweEnd();
      end(slot);
    }
  }

  private void end(Slot slot) {
    int living = slot.phase == Slot.Phase.DOWN ? survivors.take(slot) : 0;
    if (living > 0) takeOver(slot, living);
    if (living == 0) endRun(slot);
    else slot.orphan.tried(living);
  }

  /** What cannot be told now is tried again. */
  private void endRun(Slot slot) {
    slot.orphan.tried(survivors.end(slot));
  }

  private void endOwed() {
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (!slot.orphan.isEndOwed()) continue;
      end(slot);
      if (slot.hasSupervisor()) signal(slot, stopSignal);
    }
  }

  /** Whether something may live that is still to be ended. */
  boolean owesEnds() {
    for (int i = 0; i < slots.made(); i++) if (slots.get(i).orphan.isEndOwed()) return true;
    return false;
  }

  /** A wrong number here could end every process of the machine. */
  private @Nullable Void signal(Slot slot, int loggerSignal) {
    int signal = slot.isToDrain() ? loggerSignal : Signal.SIGTERM;
    if (slot.isHosted()) slot.here.supervisor.signal(signal);
    if (slot.pid <= 1) return null;
    int result =
        slot.isTakenOver() ? slot.held.signal(signal, false) : posix.kill(slot.pid, signal);
    if (result < 0 && result != -Errno.ESRCH)
      messages.warning().unableTo("signal the supervisor of ").bytes(slot.name).end(result);
    return null;
  }

  // ---- loggers that stay -----------------------------------------------------------------------

  /**
   * And tries again what they may wait for. A pipe without writers tells an end of input when it is
   * empty, and never anything else.
   */
  void lookAtLoggers() {
    endOwed();
    long now = posix.monotonicNanos();
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.input < 0 || slot.isHosted() && slot.here.inputEnds) continue;
      if (!isAtEnd(slot)) slot.atEndSince = 0;
      else if (slot.atEndSince == 0) slot.atEndSince = now;
      else if (now >= Deadline.after(slot.atEndSince, SvscanMachine.LOGGER_GRACE_MILLIS)) {
        slots.endInput(slot);
        tell(slot, SvscanEvent.STAYED_AT_END);
      }
    }
  }

  private boolean isAtEnd(Slot logger) {
    pipe.clear();
    pipe.add(logger.input, Poller.READ);
    return posix.poll(pipe, 0) > 0 && pipe.ready[0] == Poller.HANGUP;
  }

  // ---- collecting ------------------------------------------------------------------------------

  @Override
  public void ended(int pid, int rawStatus) {
    if (host != null && host.ended(pid, rawStatus)) return;
    Slot slot = slots.find(pid);
    if (slot != null && !slot.isTakenOver()) {
      if (survivors != null) survivors.note(slot);
      died(slot);
    } else if (survivors != null) orphanDied(pid, rawStatus);
  }

  /** Dead supervisors are told of before what they leave, which became ours by their death. */
  private void orphanDied(int pid, int rawStatus) {
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.orphan.pid != pid) continue;
      int told = survivors.handOn(slot, rawStatus);
      if (told < 0) messages.warning().unableTo("hand on an exit status").end(told);
      return;
    }
  }

  /** Supervisors that somebody else collected are gone too. */
  @Override
  public boolean noneLeft() {
    boolean someLive = host != null && host.noneLeft();
    if (slots.supervisors() == watched + slots.hosted()) return someLive;
    for (int i = 0; i < slots.made(); i++) {
      Slot slot = slots.get(i);
      if (slot.pid > 0 && !slot.isTakenOver()) died(slot);
    }
    return someLive;
  }

  /** Those that are no children of this process, so that nobody tells it of their ends. */
  @Override
  public int count() {
    return host == null ? watched : watched + host.count();
  }

  /** Adds what becomes readable when one of them has ended. */
  @Override
  public void addTo(Poller poller) {
    polled = watched;
    for (int i = 0; i < watched; i++) poller.add(takenOver[i].held.descriptor(), Poller.READ);
    if (host != null) host.addTo(poller);
  }

  @Override
  public long deadline() {
    long earliest = host == null ? Deadline.NEVER : host.deadline();
    long pollAgain = after(HeldProcess.POLL_MILLIS);
    for (int i = 0; i < watched; i++)
      if (takenOver[i].held.isPolled()) earliest = Math.min(earliest, pollAgain);
    return earliest;
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    int others = from + polled;
    for (int i = polled - 1; i >= 0; i--) {
      Slot slot = takenOver[i];
      if (!hasEnded(slot.held, poller.readable(from + i), blind)) continue;
      slot.held.release();
      takenOver[i] = takenOver[--watched];
      takenOver[watched] = null;
      died(slot);
    }
    if (host != null) host.look(poller, others, blind);
  }

  /** Whoever is left behind stays as it is; only that it is held ends. */
  void letGo() {
    while (watched > 0) takenOver[--watched].held.release();
  }

  private static boolean hasEnded(HeldProcess held, boolean readable, boolean blind) {
    if (held.isPolled()) return held.hasEnded();
    return blind ? held.isCollected() : readable;
  }

  private void died(Slot slot) {
    slots.died(slot);
    tell(slot, SvscanEvent.DIED);
    if (state.phase != SvscanState.Phase.ENDING) return;
    slots.closeInput(slot);
    if (survivors == null) return;
    slot.orphan.oweEnd();
    endRun(slot);
  }
}
