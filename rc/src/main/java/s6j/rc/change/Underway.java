package s6j.rc.change;

import s6j.formats.RcDatabase;
import s6j.posix.Deadline;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.rc.live.LiveDirectory;

/**
 * The transitions that are being made: longruns by letters and events, oneshots by the runner, and,
 * where they are only shown, by children.
 */
final class Underway {
  /** Longest wait between looks for dead children: a JVM's other threads may take SIGCHLD. */
  private static final long LOOK_MILLIS = 1000;

  private final Posix posix;
  private final RcDatabase database;
  private final LiveDirectory live;
  private final RcSettings settings;
  private final TransitionCommand command;
  private final ChildTable children = new ChildTable();
  private final ServiceLetter letters;
  private final LongrunCalls longruns;
  private final OneshotCalls oneshots;

  Underway(
      Posix posix,
      RcDatabase database,
      LiveDirectory live,
      RcSettings settings,
      TransitionCommand command) {
    this.posix = posix;
    this.database = database;
    this.live = live;
    this.settings = settings;
    this.command = command;
    letters = new ServiceLetter(posix);
    longruns = new LongrunCalls(posix, letters);
    boolean tells = settings.verbosity >= RcSettings.TELLS_CONNECTIONS;
    oneshots = new OneshotCalls(posix, command.runner(), tells);
  }

  /** Begins one, which has so much time, or goes on with it: 0, or the negated errno. */
  int start(int service, Transition transition, long millis, boolean resumed) {
    if (settings.isDryRun()) {
      int pid = command.show(service, transition, millis);
      if (pid >= 0) children.add(pid, service);
      return Math.min(0, pid);
    }
    if (database.isLongrun(service))
      longruns.start(service, directory(service), transition, millis, resumed);
    else oneshots.start(service, transition, millis);
    return 0;
  }

  byte[] directory(int service) {
    return live.service(database.nameOf(service));
  }

  boolean waitsForReadiness(int service) {
    return command.waitsForReadiness(service);
  }

  /** How many there are. */
  int services() {
    return children.count() + oneshots.running() + longruns.count();
  }

  boolean hasChildren() {
    return children.count() > 0;
  }

  /** The service of a child that has ended, or {@link ChildTable#UNKNOWN}. */
  int remove(int pid) {
    return children.remove(pid);
  }

  /** How many descriptors they wait for. */
  int count() {
    return oneshots.capacity() + 1;
  }

  void addTo(Poller poller) {
    poller.add(longruns.descriptor(), Poller.READ);
    oneshots.addTo(poller);
  }

  long deadline() {
    long first = Math.min(oneshots.deadline(), longruns.deadline());
    if (children.count() == 0) return first;
    return Math.min(first, Deadline.after(posix.monotonicNanos(), LOOK_MILLIS));
  }

  void look(Poller poller, EndListener listener) {
    oneshots.look(poller, listener);
    longruns.look(listener);
  }

  /** Says of each what it was about to do. */
  void giveUp() {
    oneshots.giveUp();
    longruns.giveUp();
  }

  void bringDown(int service) {
    if (!settings.isDryRun()) letters.sendOrTell(directory(service), 'd');
  }

  void cutOneshots() {
    letters.sendOrTell(live.service(LiveDirectory.ONESHOT_RUNNER), 'h');
  }

  void stopWaiting() {
    oneshots.stopWaiting();
    longruns.end(Signal.SIGTERM);
    for (int i = 0; i < children.capacity(); i++) {
      int service = children.serviceAt(i);
      if (service == ChildTable.UNKNOWN || !database.isLongrun(service)) continue;
      if (children.pidAt(i) > 1) posix.kill(children.pidAt(i), Signal.SIGTERM);
    }
  }

  /** Nobody waits for longruns any more. */
  void end() {
    longruns.end(0);
  }

  void close() {
    oneshots.close();
    longruns.close();
  }
}
