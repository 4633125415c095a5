package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;
import static s6j.posix.OpenFlags.*;

import s6j.cli.Messages;
import s6j.formats.BackoffFile;
import s6j.formats.ChildRecord;
import s6j.formats.ControlFifo;
import s6j.formats.DeathTally;
import s6j.formats.EventNotifier;
import s6j.formats.HeldProcess;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.supervise.SuperviseState.Phase;

/**
 * Waits, tells the {@link SuperviseMachine} what happened, and does what it orders: descriptors,
 * pid and deadline, and no judgement. Allocates nothing once made.
 *
 * <p>No failing system call ends it. What has to succeed in the end - to collect a dead child, to
 * write the status - is tried again; everything else is warned of.
 */
final class SuperviseLoop {
  private static final int NO_CHILD = 0;
  private static final int ANY_CHILD = -1;
  private static final int NONE = -1;

  /** How long it may take until somebody has collected a dead child that is not ours. */
  private static final int COLLECTED_WITHIN_MILLIS = 1000;

  private static final int ASK_AGAIN_MILLIS = 5;
  private static final int RETRY_MILLIS = 5000;
  private static final int PAUSE_IN_TROUBLE_MILLIS = 1000;

  /** So that a flood of letters keeps nobody waiting: signals and the timer have their turn. */
  private static final int LETTERS_A_TURN = 256;

  private static final int NOTIFICATION_PIECE = 64;
  private static final byte[] BEGUN = {'s'};

  private final Posix posix;
  private final Messages messages;
  private final int directory;
  private final int signals;
  private final int nothing;
  private final ControlFifo control;
  private final SettingsReader settingsReader;
  private final ChildSpawner spawner;
  private final StatusFile statusFile;
  private final EventNotifier notifier;
  private final DeathTally tally;
  private final BackoffFile backoff;

  private final ChildNotes notes;

  private final Poller poller = new Poller(4);
  private final Poller nobody = new Poller(0);
  private final Step step = new Step();
  private final Settings settings = new Settings();
  private final SuperviseState state = new SuperviseState();
  private final ServiceStatus status = new ServiceStatus();
  private final int[] waitStatus = new int[1];
  private final byte[] piece = new byte[NOTIFICATION_PIECE];

  private int child = NO_CHILD;
  private int runPid = NO_CHILD;
  private int notification = NONE;

  /** The descriptor that run notifies by, and the pipe; for {@link #notes}. */
  private int notificationNumber = NONE;

  private long notificationPipe;
  private long deadline = Deadline.NEVER;
  private long startedAt;
  private long notifiedAt;

  /** The child, if an earlier supervisor started it; null for one of our own. */
  private HeldProcess adopted;

  /** Its end will be told by who started this supervisor. */
  private boolean handedOn;

  /** Such a child has ended, and by then somebody will have collected it. */
  private long collectedBy = Deadline.NEVER;

  private boolean childMayBeDead;
  private boolean notesAreStale;
  private long publishedStamp;
  private int publishedPid;
  private boolean statusIsStale;
  private boolean left;

  /**
   * {@code signals} is the descriptor of {@link Posix#signals}, {@code nothing} one of /dev/null;
   * {@code control} is open. {@code notes} is null if nobody shall go on with what this leaves.
   */
  SuperviseLoop(
      Posix posix,
      Messages messages,
      int directory,
      int signals,
      int nothing,
      ControlFifo control,
      SettingsReader settingsReader,
      ChildSpawner spawner,
      EventNotifier notifier,
      DeathTally tally,
      BackoffFile backoff,
      ChildNotes notes) {
    this.posix = posix;
    this.messages = messages;
    this.directory = directory;
    this.signals = signals;
    this.nothing = nothing;
    this.control = control;
    this.settingsReader = settingsReader;
    this.spawner = spawner;
    this.notifier = notifier;
    this.tally = tally;
    this.backoff = backoff;
    this.notes = notes;
    this.statusFile = new StatusFile(posix);
  }

  /** Tells the world that this supervisor has begun; the first start is due at once. */
  void begin(boolean wantUp) {
    state.wantUp = wantUp;
    status.begin(posix.realtimeNanos(), wantUp);
    publishStatus();
    announce(BEGUN);
    deadline = posix.monotonicNanos();
  }

