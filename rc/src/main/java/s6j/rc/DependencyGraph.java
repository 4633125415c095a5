package s6j.rc;

import s6j.formats.RcDatabase;

/** Who needs whom in a compiled set. Everything is linear in services plus dependencies. */
final class DependencyGraph {
  private final RcDatabase database;

  DependencyGraph(RcDatabase database) {
    this.database = database;
  }

  int count() {
    return database.count();
  }

  /** How many services stand before one: what it needs on the way up, else what needs it. */
  int before(int service, boolean up) {
    return up ? database.needsCount[service] : database.neededByCount[service];
  }

  /** One of the services before. */
  int before(int service, boolean up, int place) {
    return up
        ? database.needs[database.needsStart[service] + place]
        : database.neededBy[database.neededByStart[service] + place];
  }

  int after(int service, boolean up) {
    return before(service, !up);
  }

  int after(int service, boolean up, int place) {
    return before(service, !up, place);
  }

  /** Adds to {@code members} all that stands before one of them. */
  void close(boolean[] members, boolean up) {
    int[] pending = new int[members.length];
    int count = 0;
    for (int i = 0; i < members.length; i++) if (members[i]) pending[count++] = i;
    while (count > 0) {
      int service = pending[--count];
      for (int i = before(service, up) - 1; i >= 0; i--) {
        int other = before(service, up, i);
        if (!members[other]) pending[count++] = other;
        members[other] = true;
      }
    }
  }
}
