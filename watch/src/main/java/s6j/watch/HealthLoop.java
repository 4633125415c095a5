package s6j.watch;

import s6j.cli.Messages;
import s6j.formats.ControlFifo;
import s6j.formats.HealthFile;
import s6j.formats.LockFile;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/**
 * Looks at a service every so often, runs a check of it, and does what {@link HealthMachine}
 * orders. One check at a time, each in a process group of its own. Allocates nothing once made.
 */
final class HealthLoop {
  private static final long MILLI = 1_000_000;
  private static final int NO_CHECK = 0;
  private static final int KILL_AGAIN_MILLIS = 1000;
  private static final int PAUSE_IN_TROUBLE_MILLIS = 1000;
  private static final byte[] RESTART = {'r'};

  private final Posix posix;
  private final Messages messages;
  private final HealthSettings settings;
  private final int signals;
  private final byte[] lock;
  private final byte[] status;
  private final byte[] notification;
  private final byte[] controlPath;
  private final LockFile lockFile;
  private final StatusFile statusFile;
  private final ControlFifo control;
  private final HealthFile file;
  private final HealthMachine machine = new HealthMachine();
  private final ServiceStatus service = new ServiceStatus();
  private final Poller poller = new Poller(1);
  private final Poller nobody = new Poller(0);
  private final Spawn spawn = new Spawn();
  private final int[] waitStatus = new int[1];

  private int run;
  private boolean notifies;
  private boolean isReady;
  private int check = NO_CHECK;

  /** Pid of the run that the check is about. */
  private int checked;

  private boolean isEarly;
  private boolean isKilled;
  private long checkOver = Deadline.NEVER;
  private long nextCheck;
  private boolean left;

  HealthLoop(Posix posix, Messages messages, HealthSettings settings, int signals) {
    this.posix = posix;
    this.messages = messages;
    this.settings = settings;
    this.signals = signals;
    lock = CString.path(settings.directory, ServiceDirectory.LOCK);
    status = CString.path(settings.directory, ServiceDirectory.STATUS);
    notification = CString.path(settings.directory, ServiceDirectory.NOTIFICATION_FD);
    controlPath = CString.path(settings.directory, ServiceDirectory.CONTROL);
    lockFile = new LockFile(posix);
    statusFile = new StatusFile(posix);
    control = new ControlFifo(posix);
    file = new HealthFile(posix, settings.directory);
    nextCheck = posix.monotonicNanos();
  }

  /** Runs until a signal ends it. */
  void run() {
    while (!left) turn();
    if (check != NO_CHECK) killCheck();
    if (machine.verdict != null) file.remove();
  }

  private void turn() {
    poller.clear();
    int place = poller.add(signals, Poller.READ);
    long until = check == NO_CHECK ? nextCheck : checkOver;
    int ready = posix.poll(poller, Deadline.timeoutMillis(until, posix.monotonicNanos()));
    if (ready < 0 && ready != -Errno.EINTR) pauseInTrouble(ready);
    if (ready > 0 && poller.readable(place)) takeSignals();
    if (left) return;
    long now = posix.monotonicNanos();
    if (check != NO_CHECK) lookAtCheck(now);
    if (check == NO_CHECK && Deadline.passed(nextCheck, now)) begin(now);
  }

  private void pauseInTrouble(int error) {
    messages.warning().unableTo("poll").end(error);
    posix.poll(nobody, PAUSE_IN_TROUBLE_MILLIS);
  }

  private void takeSignals() {
    int signal = posix.nextSignal(signals);
    while (signal > 0) {
      if (signal != Signal.SIGCHLD) left = true;
      signal = posix.nextSignal(signals);
    }
  }

  private void begin(long now) {
    nextCheck = Deadline.after(now, settings.everyMillis);
    observe();
    if (run == 0) return;
    handle(isReady ? HealthEvent.DUE : HealthEvent.NOT_READY);
  }