  /** Goes on where an earlier supervisor ended. */
  void goOn(Adoption found) {
    long now = posix.monotonicNanos();
    take(found.record);
    if (found.process.isHeld()) adopted = found.process;
    handedOn = found.handedOn;
    notification = found.notification;
    // The earliest moment of readiness is not known, the latest is.
    notifiedAt = now;
    status.readyNanos = found.status.readyNanos;
    publishedStamp = found.status.stampNanos;
    publishedPid = found.status.pid;
    settings.foundTimerMillis = foundTimer(found.record, now);
    handle(SuperviseEvent.ADOPTED);
    announce(BEGUN);
    if (adopted == null)
      childExited(notes.end(found.process, waitStatus) < 0 ? lost() : waitStatus[0]);
  }

  /** What finish noted of itself does not say yet when it is to be killed. */
  private int foundTimer(ChildRecord record, long now) {
    if (record.timerNanos != Deadline.NEVER) return Deadline.timeoutMillis(record.timerNanos, now);
    if (!record.finishing) return Settings.NO_TIMER;
    settingsReader.read(SuperviseEvent.FINISH_STARTED, state, settings);
    int timeout = settings.finishTimeoutMillis;
    return timeout > 0 ? timeout : Settings.NO_TIMER;
  }

  private void take(ChildRecord record) {
    child = record.pid;
    runPid = record.runPid;
    startedAt = record.runStartedNanos;
    status.stampNanos = record.stampNanos;
    status.waitStatus = record.waitStatus;
    SuperviseState found = settings.found;
    if (record.finishing) found.phase = record.last ? Phase.LAST_FINISH : Phase.FINISH;
    else found.phase = record.last ? Phase.LAST_UP : Phase.UP;
    found.wantUp = record.wantUp;
    found.notified = record.notified;
    found.dying = record.dying;
    found.paused = record.paused;
    found.backoffMillis = record.backoffMillis;
    notificationNumber = record.notification;
    notificationPipe = record.notificationPipe;
    notes.take(record);
  }

  /** Runs to the end. */
  void run() {
    while (!left) turn();
  }

  /** Waits for something, and deals with it. */
  void turn() {
    poller.clear();
    int signalPlace = poller.add(signals, Poller.READ);
    int controlPlace = poller.add(control.descriptor(), Poller.READ);
    int notificationPlace = poller.add(notification, Poller.READ);
    int adoptedPlace = poller.add(adoptedDescriptor(), Poller.READ);
    int ready = posix.poll(poller, patience());
    boolean blind = ready < 0 && ready != -Errno.EINTR;
    if (blind) rest("wait for events", ready);
    if (ready == -Errno.EINTR) return;
    // Readiness that came with a death is to be seen before it, and commands not before signals.
    if (blind || poller.readable(notificationPlace)) readNotification();
    if (blind || poller.readable(signalPlace)) takeSignals();
    else if (poller.readable(controlPlace)) takeLetters();
    if (blind && !left) takeLetters();
    if (adopted != null && !left) watchAdopted(poller.readable(adoptedPlace), blind);
    tryAgain();
    fireTimer();
  }

  /** Readable when an adopted child has ended; once that is known it is asked for. */
  private int adoptedDescriptor() {
    return adopted == null || collectedBy != Deadline.NEVER ? NONE : adopted.descriptor();
  }

  /** Milliseconds until the timer fires, or until what failed is tried again; -1 is for ever. */
  private int patience() {
    int timeout = Deadline.timeoutMillis(deadline, posix.monotonicNanos());
    boolean retries = childMayBeDead || statusIsStale || notesAreStale || messages.hasLoss();
    int most = retries ? RETRY_MILLIS : NONE;
    if (adopted != null && adopted.isPolled()) most = HeldProcess.POLL_MILLIS;
    if (collectedBy != Deadline.NEVER) most = ASK_AGAIN_MILLIS;
    if (most == NONE) return timeout;
    return timeout < 0 ? most : Math.min(timeout, most);
  }

  /** Says that something is wrong and lets a moment pass, so that it is not said all the time. */
  private void rest(String what, int error) {
    messages.warning().unableTo(what).end(error);
    posix.poll(nobody, PAUSE_IN_TROUBLE_MILLIS);
  }

