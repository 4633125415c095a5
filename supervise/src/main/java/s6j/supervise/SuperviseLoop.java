package s6j.supervise;

import static s6j.formats.ServiceDirectory.*;
import static s6j.posix.OpenFlags.*;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.ChildRecord;
import s6j.formats.ServiceStatus;
import s6j.formats.files.KnobReader;
import s6j.formats.talk.Handover;
import s6j.posix.Crowd;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;
import s6j.posix.Waiting;
import s6j.supervise.SuperviseState.Phase;

/**
 * Waits, tells the {@link SuperviseMachine} what happened, and does what it orders: descriptors,
 * pid and deadline, and no judgement. Allocates nothing once made.
 *
 * <p>No failing system call ends it. What has to succeed in the end - to collect a dead child, to
 * write the status - is tried again; everything else is warned of.
 */
final class SuperviseLoop implements Turn.Children, Turn.Duty {
  private static final int NO_CHILD = 0;
  private static final int UNKNOWN = -1;
  private static final int NONE = -1;
  private static final byte[] BEGUN = {'s'};

  /** Of those who share a process nobody has many letters read in one turn. */
  private static final int LETTERS_A_TURN = 32;

  private static final SuperviseState NEW = new SuperviseState();
  private static final Phase[] PHASES = Phase.values();

  private final Posix posix;
  private final Messages messages;
  private final Means means;
  private final Service service;
  private final Home home;
  private final Settings settings = new Settings();
  private final SuperviseState state = new SuperviseState();
  private final ServiceStatus status = new ServiceStatus();

  private final Published published = new Published();

  private ReadinessPipe readiness;
  private Waiting.Alarm timer;
  private @Nullable AdoptedChild adopted;

  /** Those two are for a supervisor among others. */
  private Waiting waiting;

  private @Nullable LetterSeat letters;

  private int child = NO_CHILD;
  private int runPid = NO_CHILD;

  /** Of the child, as far as this supervisor has started it: the s6-tree that it is. */
  private int tree = UNKNOWN;

  private long startedAt;
  private boolean notesAreStale;
  private boolean hasLeft;

  SuperviseLoop(Means means, Service service, Home home) {
    this.posix = means.posix;
    this.messages = means.messages;
    this.means = means;
    this.service = service;
    this.home = home;
  }

  /** Has what happens told by a turn of its own; {@code signals} is {@link Posix#signals}'. */
  void wire(Turn turn, int signals) {
    // Readiness that came with a death is to be seen before it, and commands not before signals.
    readiness = new ReadinessPipe(posix, turn.onReadable(NONE, ready -> readNotification()));
    turn.onSignal(signals, this::takeSignal);
    turn.onLetter(service.control, "read supervise/control", this::takeLetter);
    adopted = new AdoptedChild(posix, service.notes, turn, this::adoptedEnded);
    turn.onChild(this);
    turn.onDuty(this);
    timer = turn.timer(() -> handle(SuperviseEvent.TIMER_FIRED));
  }

  /** Has what happens told among others; what signals say is told by {@link #signal}. */
  void wire(Crowd crowd) {
    waiting = crowd;
    readiness = new ReadinessPipe(posix, crowd.onReadable(NONE, ready -> readNotification()));
    letters = new LetterSeat(crowd.onReadable(NONE, ready -> takeLetters()));
    timer = crowd.timer(() -> handle(SuperviseEvent.TIMER_FIRED));
  }

  /** As newly made, in a service directory that has just been taken possession of. */
  void beginAnew() {
    setChild(NO_CHILD);
    runPid = NO_CHILD;
    readiness.forget();
    published.forget();
    notesAreStale = false;
    if (letters != null) letters.forgetRest();
    hasLeft = false;
    state.become(NEW);
  }

  /** Takes letters from now on. */
  void listen() {
    letters.listen(service.control.descriptor());
  }

  /** Writes the status that a service begins with; nobody listens to letters yet. */
  void publishBeginning(boolean wantUp) {
    state.wantUp = wantUp;
    means.speakFor(service);
    status.begin(posix.realtimeNanos(), wantUp);
    publishStatus();
  }

