package s6j.rc.repository;

/**
 * Which services of a set do not fit the state of others: what needs a service is no readier to be
 * started than it is, and a pipeline is masked as a whole or not at all.
 */
final class SetConsistency {
  private final RepoReference reference;
  private final ServiceSet set;

  SetConsistency(RepoReference reference, ServiceSet set) {
    this.reference = reference;
    this.set = set;
  }

  /**
   * The services that must change too if {@code members} are in {@code state}: those that need them
   * (if {@code lower}) and are readier, those that they need (if {@code raise}) and are less so.
   */
  boolean[] misfits(boolean[] members, int state, boolean lower, boolean raise) {
    int count = set.states.length;
    boolean[] bad = new boolean[count];
    boolean[] met = new boolean[count];
    if (lower && state < Repository.ALWAYS) {
      boolean[] needing = copy(members);
      reference.close(needing, false);
      for (int i = 0; i < count; i++)
        if (needing[i] && !members[i] && set.states[i] > state) bad[i] = true;
      add(needing, met);
    }
    if (raise && state > Repository.MASKED) {
      boolean[] needed = copy(members);
      reference.close(needed, true);
      for (int i = 0; i < count; i++)
        if (needed[i] && !members[i] && isBelow(i, state)) bad[i] = true;
      add(needed, met);
    }
    if (state == Repository.MASKED ? lower : raise) addPipelines(met, members, state, bad);
    return bad;
  }

  private boolean isBelow(int service, int state) {
    return set.states[service] != ServiceSet.MISSING && set.states[service] < state;
  }

  private void addPipelines(boolean[] met, boolean[] members, int state, boolean[] bad) {
    for (int i = 0; i < met.length; i++) {
      if (!met[i]) continue;
      boolean[] mates = new boolean[met.length];
      reference.addPipeline(i, mates);
      for (int j = 0; j < mates.length; j++) {
        if (!mates[j] || j == i || members[j] || set.states[j] == ServiceSet.MISSING) continue;
        boolean masked = set.states[j] == Repository.MASKED;
        if (masked != (state == Repository.MASKED)) bad[j] = true;
      }
    }
  }

  private static boolean[] copy(boolean[] members) {
    boolean[] copy = new boolean[members.length];
    System.arraycopy(members, 0, copy, 0, copy.length);
    return copy;
  }

  private static void add(boolean[] some, boolean[] to) {
    for (int i = 0; i < some.length; i++) to[i] |= some[i];
  }

  static boolean isEmpty(boolean[] members) {
    for (boolean member : members) if (member) return false;
    return true;
  }
}
