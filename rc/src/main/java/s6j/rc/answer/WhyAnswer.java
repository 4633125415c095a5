package s6j.rc.answer;

import org.jspecify.annotations.Nullable;
import s6j.cli.Output;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceDirectory;
import s6j.formats.TransitionTimes;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.rc.live.DependencyGraph;
import s6j.rc.live.Followers;
import s6j.rc.live.LiveDirectory;
import s6j.rc.live.StateFile;

/**
 * {@code rc why}: why a service is not up, told by the dependency at the root of it: the first that
 * is missing while all that it needs itself is there.
 */
public final class WhyAnswer {
  private final Posix posix;
  private final RcDatabase database;
  private final LiveDirectory live;
  private final byte[] state;
  private final Output out;
  private final TransitionTimes times = new TransitionTimes();

  public WhyAnswer(Posix posix, RcDatabase database, LiveDirectory live, byte[] state, Output out) {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, live.file(TransitionTimes.FILE));
    if (length > 0) times.read(file.bytes(), length);
    this.posix = posix;
    this.database = database;
    this.live = live;
    this.state = state;
    this.out = out;
  }

  /** Prints the answer; true if the service is up. */
  public boolean tell(int service) {
    ServiceReport asked = report(service);
    if (asked.isFine()) {
      out.bytes(asked.name).text(" is up").line();
      return true;
    }
    int root = root(service);
    out.bytes(asked.name).text(asked.up ? " is not right: " : " is not up: ");
    if (root != service) out.text("it needs ").bytes(database.nameOf(root)).text(", which ");
    else out.text("it ");
    describe(report(root));
    opponent(root);
    out.line();
    logLine(root);
    return false;
  }

  /** What is up instead. */
  private void opponent(int service) {
    boolean[] up = new boolean[state.length];
    for (int i = 0; i < up.length; i++) up[i] = (state[i] & StateFile.UP) != 0;
    int opponent = new Followers(database, state).opponent(service, up);
    if (opponent < 0) return;
    out.text("; it conflicts with ").bytes(database.nameOf(opponent)).text(", which is up");
  }

  private ServiceReport report(int service) {
    return new ServiceReport(posix, database, live, state, service);
  }

  /** Goes down the dependencies that are missing, to one that misses none; no cycles exist. */
  private int root(int service) {
    DependencyGraph graph = new DependencyGraph(database);
    int root = service;
    for (int steps = 0; steps < database.count(); steps++) {
      int missing = -1;
      for (int i = 0; i < graph.before(root, true) && missing < 0; i++) {
        int needed = graph.before(root, true, i);
        if (!report(needed).isFine()) missing = needed;
      }
      if (missing < 0) return root;
      root = missing;
    }
    return root;
  }

  private void describe(ServiceReport report) {
    if (!report.longrun) describeOneshot(report);
    else if (!report.supervised) out.text("has no supervisor");
    else if (report.status.isUp()) describeRunning(report);
    else describeDead(report);
  }

  private void describeOneshot(ServiceReport report) {
    TransitionTimes.Record up = times.of(report.name, TransitionTimes.Way.UP);
    TransitionTimes.Record down = times.of(report.name, TransitionTimes.Way.DOWN);
    boolean upIsLater = up != null && (down == null || down.startNanos < up.startNanos);
    if (upIsLater && !up.succeeded) describeFailure(up);
    else if (!upIsLater && down != null && down.succeeded) describeStop(down);
    else if (report.named) out.text("was asked for, but its up script has not succeeded");
    else out.text("has not been started");
  }

  private void describeFailure(TransitionTimes.Record up) {
    out.text("failed: its up script ended ");
    ago(up);
    out.text(" after ");
    seconds(up.durationMicros);
    if (up.exitCode >= 0) out.text(", exit code ").number(up.exitCode);
  }

  private void describeStop(TransitionTimes.Record down) {
    out.text("was stopped ");
    ago(down);
  }

  private void ago(TransitionTimes.Record record) {
    long end = record.startNanos + 1000 * record.durationMicros;
    out.number(Math.max(0, (posix.realtimeNanos() - end) / 1_000_000_000)).text(" s ago");
  }

  private void seconds(long micros) {
    out.number(micros / 1_000_000).text(".").number(micros % 1_000_000 / 100_000).text(" s");
  }

  private void describeRunning(ServiceReport report) {
    out.text("runs as pid ").number(report.status.pid).text(" for ").number(report.seconds);
    out.text(" s");
    if (report.isUnready()) describeUnready(report);
    else if (report.isUnhealthy()) describeUnhealthy(report);
    else out.text(", but was not started by s6-rc");
  }

  /** It may have died before, and be tried again. */
  private void describeUnready(ServiceReport report) {
    out.text(" and has not notified readiness on descriptor ");
    byte[] file = CString.path(live.service(report.name), ServiceDirectory.NOTIFICATION_FD);
    WholeFile descriptor = new WholeFile(posix);
    int length = Math.max(0, descriptor.read(Posix.CWD, file));
    while (length > 0 && descriptor.bytes()[length - 1] <= ' ') length--;
    out.bytes(descriptor.bytes(), 0, length);
  }

  private void describeUnhealthy(ServiceReport report) {
    out.text(" and is unhealthy: ").number(report.health.failures);
    out.text(" checks failed, the last by ").bytes(report.health.lastWord);
  }

  private void describeDead(ServiceReport report) {
    if (!report.status.startedOnce()) {
      out.text(report.named ? "was asked for, but never ran" : "never ran; nobody asked for it");
      return;
    }
    out.text("is down since ").number(report.seconds).text(" s");
    int signal = report.status.signal();
    if (signal != 0) out.text(", killed by ").text(Signal.name(signal));
    else if (report.status.exitCode() >= 0)
      out.text(", exit code ").number(report.status.exitCode());
    if (report.status.wantUp) out.text(", and is being restarted");
  }

  /** The last line that the service's logger wrote, if it is one whose directory shows. */
  private void logLine(int service) {
    if (!database.isLongrun(service) || database.consumer[service] >= database.longruns) return;
    byte[] logger = live.service(database.nameOf(database.consumer[service]));
    byte[] directory = logDirectory(logger);
    if (directory == null) return;
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, CString.path(directory, CString.of("current")));
    if (length <= 1) return;
    int start = length - 1;
    while (start > 0 && file.bytes()[start - 1] != '\n') start--;
    int end = file.bytes()[length - 1] == '\n' ? length - 1 : length;
    out.text("last log line: ").bytes(file.bytes(), start, end - start).line();
  }

  /** The last word of the logger's script that is an absolute path: s6-log names it last. */
  private byte @Nullable [] logDirectory(byte[] service) {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, CString.path(service, CString.of("run.user")));
    if (length < 0) length = file.read(Posix.CWD, CString.path(service, ServiceDirectory.RUN));
    byte[] found = null;
    for (int from = 0; from < length; ) {
      int end = from;
      while (end < length && file.bytes()[end] > ' ') end++;
      if (end > from && file.bytes()[from] == '/') found = CString.slice(file.bytes(), from, end);
      from = end + 1;
    }
    return found;
  }
}