  /** Tells the world that this supervisor has begun; the first start is due at once. */
  void begin() {
    announce(BEGUN);
    if (isOwed()) home.owes(this);
    timer.at(posix.monotonicNanos());
  }

  /** Goes on where an earlier supervisor ended. */
  void goOn(Adoption found) {
    long now = posix.monotonicNanos();
    take(found.record);
    if (found.process.isHeld()) takeOver(found);
    readiness.listenTo(found.notification);
    // The earliest moment of readiness is not known, the latest is.
    readiness.toldAt = now;
    status.readyNanos = found.status.readyNanos;
    published.take(found.status);
    handle(SuperviseEvent.ADOPTED, foundTimer(found.record, now));
    announce(BEGUN);
    if (isAdopted()) return;
    int told = service.notes.end(found.process, means.waitStatus);
    adoptedEnded(told < 0 ? told : means.waitStatus[0]);
  }

  private void takeOver(Adoption found) {
    makeAdopted();
    adopted.take(found.process, found.handedOn);
  }

  private void makeAdopted() {
    if (adopted == null)
      adopted = new AdoptedChild(posix, service.notes, waiting, this::adoptedEnded);
  }

  /** Whether somebody else started the child. */
  private boolean isAdopted() {
    return adopted != null && adopted.isThere();
  }

  private void setChild(int pid) {
    home.childChanges(this, child, pid);
    child = pid;
  }

  /** What finish noted of itself does not say yet when it is to be killed. */
  private int foundTimer(ChildRecord record, long now) {
    if (record.timerNanos != Deadline.NEVER) return Deadline.timeoutMillis(record.timerNanos, now);
    if (!record.finishing) return SuperviseEvent.NO_TIMER;
    means.settings.in(service.directory).read(SuperviseEvent.FINISH_STARTED, state, settings);
    int timeout = settings.finishTimeoutMillis;
    return timeout > 0 ? timeout : SuperviseEvent.NO_TIMER;
  }

  /** Tells all that a supervisor in the place of this one cannot find on disk. */
  void handOver(Handover to) {
    to.tell(state.phase.ordinal());
    to.tell(state.wantUp);
    to.tell(state.notified);
    to.tell(state.dying);
    to.tell(state.paused);
    to.tell(state.backoffMillis);
    to.tell(state.uptimeMillis);
    to.tell(status.stampNanos);
    to.tell(status.readyNanos);
    to.tell(status.waitStatus);
    published.handOver(to);
    to.tell(notesAreStale);
    to.tell(child);
    to.tell(runPid);
    to.tell(startedAt);
    to.tell(readiness.toldAt);
    to.tell(timer.moment());
    readiness.handOver(to);
    to.tell(isAdopted());
    if (isAdopted()) adopted.handOver(to);
  }

  /** Goes on as a supervisor that was in this one's place; nothing has changed for the outside. */
  void takeUp(Handover from) {
    state.phase = PHASES[from.nextBelow(PHASES.length)];
    state.wantUp = from.nextFlag();
    state.notified = from.nextFlag();
    state.dying = from.nextFlag();
    state.paused = from.nextFlag();
    state.backoffMillis = from.nextInt();
    state.uptimeMillis = from.next();
    status.stampNanos = from.next();
    status.readyNanos = from.next();
    status.waitStatus = from.nextInt();
    published.takeUp(from);
    notesAreStale = from.nextFlag();
    setChild(from.nextInt());
    runPid = from.nextInt();
    startedAt = from.next();
    readiness.toldAt = from.next();
    timer.at(from.next());
    readiness.takeUp(from);
    if (from.nextFlag()) goOnWith(from);
    describeStatus();
    if (isOwed()) home.owes(this);
  }

  private void goOnWith(Handover from) {
    makeAdopted();
    adopted.takeUp(from, service.held());
  }

  private void take(ChildRecord record) {
    setChild(record.pid);
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
    readiness.descriptor = record.notification;
    readiness.pipe = record.notificationPipe;
    service.notes.take(record);
  }

  @Override
  public boolean isOwed() {
    return published.isStale || notesAreStale || letters != null && letters.isResting();
  }

