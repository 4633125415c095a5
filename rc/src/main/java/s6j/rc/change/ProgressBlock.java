package s6j.rc.change;

import s6j.cli.ScreenLine;
import s6j.formats.RcDatabase;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * What a terminal shows of a change under way: how much is done, what has failed, what is under way
 * and for how long, and what waits for whom. Pure: lines from the state of the engine and a clock.
 */
final class ProgressBlock {
  private static final int MOST_FAILED = 3;
  private static final int MOST_UNDER_WAY = 6;
  private static final int MOST_WAITING = 3;
  private static final long SECOND = 1_000_000_000;
  private static final long TENTH = 100_000_000;

  private final RcDatabase database;
  private final RcState state;

  /** By service: whether a transition was started, and when, on the monotonic clock. */
  private final boolean[] begun;

  private final long[] begunAt;

  /** By service: whether it is up only when it says so. */
  private final boolean[] notifies;

  /** By service: the exit code of its failure plus 1, or 0. */
  private final int[] failure;

  private int failures;
  private NameList lines;

  ProgressBlock(RcDatabase database, RcState state) {
    this.database = database;
    this.state = state;
    begun = new boolean[database.count()];
    begunAt = new long[database.count()];
    notifies = new boolean[database.count()];
    failure = new int[database.count()];
  }

  /** {@code notifiesReadiness}: it is up only when it says so. */
  void begun(int service, boolean notifiesReadiness, long now) {
    notifies[service] = notifiesReadiness;
    begun[service] = true;
    begunAt[service] = now;
  }

  void failed(int service, int exitCode) {
    if (failure[service] == 0) failures++;
    failure[service] = exitCode + 1;
  }

  /** The block: lines without line feeds, at most {@code columns} bytes each. */
  NameList lines(long began, long now, int columns) {
    lines = new NameList();
    summary(now - began);
    failures();
    underWay(now);
    waiting();
    NameList cut = new NameList();
    int width = Math.max(1, columns);
    for (int i = 0; i < lines.count(); i++)
      cut.add(ScreenLine.fit(lines.get(i), 0, lines.get(i).length, width));
    return cut;
  }

  private boolean isSettled(int service) {
    return state.isUp(service) == state.up;
  }

  private boolean isUnderWay(int service) {
    return begun[service] && failure[service] == 0 && !isSettled(service);
  }

  private boolean isWaiting(int service) {
    return state.selected[service]
        && !begun[service]
        && failure[service] == 0
        && !isSettled(service);
  }

  private void summary(long elapsed) {
    int wanted = 0;
    int done = 0;
    for (int i = 0; i < begun.length; i++) {
      if (!state.selected[i]) continue;
      wanted++;
      if (isSettled(i)) done++;
    }
    byte[] line = line(state.up ? "starting: " : "stopping: ", Decimal.string(done));
    line = add(line, " of ", Decimal.string(wanted));
    line = CString.concat(line, CString.of(state.up ? " up" : " down"));
    line = add(line, ", ", Decimal.string(state.running));
    line = CString.concat(line, CString.of(" under way"));
    if (failures > 0)
      line = CString.concat(add(line, ", ", Decimal.string(failures)), CString.of(" failed"));
    lines.add(CString.concat(add(line, ", ", seconds(elapsed)), CString.of(" s")));
  }

  private void failures() {
    int shown = 0;
    for (int i = 0; i < failure.length && shown < MOST_FAILED; i++) {
      if (failure[i] == 0) continue;
      shown++;
      byte[] line = add(indented(i), ": failed, exit code ", Decimal.string(failure[i] - 1));
      lines.add(line);
    }
    more(failures - shown, "failed");
  }

  /** The longest first: that is what one waits for. */
  private void underWay(long now) {
    boolean[] told = new boolean[begun.length];
    int shown = 0;
    for (int next = oldest(told); next >= 0 && shown < MOST_UNDER_WAY; next = oldest(told)) {
      told[next] = true;
      shown++;
      byte[] line = add(indented(next), what(next), seconds(now - begunAt[next]));
      lines.add(CString.concat(line, CString.of(" s")));
    }
    more(state.running - shown, "under way");
  }

  private int oldest(boolean[] told) {
    int oldest = -1;
    for (int i = 0; i < begun.length; i++)
      if (isUnderWay(i) && !told[i] && (oldest < 0 || begunAt[i] < begunAt[oldest])) oldest = i;
    return oldest;
  }

  private String what(int service) {
    if (!state.isLongrun(service)) return state.up ? ": script, " : ": down script, ";
    if (!state.up) return ": stopping, ";
    return notifies[service] ? ": waits for its readiness, " : ": starting, ";
  }

  private void waiting() {
    int shown = 0;
    int all = 0;
    for (int i = 0; i < begun.length; i++) {
      if (!isWaiting(i)) continue;
      all++;
      if (shown == MOST_WAITING) continue;
      shown++;
      lines.add(add(indented(i), ": waits for ", awaited(i)));
    }
    more(all - shown, "waiting");
  }

  private byte[] awaited(int service) {
    byte[] names = null;
    for (int i = 0; i < state.graph.awaited(service, state.up); i++) {
      int before = state.graph.awaited(service, state.up, i);
      if (isSettled(before) || !state.selected[before]) continue;
      byte[] name = database.nameOf(before);
      names = names == null ? name : add(names, ", ", name);
    }
    return names == null ? CString.of("a place") : names;
  }

  private void more(int count, String what) {
    if (count <= 0) return;
    byte[] line = line("  and ", Decimal.string(count));
    lines.add(add(line, " more ", CString.of(what)));
  }

  private byte[] indented(int service) {
    return line("  ", database.nameOf(service));
  }

  private static byte[] line(String text, byte[] more) {
    return CString.concat(CString.of(text), more);
  }

  private static byte[] add(byte[] line, String text, byte[] more) {
    return CString.concat(line, line(text, more));
  }

  private static byte[] seconds(long nanos) {
    byte[] whole = Decimal.string(nanos / SECOND);
    return add(whole, ".", Decimal.string(nanos % SECOND / TENTH));
  }
}