  private void tryAgain() {
    if (left) return;
    if (childMayBeDead) collectChildren();
    if (statusIsStale && statusFile.write(directory, status) == 0) published();
    if (notesAreStale) noteChild();
    messages.tellLoss();
  }

  private void fireTimer() {
    if (left || !Deadline.passed(deadline, posix.monotonicNanos())) return;
    deadline = Deadline.NEVER;
    handle(SuperviseEvent.TIMER_FIRED);
  }

  // ---- what happens ----------------------------------------------------------------------------

  /** What run writes after the first newline is read away: it need not die of SIGPIPE. */
  private void readNotification() {
    if (notification < 0) return;
    int got = posix.read(notification, piece, 0, NOTIFICATION_PIECE);
    if (got == -Errno.EAGAIN) return;
    if (got <= 0) closeNotification();
    else if (!state.notified && posix.indexOf(piece, 0, got, '\n') >= 0) {
      notifiedAt = posix.monotonicNanos();
      handle(SuperviseEvent.NOTIFIED);
    }
  }

  private void takeSignals() {
    int signal = posix.nextSignal(signals);
    while (signal > 0) {
      takeSignal(signal);
      if (left) return;
      signal = posix.nextSignal(signals);
    }
    if (signal == 0) return;
    childMayBeDead = true;
    rest("read signals", signal);
  }

  private void takeSignal(int signal) {
    if (signal == Signal.SIGCHLD) {
      collectChildren();
      return;
    }
    SuperviseEvent event = SuperviseEvent.ofSignal(signal);
    if (event != null) handle(event);
  }

  private void takeLetters() {
    for (int i = 0; i < LETTERS_A_TURN && !left; i++) {
      int letter = control.next();
      if (letter == -Errno.EAGAIN) return;
      if (letter < 0) {
        rest("read supervise/control", letter);
        return;
      }
      SuperviseEvent event = SuperviseEvent.ofLetter(letter);
      if (event != null) handle(event);
    }
  }

  /** Collects every dead child, also those of others that were left to this process. */
  private void collectChildren() {
    childMayBeDead = true;
    int dead = posix.waitpid(ANY_CHILD, waitStatus, Posix.WNOHANG);
    while (dead > 0) {
      if (dead == child) childExited(waitStatus[0]);
      if (left) return;
      dead = posix.waitpid(ANY_CHILD, waitStatus, Posix.WNOHANG);
    }
    if (dead == 0) childMayBeDead = false;
    else if (dead == -Errno.ECHILD) noChildIsLeft();
    else messages.warning().unableTo("wait for children").end(dead);
  }

  /** A child that somebody else collected counts as gone, if it is. */
  private void noChildIsLeft() {
    if (adopted != null) {
      childMayBeDead = false;
      return;
    }
    boolean lost = child != NO_CHILD && posix.kill(child, 0) == -Errno.ESRCH;
    childMayBeDead = child != NO_CHILD && !lost;
    if (lost) childExited(lost());
  }

  private int lost() {
    messages.warning().text("the exit status of the child is lost").end();
    return 0;
  }

  /** That a child of somebody else has ended is known before how it did may be. */
  private void watchAdopted(boolean readable, boolean blind) {
    if (collectedBy == Deadline.NEVER && !hasAdoptedEnded(readable, blind)) return;
    long now = posix.monotonicNanos();
    if (collectedBy == Deadline.NEVER) collectedBy = Deadline.after(now, COLLECTED_WITHIN_MILLIS);
    int told = notes.end(adopted, waitStatus);
    boolean mayBeTold = handedOn || !adopted.isCollected();
    if (told < 0 && mayBeTold && !Deadline.passed(collectedBy, now)) return;
    letGo();
    collectedBy = Deadline.NEVER;
    childExited(told < 0 ? lost() : waitStatus[0]);
  }

  private boolean hasAdoptedEnded(boolean readable, boolean blind) {
    if (adopted.isPolled()) return adopted.hasEnded();
    return readable || blind && adopted.isCollected();
  }