  @Override
  public void tryAgain() {
    means.speakFor(service);
    if (letters != null && letters.hasRested(posix.monotonicNanos())) listen();
    if (published.isStale && means.statusFile.write(service.directory, status) == 0)
      published.take(status);
    if (notesAreStale) noteChild();
  }

  // ---- what happens ----------------------------------------------------------------------------

  /** What run writes after the first newline is read away: it need not die of SIGPIPE. */
  private void readNotification() {
    int got = readiness.read(means.piece);
    if (got == -Errno.EAGAIN) return;
    if (got <= 0) readiness.close();
    else if (!state.notified && posix.indexOf(means.piece, 0, got, '\n') >= 0) {
      readiness.toldAt = posix.monotonicNanos();
      handle(SuperviseEvent.NOTIFIED);
    }
  }

  /** Among others: readiness is seen before commands here, too. */
  private void takeLetters() {
    if (readiness.isListenedTo()) readNotification();
    for (int i = 0; i < LETTERS_A_TURN && !hasLeft; i++) {
      int letter = service.control.next();
      if (letter == -Errno.EAGAIN) return;
      if (letter < 0) {
        rest(letter);
        return;
      }
      letters.isWell();
      takeLetter(letter);
    }
  }

  /** Told once, until it has passed. */
  private void rest(int error) {
    means.speakFor(service);
    boolean isNew = letters.rest(error, posix.monotonicNanos());
    if (isNew) messages.unableTo("read supervise/control", error);
    home.owes(this);
  }

  /** Among others: as if a supervisor with a process of its own had got the signal. */
  void signal(int signal) {
    if (!hasLeft) takeSignal(signal);
  }

  private void takeSignal(int signal) {
    SuperviseEvent event = SuperviseEvent.ofSignal(signal);
    if (event != null) handle(event);
  }

  private void takeLetter(int letter) {
    SuperviseEvent event = SuperviseEvent.ofLetter(letter);
    if (event != null) handle(event);
  }

  @Override
  public void ended(int pid, int rawStatus) {
    if (pid == child) childExited(rawStatus);
  }

  /** Among others, where deaths are told first: readiness that came with one is seen before it. */
  void childEnded(int rawStatus) {
    if (readiness.isListenedTo()) readNotification();
    if (isAdopted()) adopted.letGo();
    childExited(rawStatus);
  }

  /** A child that somebody else collected counts as gone, if it is. */
  @Override
  public boolean noneLeft() {
    if (hasLeft || isAdopted() || child == NO_CHILD) return false;
    if (posix.kill(child, 0) != -Errno.ESRCH) return true;
    childExited(lost());
    return false;
  }

  private int lost() {
    means.speakFor(service);
    messages.warning().text("the exit status of the child is lost").end();
    return 0;
  }

  /** {@code raw} is negative if nobody tells how. */
  private void adoptedEnded(int raw) {
    childExited(raw < 0 ? lost() : raw);
  }

  private void childExited(int raw) {
    setChild(NO_CHILD);
    boolean hadRun = state.phase.hasRun();
    if (hadRun) status.waitStatus = raw;
    long uptimeMillis = hadRun ? (posix.monotonicNanos() - startedAt) / 1_000_000 : 0;
    handle(SuperviseEvent.ofExit(raw), uptimeMillis);
  }

  // ---- what is done about it -------------------------------------------------------------------

  private void handle(SuperviseEvent event) {
    handle(event, 0);
  }

  /** An order that can fail is answered by an event, judged before anything else happens. */
  private void handle(SuperviseEvent first, long argument) {
    means.speakFor(service);
    SuperviseEvent answer = react(first, argument);
    while (answer != null) answer = react(answer, 0);
    noteChild();
    if (isOwed()) home.owes(this);
  }

  private @Nullable SuperviseEvent react(SuperviseEvent event, long eventArgument) {
    means.settings.in(service.directory).read(event, state, settings);
    SuperviseMachine.step(state, event, eventArgument, settings, means.step);
    state.become(means.step.next);
    SuperviseEvent answer = null;
    for (int i = 0; i < means.step.count(); i++)
      answer = perform(means.step.action(i), means.step.argument(i));
    return answer;
  }

