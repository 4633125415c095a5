package s6j.rc.answer;

import s6j.formats.RcDatabase;
import s6j.formats.TransitionTimes;
import s6j.rc.live.DependencyGraph;

/**
 * The last start of a set of services, from recorded times: which services it brought up, when each
 * began, and the critical path, the chain of services each of which waited for the one before it to
 * end. Pure. Times are microseconds.
 */
public final class LastStart {
  private static final long MICRO = 1000;

  /** A start follows the end of what it waited for at once; a pause this long parts two runs. */
  private static final long PAUSE = 500_000;

  private final RcDatabase database;
  private final DependencyGraph graph;

  /** By service, since 1970; -1 if nothing is recorded. */
  private final long[] begin;

  private final long[] end;
  final boolean[] succeeded;

  /** The services of the run in the order of their starts. */
  private final int[] order;

  private int count;

  public LastStart(RcDatabase database, TransitionTimes times) {
    this.database = database;
    graph = new DependencyGraph(database);
    begin = new long[database.count()];
    end = new long[database.count()];
    succeeded = new boolean[database.count()];
    order = new int[database.count()];
    for (int i = 0; i < begin.length; i++) take(i, times);
    sort();
    dropEarlierRuns();
  }

  private void take(int service, TransitionTimes times) {
    TransitionTimes.Record record = times.of(database.nameOf(service), TransitionTimes.Way.UP);
    begin[service] = record == null ? -1 : record.startNanos / MICRO;
    if (record == null) return;
    end[service] = begin[service] + record.durationMicros;
    succeeded[service] = record.succeeded;
    order[count++] = service;
  }

  /** By start; a heap, because records come nearly in reverse, and there may be many. */
  private void sort() {
    for (int i = count / 2 - 1; i >= 0; i--) sink(i, count);
    for (int last = count - 1; last > 0; last--) {
      swap(0, last);
      sink(0, last);
    }
  }

  private void sink(int from, int length) {
    int parent = from;
    while (2 * parent + 1 < length) {
      int child = 2 * parent + 1;
      if (child + 1 < length && isBefore(order[child], order[child + 1])) child++;
      if (!isBefore(order[parent], order[child])) return;
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int a, int b) {
    int service = order[a];
    order[a] = order[b];
    order[b] = service;
  }

  private boolean isBefore(int a, int b) {
    return begin[a] != begin[b] ? begin[a] < begin[b] : a < b;
  }

  private void dropEarlierRuns() {
    long latest = Long.MIN_VALUE;
    int first = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0 && begin[order[i]] > latest + PAUSE) first = i;
      latest = Math.max(latest, end[order[i]]);
    }
    System.arraycopy(order, first, order, 0, count - first);
    count -= first;
  }

  /** How many services were started. */
  public int count() {
    return count;
  }

  /** The service at a place in the order of starts. */
  int service(int place) {
    return order[place];
  }

  /** Microseconds since the epoch when the run began. */
  long began() {
    return begin[order[0]];
  }

  /** When a service began, since the run did. */
  long offset(int service) {
    return begin[service] - began();
  }

  long duration(int service) {
    return end[service] - begin[service];
  }

  /** From the first start to the last end. */
  long total() {
    long latest = 0;
    for (int i = 0; i < count; i++) latest = Math.max(latest, end[order[i]]);
    return latest - began();
  }

  /** The critical path, first service first: it ends with the last success of the run. */
  int[] criticalPath() {
    int last = -1;
    for (int i = 0; i < count; i++)
      if (succeeded[order[i]] && (last < 0 || end[order[i]] > end[last])) last = order[i];
    int[] backward = new int[count];
    int length = 0;
    for (int service = last; service >= 0 && length < count; service = awaited(service))
      backward[length++] = service;
    int[] path = new int[length];
    for (int i = 0; i < length; i++) path[i] = backward[length - 1 - i];
    return path;
  }

  /** Of what a service waits for, the one that was last to come up in this run; or -1. */
  private int awaited(int service) {
    int last = -1;
    for (int i = 0; i < graph.awaited(service, true); i++) {
      int needed = graph.awaited(service, true, i);
      boolean here = begin[needed] >= began() && end[needed] <= begin[service] + PAUSE;
      if (here && (last < 0 || end[needed] > end[last])) last = needed;
    }
    return last;
  }
}