  private void childExited(int raw) {
    child = NO_CHILD;
    if (state.phase.hasRun()) {
      status.waitStatus = raw;
      settings.uptimeMillis = (posix.monotonicNanos() - startedAt) / 1_000_000;
    }
    handle(SuperviseEvent.ofExit(raw));
  }

  // ---- what is done about it -------------------------------------------------------------------

  /** An order that can fail is answered by an event, judged before anything else happens. */
  private void handle(SuperviseEvent first) {
    for (SuperviseEvent event = first; event != null; ) event = react(event);
    noteChild();
  }

  private SuperviseEvent react(SuperviseEvent event) {
    settingsReader.read(event, state, settings);
    SuperviseMachine.step(state, event, settings, step);
    state.become(step.next);
    SuperviseEvent answer = null;
    for (int i = 0; i < step.count(); i++) answer = perform(step.action(i), step.argument(i));
    return answer;
  }

  /** What the order is answered by, or null: the compiler counts the cases. */
  private SuperviseEvent perform(SuperviseAction action, int argument) {
    return switch (action) {
      case KILL -> kill(child, argument);
      case KILL_GROUP -> kill(-child, argument);
      case SET_TIMER -> setTimer(Deadline.after(posix.monotonicNanos(), argument));
      case SET_TIMER_SINCE_NOTIFIED -> setTimer(Deadline.after(notifiedAt, argument));
      case CLEAR_TIMER -> setTimer(Deadline.NEVER);
      case MARK_CHANGE -> markChange();
      case MARK_READY -> markReady();
      case WRITE_STATUS -> writeStatus();
      case WRITE_TALLY -> writeTally();
      case WRITE_BACKOFF ->
          warnUnless("write supervise/backoff", backoff.write(directory, argument));
      case REMOVE_BACKOFF -> remove(BACKOFF, backoff.remove(directory));
      case CREATE_DOWN_FILE -> createDownFile();
      case REMOVE_DOWN_FILE -> remove(DOWN, posix.unlink(directory, DOWN));
      case RELEASE_STREAMS -> releaseStreams();
      case CLOSE_NOTIFICATION -> closeNotification();
      case ANNOUNCE_UP, ANNOUNCE_READY, ANNOUNCE_DOWN, ANNOUNCE_FULLY_DOWN, ANNOUNCE_EXIT ->
          announce(action.letters);
      case ANNOUNCE_DOWN_AND_FULLY_DOWN, ANNOUNCE_GIVEN_UP -> announce(action.letters);
      case WARN_FINISH_TOO_LONG ->
          warn("finish script lifetime reached maximum value - sending it a SIGKILL");
      case WARN_IMPOSSIBLE -> warn("can't happen: unexpected event");
      case SPAWN_RUN -> spawnRun();
      case SPAWN_FINISH -> spawnFinish();
      case LEAVE -> leave();
    };
  }

  private SuperviseEvent setTimer(long moment) {
    deadline = moment;
    return null;
  }

  private SuperviseEvent markChange() {
    status.stampNanos = posix.realtimeNanos();
    return null;
  }

  private SuperviseEvent markReady() {
    status.readyNanos = posix.realtimeNanos();
    return null;
  }

  /** What held a child that is left to the next supervisor is let go of here. */
  private SuperviseEvent leave() {
    left = true;
    if (adopted != null) letGo();
    return closeNotification();
  }

  private void letGo() {
    adopted.release();
    adopted = null;
  }

  private SuperviseEvent warn(String what) {
    messages.warning().text(what).end();
    return null;
  }

  private SuperviseEvent spawnRun() {
    startedAt = posix.monotonicNanos();
    if (notes != null) expectRun();
    int pid = spawner.run();
    if (pid == ChildSpawner.REFUSED) return SuperviseEvent.RUN_REFUSED;
    if (pid < 0) return SuperviseEvent.RUN_FAILED;
    child = pid;
    runPid = pid;
    notification = spawner.notification;
    notificationNumber = spawner.notificationNumber;
    notificationPipe = spawner.notificationPipe;
    return SuperviseEvent.RUN_STARTED;
  }

  private SuperviseEvent spawnFinish() {
    if (notes != null) expectChild();
    int pid = spawner.finish(status.waitStatus, runPid);
    if (pid < 0) return SuperviseEvent.FINISH_FAILED;
    child = pid;
    return SuperviseEvent.FINISH_STARTED;
  }