  /** What the order is answered by, or null: the compiler counts the cases. */
  private SuperviseEvent perform(SuperviseAction action, int argument) {
    return switch (action) {
      case KILL -> kill(child, argument);
      case KILL_GROUP -> kill(-child, argument);
      case SET_TIMER -> setTimer(Deadline.after(posix.monotonicNanos(), argument));
      case SET_TIMER_SINCE_NOTIFIED -> setTimer(Deadline.after(readiness.toldAt, argument));
      case CLEAR_TIMER -> setTimer(Deadline.NEVER);
      case MARK_CHANGE -> markChange();
      case MARK_READY -> markReady();
      case WRITE_STATUS -> writeStatus();
      case WRITE_TALLY -> writeTally();
      case WRITE_BACKOFF ->
          warnUnless("write supervise/backoff", means.backoff.write(service.directory, argument));
      case REMOVE_BACKOFF -> remove(BACKOFF, means.backoff.remove(service.directory));
      case CREATE_DOWN_FILE -> createDownFile();
      case REMOVE_DOWN_FILE -> remove(DOWN, posix.unlink(service.directory, DOWN));
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
      case UPGRADE -> upgrade();
      case LEAVE -> leave();
    };
  }

  private @Nullable SuperviseEvent setTimer(long moment) {
    timer.at(moment);
    return null;
  }

  private @Nullable SuperviseEvent markChange() {
    status.stampNanos = posix.realtimeNanos();
    return null;
  }

  private @Nullable SuperviseEvent markReady() {
    status.readyNanos = posix.realtimeNanos();
    return null;
  }

  private @Nullable SuperviseEvent upgrade() {
    home.upgrade(this);
    return null;
  }

  /** What held a child that is left to the next supervisor is let go of here. */
  private @Nullable SuperviseEvent leave() {
    hasLeft = true;
    letGo();
    home.left(this);
    return null;
  }

  /** Of what it waits for; who goes on with a child that is left holds it anew. */
  void letGo() {
    if (adopted != null) adopted.letGo();
    readiness.close();
    if (letters == null) return;
    letters.leave();
    timer.clear();
    home.childChanges(this, child, NO_CHILD);
  }

  private @Nullable SuperviseEvent warn(String what) {
    messages.warning().text(what).end();
    return null;
  }

  private SuperviseEvent spawnRun() {
    startedAt = posix.monotonicNanos();
    if (service.notes != null) expectRun();
    int pid = means.spawner.run(service);
    if (pid == ChildSpawner.REFUSED) return SuperviseEvent.RUN_REFUSED;
    if (pid < 0) return SuperviseEvent.RUN_FAILED;
    setChild(pid);
    runPid = pid;
    tree = means.spawner.hasTree ? pid : NO_CHILD;
    readiness.listenTo(means.spawner.notification);
    readiness.descriptor = means.spawner.notificationNumber;
    readiness.pipe = means.spawner.notificationPipe;
    return SuperviseEvent.RUN_STARTED;
  }

  private SuperviseEvent spawnFinish() {
    if (service.notes != null) expectChild();
    int pid = means.spawner.finish(service, status.waitStatus, runPid);
    if (pid < 0) return SuperviseEvent.FINISH_FAILED;
    setChild(pid);
    tree = NO_CHILD;
    return SuperviseEvent.FINISH_STARTED;
  }

  /** A wrong number here could end every process of the machine. */
  private @Nullable SuperviseEvent kill(int target, int signal) {
    if (child <= 1) return null;
    if (isTree(signal)) return killTree(signal);
    int result = isAdopted() ? adopted.signal(signal, target < 0) : posix.kill(target, signal);
    if (result < 0 && result != -Errno.ESRCH)
      messages.warning().unableTo("send ").text(Signal.name(signal)).end(result);
    return null;
  }

  /**
   * Whether the child is an s6-tree, which must be told what is not for it alone: it can neither
   * pass on a KILL nor a STOP. Of a child that was taken over its own note tells; one that cannot
   * be read is there.
   */
  private boolean isTree(int signal) {
    if (signal != Signal.SIGKILL && signal != Signal.SIGSTOP) return false;
    if (tree != UNKNOWN) return tree == child;
    long noted = means.knobs.number(service.directory, TREE);
    return noted == child || noted < 0 && noted > KnobReader.ABSENT;
  }

