package s6j.confine.tree;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.talk.Announcement;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Turn;
import s6j.posix.WaitStatus;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;
import s6j.posix.meaning.RawStatus;

/**
 * Stands in front of a program: passes signals on, and once the program has ended, ends what it has
 * left. Allocates nothing once made.
 */
final class TreeLoop implements Turn.Children {
  private static final int NOBODY = 0;
  private static final int NOWHERE = -1;
  private static final int FIRST_PAUSE_MILLIS = 1;
  private static final int LONGEST_PAUSE_MILLIS = 256;
  private static final int GROUP_PAUSE_MILLIS = 10;
  private static final int NAMING_MILLIS = 1000;

  /** The order to end everything at once, in place of KILL, which nobody can pass on. */
  static final int END_ALL = Signal.SIGXCPU;

  /** The order to stop everything, in place of STOP. */
  static final int STOP_ALL = Signal.SIGTSTP;

  /** Signals that ask to end. */
  private static final long ENDING =
      Signal.bit(Signal.SIGTERM)
          | Signal.bit(Signal.SIGINT)
          | Signal.bit(Signal.SIGQUIT)
          | Signal.bit(Signal.SIGABRT);

  private enum Phase {
    /** There is a main process. */
    RUNNING,
    /** There is none, and the others were told to end. */
    ENDING,
    /** They are killed. */
    KILLING
  }

  private final Posix posix;
  private final Messages messages;
  private final Rule rule;
  private final Descendants descendants;
  private final Turn turn;

  /** Null if there is none. */
  private final @Nullable ControlGroup cgroup;

  /** When those who are left have had their time. */
  private final Turn.Timer patience;

  /** When it is looked again, without anything having been told. */
  private final Turn.Timer again;

  /** When it is no longer waited for the name of a main process. */
  private final Turn.Timer naming;

  private boolean hasWaited;

  private Phase phase = Phase.RUNNING;
  private @Pid int main;

  /** The process group of the main process, which it leads. */
  private @Pid int group;

  /** Where to tell that the program has gone into the background; negative for nowhere. */
  private @Descriptor int notification;

  private @RawStatus int status;
  private boolean wasToldToEnd;
  private boolean hasDeaths;
  private int pauseMillis = FIRST_PAUSE_MILLIS;
  private int toldError;

  TreeLoop(
      Posix posix,
      Messages messages,
      Rule rule,
      Descendants descendants,
      @Nullable ControlGroup cgroup,
      @Descriptor int signals,
      @Descriptor int notification,
      @Pid int program) {
    this.posix = posix;
    this.messages = messages;
    this.rule = rule;
    this.descendants = descendants;
    this.cgroup = cgroup;
    this.notification = notification;
    this.main = program;
    this.group = program;
    turn = new Turn(posix, messages, 1);
    turn.onSignal(signals, this::take);
    turn.onChild(this);
    turn.beforeWait(this::goOn);
    patience = turn.timer(() -> phase = Phase.KILLING);
    again = turn.timer(() -> {});
    naming = turn.timer(() -> hasWaited = true);
  }

  /** Until nothing is left of the program; how it ended. */
  @RawStatus
  int run() {
    turn.collect();
    turn.run();
    if (notification >= 0) posix.close(notification);
    return status;
  }

  // ---- what happens ----------------------------------------------------------------------------

  private void take(int signal) {
    if (signal == END_ALL) endAll();
    else if (signal == STOP_ALL) toAll(Signal.SIGSTOP);
    else if (signal == Signal.SIGCONT) toAll(signal);
    else if ((Signal.bit(signal) & ENDING) != 0) toEnd(signal);
    else toMain(signal);
  }

  @Override
  public void ended(int pid, int rawStatus) {
    hasDeaths = true;
    if (pid != main) return;
    main = NOBODY;
    status = rawStatus;
  }

  /** A subreaper without children has no descendants. */
  @Override
  public boolean noneLeft() {
    main = NOBODY;
    turn.leave();
    return false;
  }

