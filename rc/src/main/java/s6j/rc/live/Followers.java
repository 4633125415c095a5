package s6j.rc.live;

import s6j.formats.RcDatabase;
import s6j.formats.RcRelations;

/**
 * What goes up or down along with a selection: what is needed, what is wanted, what is part of it,
 * and what is in conflict with it. Pure; without relations it is what s6-rc selects.
 */
public final class Followers {
  private static final int NONE = -1;

  private final RcRelations relations;
  private final DependencyGraph graph;
  private final byte[] state;
  private int clashing = NONE;
  private int clashed = NONE;

  /** {@code state} as in the state file. */
  public Followers(RcDatabase database, byte[] state) {
    this.state = state;
    relations = database.relations;
    graph = new DependencyGraph(database);
  }

  /**
   * Adds all that members need, and what those of them that are not up want, as far as that can be:
   * the services that are there only because they are wanted, which may fail.
   */
  public boolean[] closeUp(boolean[] members) {
    graph.close(members, true);
    boolean[] optional = new boolean[members.length];
    if (!relations.has(RcRelations.Kind.WANTS)) return optional;
    Pending pending = new Pending(members.length);
    for (int i = 0; i < members.length; i++) if (members[i]) pending.add(i);
    while (pending.count > 0) {
      int service = pending.take();
      int wanted = relations.count(RcRelations.Kind.WANTS, service, false);
      for (int i = 0; i < wanted; i++) {
        int other = relations.other(RcRelations.Kind.WANTS, service, false, i);
        if (!members[other] && isWanted(service, other)) add(other, members, optional, pending);
      }
    }
    return optional;
  }

  /** It is started with who wants it: who is up already does not bring back what was stopped. */
  private boolean isWanted(int service, int other) {
    return !isUp(service) || isUp(other);
  }

  /** Adds a wanted service and what it needs, or nothing if some of that is in conflict. */
  private void add(int wanted, boolean[] members, boolean[] optional, Pending pending) {
    int first = pending.count;
    include(wanted, members, pending);
    for (int at = first; at < pending.count; at++)
      for (int i = 0; i < graph.before(pending.services[at], true); i++)
        include(graph.before(pending.services[at], true, i), members, pending);
    boolean fits = true;
    for (int at = first; at < pending.count && fits; at++)
      fits = opponent(pending.services[at], members) == NONE;
    for (int at = first; at < pending.count; at++) {
      if (fits) optional[pending.services[at]] = true;
      else members[pending.services[at]] = false;
    }
    if (!fits) pending.count = first;
  }

  private static void include(int service, boolean[] members, Pending pending) {
    if (members[service]) return;
    members[service] = true;
    pending.add(service);
  }

  /** Adds all that need members, or are part of one. */
  public void closeDown(boolean[] members) {
    if (!relations.has(RcRelations.Kind.PART_OF)) {
      graph.close(members, false);
      return;
    }
    Pending pending = new Pending(members.length);
    for (int i = 0; i < members.length; i++) if (members[i]) pending.add(i);
    while (pending.count > 0) {
      int service = pending.take();
      for (int i = 0; i < graph.before(service, false); i++)
        include(graph.before(service, false, i), members, pending);
      for (int i = 0; i < parts(service); i++) include(part(service, i), members, pending);
    }
  }

  /** How many services are part of one. */
  public int parts(int service) {
    return relations.count(RcRelations.Kind.PART_OF, service, true);
  }

  public int part(int service, int place) {
    return relations.other(RcRelations.Kind.PART_OF, service, true, place);
  }

  /** Whether two members that are to be up are in conflict; they are then told. */
  public boolean clash(boolean[] members) {
    if (!relations.has(RcRelations.Kind.CONFLICTS)) return false;
    for (int i = 0; i < members.length; i++) {
      int other = members[i] ? opponent(i, members) : NONE;
      if (other == NONE) continue;
      clashing = i;
      clashed = other;
      return true;
    }
    return false;
  }

  public int clashing() {
    return clashing;
  }

  public int clashed() {
    return clashed;
  }

  /** What is up and cannot stay so if members are started, with all that goes down with it. */
  public boolean[] inTheWayOf(boolean[] members) {
    boolean[] stopped = new boolean[members.length];
    if (!relations.has(RcRelations.Kind.CONFLICTS)) return stopped;
    for (int i = 0; i < stopped.length; i++)
      if (isUp(i)) stopped[i] = startsAgainst(i, members, true) || startsAgainst(i, members, false);
    closeDown(stopped);
    return stopped;
  }

  private boolean startsAgainst(int service, boolean[] members, boolean reverse) {
    for (int i = 0; i < relations.count(RcRelations.Kind.CONFLICTS, service, reverse); i++) {
      int other = relations.other(RcRelations.Kind.CONFLICTS, service, reverse, i);
      if (members[other] && !isUp(other)) return true;
    }
    return false;
  }

  /** A service that another is in conflict with, among some, or -1. */
  public int opponent(int service, boolean[] among) {
    int other = opponent(service, among, false);
    return other == NONE ? opponent(service, among, true) : other;
  }

  private int opponent(int service, boolean[] among, boolean reverse) {
    for (int i = 0; i < relations.count(RcRelations.Kind.CONFLICTS, service, reverse); i++) {
      int other = relations.other(RcRelations.Kind.CONFLICTS, service, reverse, i);
      if (among[other]) return other;
    }
    return NONE;
  }

  private boolean isUp(int service) {
    return (state[service] & StateFile.UP) != 0;
  }

  /** Each service enters once. */
  private static final class Pending {
    final int[] services;
    int count;

    Pending(int most) {
      services = new int[most];
    }

    void add(int service) {
      services[count++] = service;
    }

    int take() {
      return services[--count];
    }
  }
}