  private SuperviseEvent killTree(int signal) {
    return kill(child, signal == Signal.SIGKILL ? Signal.SIGXCPU : Signal.SIGTSTP);
  }

  private void describeStatus() {
    status.pid = child;
    status.finishing = state.phase.hasFinish();
    status.wantUp = state.wantUp;
    status.paused = state.paused;
    status.ready = state.isReady();
  }

  private @Nullable SuperviseEvent writeStatus() {
    describeStatus();
    if (service.notes != null && child != service.notes.record.pid) noteChild();
    publishStatus();
    return null;
  }

  private void publishStatus() {
    int result = means.statusFile.write(service.directory, status);
    warnUnless("write status file", result);
    if (result < 0) published.isStale = true;
    else published.take(status);
  }

  /** For the next supervisor, should this one end before its child. */
  private void noteChild() {
    if (service.notes == null || hasLeft && child != NO_CHILD) return;
    int result = child == NO_CHILD ? noteNobody() : noteLiving();
    if (result < 0 && !notesAreStale) warnUnless("write supervise/.child", result);
    notesAreStale = result < 0;
  }

  private int noteNobody() {
    int result = hasLeft ? service.notes.leave() : service.notes.forget(status.stampNanos);
    return result == -Errno.ENOENT ? 0 : result;
  }

  private int noteLiving() {
    int met = child == service.notes.record.pid ? 0 : service.notes.meet(child);
    if (met < 0) return met;
    describeChild();
    return service.notes.keep();
  }

  /** The status on disk tells of what was before run. */
  private void expectRun() {
    expectChild();
    service.notes.record.stampNanos = posix.realtimeNanos();
    service.notes.record.notification = NONE;
    service.notes.record.notificationPipe = 0;
  }

  private void expectChild() {
    service.notes.expect();
    service.notes.record.publishedStampNanos = published.stampNanos;
    service.notes.record.publishedPid = published.pid;
    describeChild();
    service.notes.record.timerNanos = Deadline.NEVER;
  }

  private void describeChild() {
    ChildRecord record = service.notes.record;
    record.finishing = state.phase.hasFinish();
    record.last = state.phase == Phase.LAST_UP || state.phase == Phase.LAST_FINISH;
    record.wantUp = state.wantUp;
    record.notified = state.notified;
    record.dying = state.dying;
    record.paused = state.paused;
    record.stampNanos = status.stampNanos;
    record.runStartedNanos = startedAt;
    record.timerNanos = timer.moment();
    record.notification = record.finishing ? NONE : readiness.descriptor;
    record.notificationPipe = readiness.pipe;
    record.backoffMillis = state.backoffMillis;
    record.waitStatus = status.waitStatus;
    record.runPid = runPid;
  }

  private SuperviseEvent writeTally() {
    int kept = means.settings.in(service.directory).deathsKept();
    int result = means.tally.append(service.directory, status.stampNanos, status.waitStatus, kept);
    return warnUnless("write supervise/death_tally", result);
  }

  private SuperviseEvent announce(byte[] letters) {
    int told = means.notifier.announce(service.directory, EVENT, letters, letters.length);
    return warnUnless("announce an event", told);
  }

  private SuperviseEvent createDownFile() {
    int fd = posix.open(service.directory, DOWN, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd >= 0) posix.close(fd);
    return warnUnless("create ./down file", fd);
  }

  private @Nullable SuperviseEvent remove(byte[] file, int result) {
    if (result < 0 && result != -Errno.ENOENT)
      messages.warning().unableTo("unlink ").bytes(file).end(result);
    return null;
  }

  private @Nullable SuperviseEvent releaseStreams() {
    if (service.isHosted()) {
      service.streamsAreReleased = true;
      return null;
    }
    warnUnless("open /dev/null for reading", posix.dup2(means.nothing, 0));
    return warnUnless("open /dev/null for writing", posix.dup2(means.nothing, 1));
  }

  private @Nullable SuperviseEvent closeNotification() {
    readiness.close();
    return null;
  }

  private @Nullable SuperviseEvent warnUnless(String what, int result) {
    if (result < 0) messages.warning().unableTo(what).end(result);
    return null;
  }
}
