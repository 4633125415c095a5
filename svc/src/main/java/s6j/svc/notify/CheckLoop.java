package s6j.svc.notify;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Timeout;
import s6j.formats.ServiceDirectory;
import s6j.formats.talk.Announcement;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Executable;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;
import s6j.svc.ftrig.Subscription;

/** The helper of s6-notifyoncheck: runs checks until one succeeds, then tells readiness. */
final class CheckLoop {
  static final int READY = 0;
  static final int TRIES_USED_UP = 1;
  static final int SERVICE_DIED = 2;
  static final int TOO_LATE = 3;

  private static final int GO_ON = -1;
  private static final byte[] CHECK = CString.of("./data/check");
  private static final byte[] NEWLINE = {'\n'};

  /** What the options say; times in milliseconds. */
  static final class Plan {
    /** An execline command line; null: ./data/check. */
    byte @Nullable [] script;

    long initialSleepMillis = 10;

    /** 0: none. */
    long globalTimeoutMillis;

    /** 0: none. */
    long localTimeoutMillis;

    long waitingMillis = 1000;

    /** 0: without limit. */
    long tries = 7;
  }

  private final Posix posix;
  private final Messages messages;
  private final Plan plan;
  private final int notificationFd;
  private final Subscription death;
  private final Poller poller = new Poller(2);
  private final int[] status = new int[1];
  private int signals;
  private long globalDeadline;

  CheckLoop(Posix posix, Messages messages, Plan plan, int notificationFd) {
    this.posix = posix;
    this.messages = messages;
    this.plan = plan;
    this.notificationFd = notificationFd;
    this.death = Subscription.toLetter(posix, 'd');
  }

  /** Tells the daemon's process through {@code syncFd} that it may go on; then checks. */
  int run(int syncFd) {
    posix.ignoreSignal(Signal.SIGPIPE);
    // A check must not keep the service's readiness pipe open.
    posix.setCloseOnExec(notificationFd, true);
    posix.setCloseOnExec(syncFd, true);
    globalDeadline = Timeout.deadline(posix, plan.globalTimeoutMillis);
    signals = posix.signals(Signal.bit(Signal.SIGCHLD));
    if (signals < 0)
      return messages.fatal().unableTo("trap signals").exit(ExitCode.SYSTEM, signals);
    int code = watch(syncFd);
    posix.close(signals);
    return code;
  }

  private int watch(int syncFd) {
    int answer = death.start(ServiceDirectory.EVENT);
    if (answer < 0)
      return messages.fatal().unableTo("subscribe to event fifodir").exit(ExitCode.SYSTEM, answer);
    Announcement.tell(posix, syncFd);
    int code = check();
    death.end();
    return code;
  }

  private int check() {
    long sleepMillis = plan.initialSleepMillis;
    for (long i = 0; plan.tries == 0 || i < plan.tries; i++) {
      int code = sleep(sleepMillis);
      if (code == GO_ON) code = checkOnce();
      if (code != GO_ON) return code;
      sleepMillis = plan.waitingMillis;
    }
    return TRIES_USED_UP;
  }

  private int sleep(long millis) {
    long deadline = earlier(Deadline.after(posix.monotonicNanos(), millis));
    while (!Deadline.passed(deadline, posix.monotonicNanos())) {
      int code = await(deadline);
      if (code != GO_ON) return code;
      reap();
    }
    return Deadline.passed(globalDeadline, posix.monotonicNanos()) ? TOO_LATE : GO_ON;
  }

  private int checkOnce() {
    int pid = spawnCheck();
    if (pid < 0) {
      messages.warning().unableTo("spawn the check program").end(pid);
      return GO_ON;
    }
    int code = awaitCheck(pid, earlier(Timeout.deadline(posix, plan.localTimeoutMillis)));
    if (code != READY) return code;
    posix.write(notificationFd, NEWLINE, 0, 1);
    return READY;
  }

  private int spawnCheck() {
    Spawn spawn = new Spawn();
    spawn.arguments = new byte[][] {CHECK};
    if (plan.script != null)
      spawn.arguments = new byte[][] {CString.of("execlineb"), CString.of("-Pc"), plan.script};
    return Executable.spawn(posix, spawn);
  }

  /** READY if the check succeeded; a check that takes too long is ended. */
  private int awaitCheck(int pid, long deadline) {
    int code = GO_ON;
    while (code == GO_ON && !Deadline.passed(deadline, posix.monotonicNanos())) {
      code = await(deadline);
      if (code == GO_ON && posix.waitpid(pid, status, Posix.WNOHANG) == pid)
        return status[0] == 0 && WaitStatus.exited(status[0]) ? READY : GO_ON;
    }
    if (pid > 1) posix.kill(pid, Signal.SIGTERM);
    if (code != GO_ON) return code;
    return Deadline.passed(globalDeadline, posix.monotonicNanos()) ? TOO_LATE : GO_ON;
  }

  /** Waits for the service's death, a child's, or the deadline. */
  private int await(long deadline) {
    poller.clear();
    poller.add(death.descriptor(), Poller.READ);
    poller.add(signals, Poller.READ);
    int ready = poller.await(posix, deadline);
    if (ready < 0) return messages.fatal().unableTo("poll").exit(ExitCode.SYSTEM, ready);
    if (ready > 0 && poller.readable(1)) drainSignals();
    if (ready > 0 && poller.readable(0)) death.take();
    return death.isSatisfied() ? SERVICE_DIED : GO_ON;
  }

  private void drainSignals() {
    int signal = 1;
    while (signal > 0) signal = posix.nextSignal(signals);
  }

  /** Collects checks that were ended. */
  private void reap() {
    int pid = 1;
    while (pid > 0) pid = posix.waitpid(-1, status, Posix.WNOHANG);
  }

  private long earlier(long deadline) {
    return Math.min(deadline, globalDeadline);
  }
}
