package s6j.rc.update;

import s6j.formats.RcDatabase;
import s6j.rc.live.DependencyGraph;
import s6j.rc.live.Followers;

/**
 * What an update stops, keeps and starts (docs/specification/s6-rc.md, F.2, steps 2 and 3): pure,
 * made of two databases, what is up in the old one, and which new services each old one becomes.
 */
final class UpdatePlan {
  /** No old service becomes this new one. */
  static final int NONE = -1;

  final RcDatabase old;
  final RcDatabase fresh;

  /** By old service. */
  final boolean[] wasUp;

  /** Is to be stopped by name; those that depend on it, or are part of it, are stopped with it. */
  final boolean[] stopped;

  /** Goes down, be it as a dependant. */
  final boolean[] goesDown;

  private final boolean[] restart;

  /** Becomes exactly one service. */
  private final boolean[] single;

  private final int[][] images;

  /** By new service: the old one that becomes it, or {@link #NONE}. */
  final int[] origin;

  /** Its process goes on under it. */
  final boolean[] kept;

  /** Is to be started by name. */
  final boolean[] started;

  /** The old service becomes this one alone. */
  final boolean[] exact;

  /**
   * By old service: would have to go down, but goes on, because it is essential or an essential one
   * needs it ("ignore them, i.e. keep them alive": s6-rc-update page, -E).
   */
  final boolean[] spared;

  private final boolean sparesEssential;

  /** By new service: a process left by an earlier update goes on under it. */
  private final boolean[] adopted;

  /** {@code wasUp} and {@code restart} by old service; the latter is changed. */
  UpdatePlan(
      RcDatabase old,
      RcDatabase fresh,
      boolean[] wasUp,
      boolean[] restart,
      boolean sparesEssential) {
    this.sparesEssential = sparesEssential;
    spared = new boolean[old.count()];
    adopted = new boolean[fresh.count()];
    this.old = old;
    this.fresh = fresh;
    this.wasUp = wasUp;
    this.restart = restart;
    stopped = new boolean[old.count()];
    goesDown = new boolean[old.count()];
    single = new boolean[old.count()];
    images = new int[old.count()][];
    origin = new int[fresh.count()];
    kept = new boolean[fresh.count()];
    started = new boolean[fresh.count()];
    exact = new boolean[fresh.count()];
    for (int i = 0; i < origin.length; i++) origin[i] = NONE;
  }

  /**
   * Lets an old service become new ones, in ascending order; none if it vanishes. The new service
   * that another becomes already, or {@link #NONE}.
   */
  int convert(int service, int[] into) {
    images[service] = into;
    single[service] = into.length == 1;
    for (int target : into) {
      if (origin[target] != NONE) return target;
      origin[target] = service;
      exact[target] = single[service];
      if (single[service] && old.isLongrun(service) != fresh.isLongrun(target))
        restart[service] = true;
    }
    return NONE;
  }

  /** Works out the plan, once all old services are converted. */
  void compute() {
    while (!settles()) continue;
  }

  /** The one service that an old one becomes, or {@link #NONE}. */
  int successor(int service) {
    return single[service] ? images[service][0] : NONE;
  }

  /** Lets a process that no old service stands for go on as a new service. */
  void adopt(int service) {
    adopted[service] = true;
  }

  /** Whether an old longrun is spared that the new database has no longrun for. */
  boolean isLeftOver(int service) {
    if (!spared[service] || !old.isLongrun(service)) return false;
    int target = successor(service);
    return target == NONE || !fresh.isLongrun(target);
  }

  private boolean goesOnAs(int service, int target) {
    return single[service] && old.isLongrun(service) == fresh.isLongrun(target);
  }

  /** One round; false if it found more to restart. */
  private boolean settles() {
    for (int i = 0; i < stopped.length; i++) {
      stopped[i] = wasUp[i] && (restart[i] || !single[i]);
      goesDown[i] = stopped[i];
    }
    new Followers(old, new byte[old.count()]).closeDown(goesDown);
    if (sparesEssential) spare();
    boolean[] needed = convertState();
    new DependencyGraph(fresh).close(needed, true);
    boolean[] waiting = new boolean[fresh.count()];
    for (int i = 0; i < waiting.length; i++) waiting[i] = needed[i] && !kept[i];
    new DependencyGraph(fresh).close(waiting, false);
    boolean settled = true;
    for (int i = 0; i < waiting.length; i++) {
      if (!waiting[i] || !kept[i] || adopted[i] || restart[origin[i]]) continue;
      restart[origin[i]] = true;
      settled = false;
    }
    return settled;
  }

  /** What s6-rc refuses to stop, and with it what that needs. */
  private void spare() {
    for (int i = 0; i < spared.length; i++)
      spared[i] = wasUp[i] && goesDown[i] && (old.flags[i] & RcDatabase.ESSENTIAL) != 0;
    new DependencyGraph(old).close(spared, true);
    for (int i = 0; i < spared.length; i++) {
      spared[i] &= wasUp[i] && goesDown[i];
      if (spared[i]) goesDown[i] = false;
    }
  }

  /** What stays up and what is to be started again; a copy of the first. */
  private boolean[] convertState() {
    for (int i = 0; i < kept.length; i++) kept[i] = started[i] = adopted[i];
    for (int i = 0; i < images.length; i++) {
      if (!wasUp[i]) continue;
      // What is spared is named to s6-rc all the same, which then starts what it newly needs.
      for (int target : images[i]) {
        kept[target] = spared[i] ? goesOnAs(i, target) : !goesDown[i];
        started[target] = goesDown[i] || spared[i];
      }
    }
    boolean[] copy = new boolean[kept.length];
    System.arraycopy(kept, 0, copy, 0, copy.length);
    return copy;
  }
}