  // ---- what is done about it -------------------------------------------------------------------

  /** Before each wait: all that has happened has been taken in. */
  private void goOn() {
    if (phase == Phase.RUNNING && main == NOBODY) leaveMain();
    if (phase == Phase.ENDING && rule.mode == Rule.Mode.GROUP) awaitGroup();
    if (phase == Phase.KILLING) kill();
  }

  private void leaveMain() {
    int named = rule.heedsName ? descendants.named() : NOBODY;
    if (named == Descendants.UNSETTLED && isPatient()) return;
    naming.clear();
    if (named > 1 && descendants.isChild(named)) follow(named);
    else if (rule.follows && !wasToldToEnd && isWell()) followEldest();
    if (main != NOBODY) return;
    if (rule.mode == Rule.Mode.PROCESS) {
      turn.leave();
      return;
    }
    long grace = rule.graceMillis();
    phase = grace > 0 ? Phase.ENDING : Phase.KILLING;
    if (grace == 0) return;
    toAll(Signal.SIGTERM);
    toAll(Signal.SIGCONT);
    patience.after(grace);
    turn.collect();
  }

  private boolean isWell() {
    return WaitStatus.exited(status) && WaitStatus.exitCode(status) == 0;
  }

  /**
   * Who passes the word of the daemon on has perhaps not read the last of it. It ends when it has,
   * and takes the file away.
   */
  private boolean isPatient() {
    if (hasWaited) return false;
    if (naming.moment() == Deadline.NEVER) naming.after(NAMING_MILLIS);
    again.after(GROUP_PAUSE_MILLIS);
    return true;
  }

  private void follow(@Pid int next) {
    main = next;
    group = posix.getpgid(next);
  }

  private void followEldest() {
    int eldest = descendants.eldestChild();
    if (eldest == NOBODY) return;
    follow(eldest);
    if (notification >= 0) Announcement.tell(posix, notification);
    notification = NOWHERE;
  }

  private void endAll() {
    toMain(Signal.SIGKILL);
    if (rule.mode != Rule.Mode.PROCESS) phase = Phase.KILLING;
  }

  /** Those who are found now; who was started meanwhile is found the next time. */
  private void kill() {
    pauseMillis = hasDeaths ? FIRST_PAUSE_MILLIS : Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    hasDeaths = false;
    again.after(pauseMillis);
    if (cgroup != null) cgroup.kill();
    toAll(Signal.SIGKILL);
    if (rule.mode == Rule.Mode.GROUP) awaitGroup();
  }

  /** Those who have left it are not waited for. */
  private void awaitGroup() {
    if (main == NOBODY && signalGroup(0) == -Errno.ESRCH) turn.leave();
    else if (phase == Phase.ENDING) again.after(GROUP_PAUSE_MILLIS);
  }

  /** The one that the daemon has named, while that is a child of the one before. */
  private void toMain(int signal) {
    int named = rule.heedsName && main > 1 ? descendants.named() : NOBODY;
    int target = named > 1 ? named : main;
    if (target > 1) posix.kill(target, signal);
  }

  private void toEnd(int signal) {
    wasToldToEnd = true;
    if (rule.mode == Rule.Mode.TREE || rule.mode == Rule.Mode.GROUP) toAll(signal);
    else toMain(signal);
  }

  private void toAll(int signal) {
    switch (rule.mode) {
      case TREE, MIXED -> tell(descendants.signal(signal));
      case GROUP -> tell(signalGroup(signal));
      case PROCESS -> toMain(signal);
    }
  }

  private @OrErrno int signalGroup(int signal) {
    return group > 1 ? posix.kill(-group, signal) : -Errno.ESRCH;
  }

  /** Once, until it has passed. */
  private void tell(int answer) {
    int error = answer == -Errno.ESRCH ? 0 : answer;
    if (error < 0 && error != toldError)
      messages.warning().unableTo("signal all processes").end(error);
    toldError = error;
  }
}