  /** Learns what has become of the service. */
  private void observe() {
    boolean isUp =
        lockFile.isHeld(Posix.CWD, lock) == 1
            && statusFile.read(Posix.CWD, status, service) == 0
            && service.isUp();
    if (!isUp) {
      run = 0;
      handle(HealthEvent.SERVICE_DOWN);
      return;
    }
    if (service.pid != run) {
      run = service.pid;
      notifies = posix.access(Posix.CWD, notification, Posix.F_OK) >= 0;
      file.pid = run;
      file.last = HealthFile.NONE;
      handle(HealthEvent.NEW_RUN);
    }
    isReady = service.ready || !notifies;
  }

  private void startCheck() {
    long age = posix.realtimeNanos() - service.stampNanos;
    isEarly = age < settings.graceMillis * MILLI;
    spawn.reset();
    spawn.file = settings.command[0];
    spawn.arguments = settings.command;
    spawn.newGroup = true;
    int pid = posix.spawn(spawn);
    if (pid < 0) {
      messages.warning().unableTo("start ").bytes(settings.command[0]).end(pid);
      return;
    }
    check = pid;
    checked = run;
    isKilled = false;
    checkOver = Deadline.after(posix.monotonicNanos(), settings.timeoutMillis);
  }

  /** A check that was killed is waited for without end: no second one beside it. */
  private void lookAtCheck(long now) {
    int pid = posix.waitpid(check, waitStatus, Posix.WNOHANG);
    if (pid == check || pid == -Errno.ECHILD) {
      if (pid < 0) waitStatus[0] = Signal.SIGKILL;
      check = NO_CHECK;
      judge();
    } else if (Deadline.passed(checkOver, now)) {
      killCheck();
      isKilled = true;
      checkOver = Deadline.after(now, KILL_AGAIN_MILLIS);
    }
  }

  private void killCheck() {
    if (check > 1) posix.kill(-check, Signal.SIGKILL);
  }

  /** Only of the run that was checked says the check something. */
  private void judge() {
    observe();
    if (run == 0 || run != checked) return;
    file.last = isKilled ? HealthFile.TIMEOUT : waitStatus[0];
    boolean passed = !isKilled && WaitStatus.exited(waitStatus[0]) && waitStatus[0] == 0;
    if (passed) handle(HealthEvent.PASSED);
    else handle(isEarly ? HealthEvent.FAILED_EARLY : HealthEvent.FAILED);
  }

  private void handle(HealthEvent event) {
    machine.step(event, settings);
    for (int i = 0; i < machine.count; i++) perform(machine.actions[i]);
  }

  private void perform(HealthAction action) {
    switch (action) {
      case START_CHECK -> startCheck();
      case MARK_CHANGE -> file.sinceNanos = posix.realtimeNanos();
      case WRITE -> write();
      case REMOVE -> file.remove();
      case TELL_HEALTHY ->
          messages.info().bytes(settings.directory).text(" is healthy again").end();
      case TELL_UNHEALTHY -> tellUnhealthy();
      case RESTART -> restart();
    }
  }

  private void write() {
    file.verdict = machine.verdict;
    file.failures = machine.failures;
    int answer = file.write();
    if (answer < 0)
      messages.warning().unableTo("write health of ").bytes(settings.directory).end(answer);
  }

  private void tellUnhealthy() {
    messages.warning().bytes(settings.directory).text(" is unhealthy: ");
    messages.number(machine.failures).text(" checks failed, the last by ");
    int signal = WaitStatus.signal(waitStatus[0]);
    if (isKilled) messages.text("taking too long").end();
    else if (signal != 0) messages.text(Signal.name(signal)).end();
    else messages.text("exit code ").number(WaitStatus.exitCode(waitStatus[0])).end();
  }

  private void restart() {
    int answer = control.send(Posix.CWD, controlPath, RESTART, 1);
    if (answer == 0) messages.info().text("restart ").bytes(settings.directory).end();
    else messages.warning().unableTo("restart ").bytes(settings.directory).end(answer);
  }
}
