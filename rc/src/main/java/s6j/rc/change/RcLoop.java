package s6j.rc.change;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.formats.RcDatabase;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;
import s6j.posix.WaitStatus;
import s6j.rc.live.DownFile;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.StateFile;
import s6j.rc.live.UnfinishedChange;

/** Does what the engine orders and tells it what came of it; it holds calls and no judgement. */
public final class RcLoop implements Turn.Group, EndListener {
  private static final long SIGNALS =
      Signal.bit(Signal.SIGCHLD) | Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGINT);

  /** Of {@link #turned}, as long as the clock was not read. */
  private static final long UNREAD = -1;

  /** No exit code yet. */
  private static final int GOING_ON = -1;

  private final Posix posix;
  private final RcDatabase database;
  private final StateFile stateFile;
  private final RcSettings settings;
  private final RcNarrator narrator;
  private final @Nullable ProgressScreen screen;
  private final RcMachine machine;
  private final RcStep step = new RcStep();
  private final Underway underway;
  private final TimesLog times;
  private final UnfinishedChange unfinished;
  private final Turn turn;
  private final NotStarted notStarted = new NotStarted();
  private final int signals;
  private final long deadline;

  /**
   * When the present turn began, or {@link #UNREAD}: what one turn starts has the same time left.
   */
  private long turned;

  private Transition transition;
  private RcState state;
  private ReloadQueue reload;
  private int exitCode = GOING_ON;

  /** Services whose transition could not be started, told to the engine after its step. */
  private static final class NotStarted {
    int[] services = new int[16];
    int count;

    void add(int service) {
      if (count == services.length) {
        int[] more = new int[2 * count];
        System.arraycopy(services, 0, more, 0, count);
        services = more;
      }
      services[count++] = service;
    }
  }

  /** {@code screen} null to show no progress. */
  public RcLoop(
      Posix posix,
      RcDatabase database,
      LiveDirectory live,
      RcSettings settings,
      RcNarrator narrator,
      @Nullable ProgressScreen screen,
      TransitionCommand command,
      UnfinishedChange unfinished) {
    this.unfinished = unfinished;
    this.screen = screen;
    this.posix = posix;
    this.database = database;
    this.settings = settings;
    this.narrator = narrator;
    stateFile = new StateFile(posix, live.file("state"));
    machine = new RcMachine(settings.stopsEssential, settings.concurrency);
    turned = posix.monotonicNanos();
    deadline =
        settings.timeoutMillis == 0
            ? Deadline.NEVER
            : Deadline.after(turned, settings.timeoutMillis);
    signals = posix.signals(SIGNALS);
    underway = new Underway(posix, database, live, settings, command);
    times = new TimesLog(posix, database, live);
    turn = new Turn(posix, null, 1);
    turn.onSignal(signals, this::takeSignal);
    turn.onChild(this::onChildEnded);
    turn.onGroup(this);
  }

  /** Brings the selected services up or down: the exit code. */
  public int change(byte[] stored, boolean[] selected, boolean up) {
    return change(new RcState(database, stored, selected, between(), up));
  }

  /** Brings services up, of which some may fail, and some are up on paper and go up again. */
  public int start(byte[] stored, boolean[] selected, boolean[] optional, boolean[] again) {
    RcState wanted = new RcState(database, stored, selected, between(), true);
    return change(wanted.optional(optional).again(again));
  }

  private int change(RcState wanted) {
    boolean up = wanted.up;
    byte[] stored = wanted.stored;
    state = wanted;
    if (signals < 0) return narrator.cannot("trap signals", signals);
    transition = up ? Transition.START : Transition.STOP;
    exitCode = GOING_ON;
    int room = settings.isDryRun() || !state.hasWork() ? 0 : stateFile.reserve(stored);
    if (room >= 0 && !settings.isDryRun()) room = unfinished.begin(concerned());
    if (room < 0) return noRoom(room);
    if (screen != null) screen.begin(new ProgressBlock(database, state));
    tell(RcEvent.BEGIN, 0, 0);
    while (exitCode == GOING_ON && !state.isOver()) await();
    underway.end();
    if (screen != null) screen.erase();
    stateFile.release();
    if (!settings.isDryRun()) unfinished.end();
    times.flush();
    if (exitCode != GOING_ON) return exitCode;
    return settings.forgivesUndone && !state.failed ? 0 : machine.exitCode(state);
  }

  /** After the last change or reload. */
  public void close() {
    if (signals >= 0) posix.close(signals);
    underway.close();
    stateFile.close();
  }

  /** Whether a signal ended the last change before its time. */
  public boolean isTerminated() {
    return state.terminated;
  }

  private int noRoom(int errno) {
    stateFile.release();
    return narrator.cannotWrite(stateFile.path(), errno);
  }

  private boolean[] between() {
    boolean[] between = new boolean[database.longruns];
    for (int i = 0; i < between.length; i++) between[i] = unfinished.isBetween(i);
    return between;
  }

  private boolean[] concerned() {
    boolean[] concerned = new boolean[database.longruns];
    for (int i = 0; i < concerned.length; i++)
      concerned[i] = state.selected[i] && !state.isThere(i);
    return concerned;
  }

  /** Reloads the selected services, all at once: the exit code. */
  public int reload(boolean[] selected) {
    if (signals < 0) return narrator.cannot("trap signals", signals);
    transition = Transition.RELOAD;
    exitCode = GOING_ON;
    reload = new ReloadQueue(selected, database.longruns, settings.concurrency);
    for (int i = reload.next(); i >= 0; i = reload.next()) {
      int code = startReload(i);
      if (code != 0) return code;
    }
    while (exitCode == GOING_ON && underway.services() > 0) await();
    underway.end();
    times.flush();
    return exitCode == GOING_ON ? reload.exitCode() : exitCode;
  }

  private int startReload(int service) {
    int answer = begin(service);
    return answer < 0 ? narrator.cannotReload(service, answer) : 0;
  }

  /** Makes a transition, by a child or by ourselves: 0, or the negated errno. */
  private int begin(int service) {
    times.begun(service);
    long millis = timeoutOf(service);
    boolean resumed = unfinished.isBetween(service);
    if (transition != Transition.RELOAD) unfinished.told(service);
    return underway.start(service, transition, millis, resumed);
  }

  private void await() {
    turned = UNREAD;
    turn.turn();
    if (turn.failure() < 0) exitCode = narrator.cannot("poll", turn.failure());
  }

  /** What was under way is told after the command, as processes of their own would (E.3). */
  private void timeOut() {
    exitCode = narrator.timedOut();
    underway.giveUp();
  }

  @Override
  public int count() {
    return underway.count();
  }

  @Override
  public void addTo(Poller poller) {
    underway.addTo(poller);
  }

  @Override
  public long deadline() {
    long first = Math.min(deadline, underway.deadline());
    return isShown() ? Math.min(first, screen.deadline()) : first;
  }

  @Override
  public void look(Poller poller, int from, boolean blind) {
    if (underway.hasChildren()) turn.collect();
    if (exitCode != GOING_ON) return;
    if (!poller.isReady() && Deadline.passed(deadline, posix.monotonicNanos())) timeOut();
    else underway.look(poller, this);
    if (isShown()) screen.look();
  }

  private boolean isShown() {
    return screen != null && transition != Transition.RELOAD;
  }

  private void takeSignal(int signal) {
    if (transition == Transition.RELOAD) abortReload(signal);
    else tell(RcEvent.TERMINATED, 0, signal);
  }

  private void onChildEnded(int pid, int rawStatus) {
    int service = underway.remove(pid);
    if (service != ChildTable.UNKNOWN) ended(service, rawStatus);
  }

  @Override
  public void ended(int service, int status) {
    boolean good = WaitStatus.exited(status) && WaitStatus.exitCode(status) == 0;
    if (!settings.isDryRun()) times.ended(service, transition, good, status);
    if (transition == Transition.RELOAD) onReloaded(service, good, status);
    else tell(good ? RcEvent.SUCCEEDED : RcEvent.FAILED, service, causeOfDeath(service, status));
  }

  /** Our s6-svc removes its fifos when a signal ends it, and tells the signal by its exit code. */
  private int causeOfDeath(int service, int status) {
    boolean ended =
        database.isLongrun(service)
            && WaitStatus.exited(status)
            && WaitStatus.exitCode(status) == 128 + Signal.SIGTERM;
    return ended ? Signal.SIGTERM : status;
  }

  private void onReloaded(int service, boolean good, int status) {
    if (good) narrator.done(service, transition);
    else narrator.failed(service, transition, status);
    reload.ended(service, good);
    for (int i = reload.next(); i >= 0; i = reload.next())
      if (startReload(i) != 0) reload.ended(i, false);
  }

  private void abortReload(int signal) {
    narrator.signal(signal);
    reload.terminate();
    underway.cutOneshots();
    underway.stopWaiting();
  }

  /** One event, and those that follow from it. */
  private void tell(RcEvent event, int service, int detail) {
    machine.step(state, event, service, detail, step);
    perform();
    while (notStarted.count > 0) {
      int failed = notStarted.services[--notStarted.count];
      machine.step(state, RcEvent.NOT_STARTED, failed, 0, step);
      perform();
    }
  }

  private void perform() {
    for (int i = 0; i < step.count(); i++) perform(step.action(i), step.service(i), step.detail(i));
  }

  /** Answers nothing, but as an expression: the compiler counts the cases. */
  private @Nullable Void perform(RcAction action, int service, int detail) {
    return switch (action) {
      case SAY_PASS -> {
        narrator.pass(state.up);
        yield null;
      }
      case SAY_ALREADY -> {
        narrator.already(service, state.up);
        yield null;
      }
      case SAY_ESSENTIAL -> {
        narrator.essential(service);
        yield null;
      }
      case START -> {
        start(service);
        yield null;
      }
      case RECORD -> {
        record(service);
        yield null;
      }
      case SAY_DONE -> {
        narrator.done(service, transition);
        yield null;
      }
      case SAY_FAILED -> {
        fail(service, detail);
        yield null;
      }
      case BRING_DOWN -> {
        underway.bringDown(service);
        yield null;
      }
      case SAY_SIGNAL -> {
        narrator.signal(service);
        yield null;
      }
      case STOP_WAITING -> {
        underway.stopWaiting();
        yield null;
      }
    };
  }

  private void show(int service) {
    boolean notifies = state.isLongrun(service) && underway.waitsForReadiness(service);
    screen.block().begun(service, notifies, times.startedAt(service));
  }

  private void fail(int service, int status) {
    if (screen != null) screen.block().failed(service, WaitStatus.shellCode(status));
    narrator.failed(service, transition, status);
  }

  private void start(int service) {
    int answer = begin(service);
    if (screen != null) show(service);
    if (answer >= 0) {
      narrator.begun(service, transition);
    } else {
      if (screen != null) screen.block().failed(service, ExitCode.SYSTEM);
      narrator.notStarted(service, transition, answer);
      notStarted.add(service);
    }
  }

  /** The service's own timeout, or what is left of the command's if that is less; 0 for none. */
  private long timeoutOf(int service) {
    boolean down = transition == Transition.STOP;
    long own = (down ? database.timeoutDown[service] : database.timeoutUp[service]) & 0xffffffffL;
    if (deadline == Deadline.NEVER) return own;
    if (turned == UNREAD) turned = posix.monotonicNanos();
    long left = Math.max(1, Deadline.timeoutMillis(deadline, turned));
    return own == 0 || left < own ? left : own;
  }

  private void record(int service) {
    if (settings.isDryRun()) return;
    if (database.isLongrun(service)) markDown(service);
    int answer = stateFile.write(state.stored, service);
    if (answer >= 0) unfinished.done(service);
    else if (exitCode == GOING_ON) exitCode = narrator.cannotWrite(stateFile.path(), answer);
  }

  private void markDown(int service) {
    DownFile down = new DownFile(posix, underway.directory(service));
    int answer = down.follow(state.up);
    // What was up on paper has none.
    if (answer == -Errno.ENOENT && (unfinished.isBetween(service) || state.wasUp(service))) return;
    if (answer < 0) narrator.unableTo(state.up ? "unlink " : "touch ", down.path(), answer);
  }
}
