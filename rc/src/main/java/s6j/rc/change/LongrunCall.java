package s6j.rc.change;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.formats.ServiceDirectory;
import s6j.formats.ServiceStatus;
import s6j.formats.files.StatusFile;
import s6j.formats.talk.AwaitedService;
import s6j.formats.talk.WaitGoal;
import s6j.formats.talk.WaitMachine;
import s6j.formats.talk.WaitResult;
import s6j.formats.talk.WaitSettings;
import s6j.formats.talk.WaitState;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;

/**
 * One transition of a longrun: what s6-svc and the s6-svlisten that it becomes do together (spec
 * s6-rc E.3), without their processes. What fails is told in the words of those.
 */
final class LongrunCall {
  /** Answer: wait on. */
  static final int PENDING = -1;

  /** Answer of {@link #start}: descriptors ran out; nothing was done, nothing is left. */
  static final int NO_ROOM = -2;

  /** When a supervisor that has not read its letters for long is looked at again. */
  private static final long RETRY_MILLIS = 20;

  /** Most of the time in which a service that was told to stop may end before it is started. */
  private static final long GRACE_MILLIS = 2000;

  /** What the calls of one command share. */
  static final class Means {
    final Posix posix;
    final Messages listener;
    final ServiceLetter letters;
    final byte[] heard = new byte[256];

    /** The poll set of those that wait. */
    int pollSet = -1;

    Means(Posix posix, ServiceLetter letters) {
      this.posix = posix;
      this.letters = letters;
      listener = new Messages(posix, CString.of("s6-svlisten"), 1024);
    }
  }

  final int service;

  /** Of the running calls; the owner's. */
  int place;

  private final Means means;
  private final byte[] directory;
  private final Transition transition;
  private final long timeoutMillis;
  private final boolean resumed;

  /** It was told already what is to be done. */
  private boolean isTold;

  private WaitSettings settings;
  private WaitState state;
  private @Nullable AwaitedService awaited;
  private long deadline = Deadline.NEVER;
  private long retry = Deadline.NEVER;

  /** Until then a service that was told to stop may end before it is up again. */
  private long grace = Deadline.NEVER;

  /** {@code millis} 0 for no limit; {@code resumed} if another command may have begun it. */
  LongrunCall(
      Means means,
      int service,
      byte[] directory,
      Transition transition,
      long millis,
      boolean resumed) {
    this.means = means;
    this.service = service;
    this.directory = directory;
    this.transition = transition;
    timeoutMillis = millis;
    this.resumed = resumed;
  }

  /** The descriptor that was put into the poll set; -1 if none was yet. */
  int descriptor() {
    return awaited == null || retry != Deadline.NEVER ? -1 : awaited.descriptor();
  }

  long deadline() {
    return Math.min(deadline, retry != Deadline.NEVER ? retry : grace);
  }

  /**
   * Listens and tells the service: {@link #PENDING}, the raw wait status of what is over at once,
   * or, unless {@code isLast}, {@link #NO_ROOM}.
   */
  int start(boolean isLast) {
    isTold = resumed && wants(transition == Transition.START);
    if (transition != Transition.RELOAD) {
      int status = listen(isLast);
      if (status != PENDING) return status;
    }
    return isTold ? await() : send(isLast);
  }

  private boolean wants(boolean up) {
    ServiceStatus status = new ServiceStatus();
    return new StatusFile(means.posix).readOf(directory, status) >= 0 && status.wantUp == up;
  }

  private int listen(boolean isLast) {
    WaitGoal goal = goal();
    if (goal == null) return WaitStatus.ofExit(ExitCode.SYSTEM);
    long now = means.posix.monotonicNanos();
    if (timeoutMillis != 0) deadline = Deadline.after(now, timeoutMillis);
    if (goal.restart) grace = Deadline.after(now, graceMillis());
    settings = new WaitSettings(goal, false, true);
    state = new WaitState(1);
    if (means.pollSet < 0) return cannotPoll(means.pollSet);
    awaited = new AwaitedService(means.posix, directory, settings, state, 0);
    awaited.expectEffect();
    int answer = awaited.subscribe();
    if (answer < 0) return cannot("subscribe to events for ", answer, isLast);
    answer = awaited.observe();
    return answer < 0 ? cannot("read status for ", answer, isLast) : PENDING;
  }

