package s6j.rc.live;

import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;

/**
 * Who needs whom in a compiled set, and who is ordered behind whom. Everything is linear in
 * services plus dependencies.
 */
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

  /** How many services one waits for if they move too: those before it, then others by order. */
  public int awaited(int service, boolean up) {
    return before(service, up) + ordered(service, up);
  }

  public int awaited(int service, boolean up, int place) {
    int needs = before(service, up);
    return place < needs
        ? before(service, up, place)
        : database.relations.other(RcRelations.Kind.AFTER, service, !up, place - needs);
  }

  private int ordered(int service, boolean up) {
    return database.relations.count(RcRelations.Kind.AFTER, service, !up);
  }

  /** How many services wait for one: those behind {@link #after} by order alone. */
  public int awaiting(int service, boolean up) {
    return awaited(service, !up);
  }

  public int awaiting(int service, boolean up, int place) {
    return awaited(service, !up, place);
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
