package s6j.watch;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.files.HealthFile;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.Turn;
import s6j.posix.WaitStatus;

/**
 * Looks at a service every so often, runs a check of it, and does what {@link HealthMachine}
 * orders. One check at a time, each in a process group of its own. Allocates nothing once made.
 */
final class HealthLoop implements Turn.Children {
  private static final long MILLI = 1_000_000;
  private static final int NO_CHECK = 0;
  private static final int KILL_AGAIN_MILLIS = 1000;

  private final Posix posix;
  private final Messages messages;
  private final HealthSettings settings;
  private final CheckedService service;
  private final HealthFile file;
  private final HealthState state = new HealthState();
  private final HealthStep step = new HealthStep();
  private final Turn turn;
  private final Turn.Timer nextCheck;
  private final Turn.Timer checkOver;
  private final Spawn spawn = new Spawn();

  private int run;
  private boolean notifies;
  private boolean isReady;
  private int check = NO_CHECK;

  /** Pid of the run that the check is about. */
  private int checked;

  private boolean isEarly;
  private boolean isKilled;

  /** The next check is due, while the one before it still runs. */
  private boolean isLate;

  HealthLoop(Posix posix, Messages messages, HealthSettings settings, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    service = new CheckedService(posix, settings.directory);
    file = new HealthFile(posix, settings.directory);
    turn = new Turn(posix, messages, 1);
    turn.onSignal(signals, signal -> turn.leave());
    turn.onChild(this);
    checkOver = turn.timer(this::endCheck);
    nextCheck = turn.timer(this::begin);
    nextCheck.after(0);
  }

  /** Runs until a signal ends it. */
  void run() {
    turn.run();
    if (check != NO_CHECK) killCheck();
    if (state.verdict != null) file.remove();
  }

  private void begin() {
    isLate = check != NO_CHECK;
    if (isLate) return;
    nextCheck.after(settings.everyMillis);
    observe();
    if (run == 0) return;
    handle(isReady ? HealthEvent.DUE : HealthEvent.NOT_READY);
  }

  /** Learns what has become of the service. */
  private void observe() {
    if (!service.isUp()) {
      run = 0;
      handle(HealthEvent.SERVICE_DOWN);
      return;
    }
    if (service.pid() != run) {
      run = service.pid();
      notifies = service.notifies();
      file.pid = run;
      file.last = HealthFile.NONE;
      handle(HealthEvent.NEW_RUN);
    }
    isReady = service.isReady() || !notifies;
  }

  private @Nullable Void startCheck() {
    isEarly = service.ageNanos() < settings.graceMillis * MILLI;
    spawn.reset();
    spawn.file = settings.command[0];
    spawn.arguments = settings.command;
    spawn.newGroup = true;
    int pid = posix.spawn(spawn);
    if (pid < 0) {
      messages.warning().unableTo("start ").bytes(settings.command[0]).end(pid);
      return null;
    }
    check = pid;
    checked = run;
    isKilled = false;
    checkOver.after(settings.timeoutMillis);
    return null;
  }

  @Override
  public void ended(int pid, int status) {
    if (pid != check) return;
    check = NO_CHECK;
    checkOver.clear();
    if (isLate) nextCheck.after(0);
    judge(status);
  }

  /** A check that somebody else has collected counts as killed. */
  @Override
  public boolean noneLeft() {
    if (check != NO_CHECK) ended(check, Signal.SIGKILL);
    return false;
  }

  /** A check that was killed is waited for without end: no second one beside it. */
  private void endCheck() {
    turn.collect();
    if (check == NO_CHECK) return;
    killCheck();
    isKilled = true;
    checkOver.after(KILL_AGAIN_MILLIS);
  }

  private void killCheck() {
    if (check > 1) posix.kill(-check, Signal.SIGKILL);
  }

  /** Only of the run that was checked says the check something. */
  private void judge(int rawStatus) {
    observe();
    if (run == 0 || run != checked) return;
    file.last = isKilled ? HealthFile.TIMEOUT : rawStatus;
    if (file.last == 0) handle(HealthEvent.PASSED);
    else handle(isEarly ? HealthEvent.FAILED_EARLY : HealthEvent.FAILED, file.last);
  }

  private void handle(HealthEvent event) {
    handle(event, 0);
  }

  /** No order of this machine is answered. */
  private void handle(HealthEvent event, long eventArgument) {
    HealthMachine.step(state, event, eventArgument, settings, step);
    state.become(step.next);
    for (int i = 0; i < step.count(); i++) perform(step.action(i), step.argument(i));
  }

  /** Answers nothing, but as an expression: the compiler counts the cases. */
  private Void perform(HealthAction action, long argument) {
    return switch (action) {
      case START_CHECK -> startCheck();
      case MARK_CHANGE -> markChange();
      case WRITE -> write();
      case REMOVE -> remove();
      case TELL_HEALTHY -> tellHealthy();
      case TELL_UNHEALTHY -> tellUnhealthy((int) argument);
      case RESTART -> restart();
    };
  }

  private @Nullable Void markChange() {
    file.sinceNanos = posix.realtimeNanos();
    return null;
  }

  private @Nullable Void remove() {
    file.remove();
    return null;
  }

  private @Nullable Void tellHealthy() {
    messages.info().bytes(settings.directory).text(" is healthy again").end();
    return null;
  }

  private @Nullable Void write() {
    file.verdict = state.verdict;
    file.failures = state.failures;
    int answer = file.write();
    if (answer < 0)
      messages.warning().unableTo("write health of ").bytes(settings.directory).end(answer);
    return null;
  }

  private @Nullable Void tellUnhealthy(int last) {
    messages.warning().bytes(settings.directory).text(" is unhealthy: ");
    messages.number(state.failures).text(" checks failed, the last by ");
    if (last == HealthFile.TIMEOUT) messages.text("taking too long").end();
    else if (WaitStatus.signaled(last)) messages.text(Signal.name(WaitStatus.signal(last))).end();
    else messages.text("exit code ").number(WaitStatus.exitCode(last)).end();
    return null;
  }

  private @Nullable Void restart() {
    int answer = service.restart();
    if (answer == 0) messages.info().text("restart ").bytes(settings.directory).end();
    else messages.warning().unableTo("restart ").bytes(settings.directory).end(answer);
    return null;
  }
}
