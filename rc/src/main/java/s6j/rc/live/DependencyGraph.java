package s6j.rc.live;

import s6j.formats.RcDatabase;

/** Who needs whom in a compiled set. Everything is linear in services plus dependencies. */
public final class DependencyGraph {
  private final RcDatabase database;

  public DependencyGraph(RcDatabase database) {
    this.database = database;
  }

  public int count() {
    return database.count();
  }

  /** How many services stand before one: what it needs on the way up, else what needs it. */
  public int before(int service, boolean up) {
    return up ? database.needsCount[service] : database.neededByCount[service];
  }

  /** One of the services before. */
  public int before(int service, boolean up, int place) {
    return up
        ? database.needs[database.needsStart[service] + place]
        : database.neededBy[database.neededByStart[service] + place];
  }

  public int after(int service, boolean up) {
    return before(service, !up);
  }

  public int after(int service, boolean up, int place) {
    return before(service, !up, place);
  }

  /** Adds to {@code members} all that stands before one of them. */
  public void close(boolean[] members, boolean up) {
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