  private long graceMillis() {
    return timeoutMillis == 0 ? GRACE_MILLIS : Math.min(GRACE_MILLIS, timeoutMillis / 2);
  }

  /**
   * Null once it has said what is wrong. A service on its way down is up still when it is told to
   * start.
   */
  private @Nullable WaitGoal goal() {
    if (transition == Transition.STOP) return WaitGoal.FULLY_DOWN;
    boolean ends = resumed && !isTold;
    byte[] file = CString.path(directory, ServiceDirectory.NOTIFICATION_FD);
    int answer = means.posix.access(Posix.CWD, file, Posix.F_OK);
    if (answer >= 0) return ends ? WaitGoal.RESTARTED_READY : WaitGoal.READY;
    if (answer == -Errno.ENOENT) return ends ? WaitGoal.RESTARTED : WaitGoal.UP;
    means.letters.cannotAccess(file, answer);
    return null;
  }

  private int cannot(String what, int errno, boolean isLast) {
    if (isShortage(errno) && !isLast) return noRoom();
    means.listener.fatal().unableTo(what).bytes(directory).end(errno);
    return end(WaitStatus.ofExit(ExitCode.SYSTEM));
  }

  private static boolean isShortage(int errno) {
    return errno == -Errno.EMFILE || errno == -Errno.ENFILE;
  }

  private int noRoom() {
    end(0);
    return NO_ROOM;
  }

  private int send(boolean isLast) {
    int answer = means.letters.send(directory, letter());
    if (isShortage(answer) && !isLast) return noRoom();
    if (answer == -Errno.EAGAIN) {
      retry = Deadline.after(means.posix.monotonicNanos(), RETRY_MILLIS);
      return PENDING;
    }
    retry = Deadline.NEVER;
    int code = answer == 0 ? 0 : means.letters.tell(directory, answer);
    return transition == Transition.RELOAD ? WaitStatus.ofExit(code) : await();
  }

  private char letter() {
    return switch (transition) {
      case START -> 'u';
      case STOP -> 'd';
      case RELOAD -> 'l';
    };
  }

  /** Whatever became of the letter: somebody else may do what it asks. */
  private int await() {
    int status = judged(WaitMachine.judge(settings, state));
    if (status != PENDING) return status;
    int answer = means.posix.addToPollSet(means.pollSet, awaited.descriptor());
    return answer < 0 ? cannotPoll(answer) : PENDING;
  }

  private int cannotPoll(int errno) {
    means.listener.fatal().unableTo("poll").end(errno);
    return end(WaitStatus.ofExit(ExitCode.SYSTEM));
  }

  /** Takes events: {@link #PENDING}, or a raw wait status. */
  int proceed() {
    return judged(awaited.take(means.heard));
  }

  private int judged(WaitResult result) {
    if (result == WaitResult.WAITING) return PENDING;
    int code = WaitMachine.exitCode(state);
    if (code > 0)
      means
          .listener
          .fatal()
          .text("some services reported permanent failure or their supervisor died")
          .end();
    return end(WaitStatus.ofExit(code));
  }

  /**
   * Tries again to tell the service, takes it as it is, or gives up: {@link #PENDING}, or a raw
   * wait status.
   */
  int timeOut() {
    if (!Deadline.passed(deadline, means.posix.monotonicNanos()))
      return retry != Deadline.NEVER ? send(true) : takeAsItIs();
    tellTimeout();
    return end(WaitStatus.ofExit(ExitCode.TIMED_OUT));
  }

  void tellTimeout() {
    means.listener.fatal().text("timed out").end();
  }

  /** It has not ended, though it was told to: then it goes on. */
  private int takeAsItIs() {
    grace = Deadline.NEVER;
    state.wentDown[0] = true;
    return judged(WaitMachine.judge(settings, state));
  }

  /** Listens no more; answers {@code status}. */
  int end(int status) {
    if (awaited != null) awaited.end();
    return status;
  }
}
