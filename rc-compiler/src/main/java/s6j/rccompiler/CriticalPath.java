package s6j.rccompiler;

import s6j.formats.RcDatabase;

/** The longest chain of dependencies of a set, by the number of services on it. */
final class CriticalPath {
  private final RcDatabase database;
  private final int[] length;
  private final int[] before;

  CriticalPath(RcDatabase database) {
    this.database = database;
    length = new int[database.count()];
    before = new int[database.count()];
  }

  /** The services of the chain, the one that needs nothing first; empty for an empty set. */
  int[] longest() {
    int last = measure();
    int[] chain = new int[last < 0 ? 0 : length[last]];
    for (int i = chain.length - 1, at = last; i >= 0; i--, at = before[at]) chain[i] = at;
    return chain;
  }

  /** Settles services in an order in which dependencies come first; the end of the chain. */
  private int measure() {
    int[] waiting = new int[database.count()];
    NameList ready = new NameList();
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
    length[service] = 1;
    before[service] = -1;
    int start = database.needsStart[service];
    for (int i = start; i < start + database.needsCount[service]; i++) {
      int needed = database.needs[i];
      if (length[needed] + 1 > length[service]) {
        length[service] = length[needed] + 1;
        before[service] = needed;
      }
    }
  }

  private void release(int service, int[] waiting, NameList ready) {
    int start = database.neededByStart[service];
    for (int i = start; i < start + database.neededByCount[service]; i++)
      if (--waiting[database.neededBy[i]] == 0) ready.add(database.neededBy[i]);
  }
}
