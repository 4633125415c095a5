package s6j.rccompiler.database;

import s6j.formats.RcDatabase;
import s6j.rccompiler.compile.IntList;

/**
 * The longest chain of dependencies of a set, by the number of services on it or by their times.
 */
public final class CriticalPath {
  private final RcDatabase database;
  private final long[] weights;

  /** By service: the weight of the heaviest chain that ends there, and the service before it. */
  private final long[] length;

  private final int[] before;

  /** By service: how many stand before it, for chains of the same weight. */
  private final int[] depth;

  /** By number: every service weighs 1. */
  public CriticalPath(RcDatabase database) {
    this(database, ones(database.count()));
  }

  /** {@code weights} by service, none below 0. */
  public CriticalPath(RcDatabase database, long[] weights) {
    this.database = database;
    this.weights = weights;
    length = new long[database.count()];
    before = new int[database.count()];
    depth = new int[database.count()];
  }

  private static long[] ones(int count) {
    long[] ones = new long[count];
    for (int i = 0; i < count; i++) ones[i] = 1;
    return ones;
  }

  /** The services of the chain, the one that needs nothing first; empty for an empty set. */
  public int[] longest() {
    int last = measure();
    int count = 0;
    for (int at = last; at >= 0; at = before[at]) count++;
    int[] chain = new int[count];
    for (int at = last; at >= 0; at = before[at]) chain[--count] = at;
    return chain;
  }

  /** Settles services in an order in which dependencies come first; the end of the chain. */
  private int measure() {
    int[] waiting = new int[database.count()];
    IntList ready = new IntList();
    for (int i = 0; i < waiting.length; i++) {
      waiting[i] = database.needsCount[i];
      if (waiting[i] == 0) ready.add(i);
    }
    int last = -1;
    while (ready.count() > 0) {
      int service = ready.removeLast();
      settle(service);
      if (last < 0 || length[service] > length[last]) last = service;
      release(service, waiting, ready);
    }
    return last;
  }

  private void settle(int service) {
    length[service] = weights[service];
    before[service] = -1;
    int start = database.needsStart[service];
    for (int i = start; i < start + database.needsCount[service]; i++) {
      int needed = database.needs[i];
      long heavier = length[needed] + weights[service] - length[service];
      if (heavier < 0 || heavier == 0 && depth[needed] < depth[service]) continue;
      length[service] += heavier;
      depth[service] = depth[needed] + 1;
      before[service] = needed;
    }
  }

  private void release(int service, int[] waiting, IntList ready) {
    int start = database.neededByStart[service];
    for (int i = start; i < start + database.neededByCount[service]; i++)
      if (--waiting[database.neededBy[i]] == 0) ready.add(database.neededBy[i]);
  }
}