  /** A wrong number here could end every process of the machine. */
  private SuperviseEvent kill(int target, int signal) {
    if (child <= 1) return null;
    int result = adopted == null ? posix.kill(target, signal) : adopted.signal(signal, target < 0);
    if (result < 0 && result != -Errno.ESRCH)
      messages.warning().unableTo("send ").text(Signal.name(signal)).end(result);
    return null;
  }

  private SuperviseEvent writeStatus() {
    status.pid = child;
    status.finishing = state.phase.hasFinish();
    status.wantUp = state.wantUp;
    status.paused = state.paused;
    status.ready = state.isReady();
    if (notes != null && child != notes.record.pid) noteChild();
    publishStatus();
    return null;
  }

  private void publishStatus() {
    int result = statusFile.write(directory, status);
    warnUnless("write status file", result);
    if (result < 0) statusIsStale = true;
    else published();
  }

  private void published() {
    statusIsStale = false;
    publishedStamp = status.stampNanos;
    publishedPid = status.pid;
  }

  /** For the next supervisor, should this one end before its child. */
  private void noteChild() {
    if (notes == null || left && child != NO_CHILD) return;
    int result = child == NO_CHILD ? noteNobody() : noteLiving();
    if (result < 0 && !notesAreStale) warnUnless("write supervise/.child", result);
    notesAreStale = result < 0;
  }

  private int noteNobody() {
    int result = left ? notes.leave() : notes.forget(status.stampNanos);
    return result == -Errno.ENOENT ? 0 : result;
  }

  private int noteLiving() {
    int met = child == notes.record.pid ? 0 : notes.meet(child);
    if (met < 0) return met;
    describeChild();
    return notes.keep();
  }

  /** The status on disk tells of what was before run. */
  private void expectRun() {
    expectChild();
    notes.record.stampNanos = posix.realtimeNanos();
    notes.record.notification = NONE;
    notes.record.notificationPipe = 0;
  }

  private void expectChild() {
    notes.expect();
    notes.record.publishedStampNanos = publishedStamp;
    notes.record.publishedPid = publishedPid;
    describeChild();
    notes.record.timerNanos = Deadline.NEVER;
  }

  private void describeChild() {
    ChildRecord record = notes.record;
    record.finishing = state.phase.hasFinish();
    record.last = state.phase == Phase.LAST_UP || state.phase == Phase.LAST_FINISH;
    record.wantUp = state.wantUp;
    record.notified = state.notified;
    record.dying = state.dying;
    record.paused = state.paused;
    record.stampNanos = status.stampNanos;
    record.runStartedNanos = startedAt;
    record.timerNanos = deadline;
    record.notification = record.finishing ? NONE : notificationNumber;
    record.notificationPipe = notificationPipe;
    record.backoffMillis = state.backoffMillis;
    record.waitStatus = status.waitStatus;
    record.runPid = runPid;
  }

  private SuperviseEvent writeTally() {
    int kept = settingsReader.deathsKept();
    int result = tally.append(directory, status.stampNanos, status.waitStatus, kept);
    return warnUnless("write supervise/death_tally", result);
  }

  private SuperviseEvent announce(byte[] letters) {
    int told = notifier.announce(directory, EVENT, letters, letters.length);
    return warnUnless("announce an event", told);
  }

  private SuperviseEvent createDownFile() {
    int fd = posix.open(directory, DOWN, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd >= 0) posix.close(fd);
    return warnUnless("create ./down file", fd);
  }

  private SuperviseEvent remove(byte[] file, int result) {
    if (result < 0 && result != -Errno.ENOENT)
      messages.warning().unableTo("unlink ").bytes(file).end(result);
    return null;
  }

  private SuperviseEvent releaseStreams() {
    warnUnless("open /dev/null for reading", posix.dup2(nothing, 0));
    return warnUnless("open /dev/null for writing", posix.dup2(nothing, 1));
  }

  private SuperviseEvent closeNotification() {
    if (notification >= 0) posix.close(notification);
    notification = NONE;
    return null;
  }

  private SuperviseEvent warnUnless(String what, int result) {
    if (result < 0) messages.warning().unableTo(what).end(result);
    return null;
  }
}
