package s6j.rc.change;

import s6j.formats.RcDatabase;
import s6j.rc.live.DependencyGraph;
import s6j.rc.live.StateFile;

/**
 * What the engine knows while it brings a selection up or down. A service waits until all before it
 * are settled, then is due once; what is due may have to wait for a place among the oneshots.
 */
public final class RcState {
  /** Values of {@link #again}. */
  private static final byte DUE = 1;

  private static final byte DONE = 2;

  final DependencyGraph graph;
  final int longruns;
  final int[] flags;

  /** Bytes of the state file. */
  final byte[] stored;

  final boolean[] selected;

  /**
   * Longruns that are up on paper, and on their way up or down as another command told them: they
   * are in no state until they have arrived.
   */
  final boolean[] between;

  final boolean up;

  /** Services before each one that are not settled yet. */
  final int[] pending;

  /** Selected services that a service is only ordered behind, and that are not settled yet. */
  final int[] ordered;

  /** Whether something that a service needs is not to be, so that it will not be due. */
  final boolean[] doomed;

  /** Whether a service may fail: it is only wanted by others. */
  boolean[] optional;

  /** By service: whether it is to go up though it is up on paper, and whether it has since. */
  final byte[] again;

  /** Whether a service was due already. */
  final boolean[] handled;

  /** Oneshots that are due but have no place yet: a ring in order of arrival. */
  final int[] queue;

  int queueHead;
  public int queued;

  /** Transitions under way, and those of oneshots among them. */
  public int running;

  int runningOneshots;
  boolean terminated;
  boolean failed;

  public RcState(
      RcDatabase database, byte[] stored, boolean[] selected, boolean[] between, boolean up) {
    this.graph = new DependencyGraph(database);
    this.longruns = database.longruns;
    this.flags = database.flags;
    this.stored = stored;
    this.selected = selected;
    this.between = between;
    this.up = up;
    int count = stored.length;
    pending = new int[count];
    ordered = new int[count];
    doomed = new boolean[count];
    optional = new boolean[count];
    again = new byte[count];
    handled = new boolean[count];
    queue = new int[count];
  }

  /** Which services may fail. */
  RcState optional(boolean[] services) {
    optional = services;
    return this;
  }

  /** Which services go up though they are up on paper. */
  RcState again(boolean[] services) {
    for (int i = 0; i < again.length; i++) again[i] = services[i] ? DUE : 0;
    return this;
  }

  /** Whether a service was up on paper before it went up. */
  boolean wasUp(int service) {
    return again[service] != 0;
  }

  boolean isUp(int service) {
    return (stored[service] & StateFile.UP) != 0;
  }

  /** Whether a service is in the wanted state. */
  boolean isThere(int service) {
    if (up && again[service] == DUE) return false;
    return isUp(service) == up && !(service < between.length && between[service]);
  }

  /** A service has arrived in the wanted state. */
  void arrive(int service) {
    if (up) stored[service] |= StateFile.UP;
    else stored[service] &= ~StateFile.UP;
    if (service < between.length) between[service] = false;
    if (again[service] == DUE) again[service] = DONE;
  }

  /** Whether a selected service is doomed just now. */
  boolean doom(int service) {
    if (!selected[service] || doomed[service] || handled[service]) return false;
    doomed[service] = true;
    return true;
  }

  boolean isLongrun(int service) {
    return service < longruns;
  }

  /** Whether a selected service is not in the wanted state. */
  boolean hasWork() {
    for (int i = 0; i < selected.length; i++) if (selected[i] && !isThere(i)) return true;
    return false;
  }

  /** The pass is over when nothing runs: what is due then was never released. */
  public boolean isOver() {
    return running == 0;
  }
}
