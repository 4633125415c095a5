package s6j.supervise;

import org.jspecify.annotations.Nullable;

/**
 * Finds supervisors by the pids of their children: open addressing with linear probing. It doubles
 * when it is half full, so it has stopped growing when all services are up.
 */
final class PidIndex {
  private static final int FIRST_SIZE = 64;
  private static final int MIXER = 0x9e3779b1;

  private int[] pids = new int[FIRST_SIZE];
  private SuperviseLoop[] loops = new SuperviseLoop[FIRST_SIZE];
  private int count;

  /** The supervisor of a child, or null. */
  @Nullable SuperviseLoop find(int pid) {
    return loops[place(pid)];
  }

  void put(int pid, SuperviseLoop loop) {
    if (2 * count >= pids.length) grow();
    int place = place(pid);
    if (loops[place] == null) count++;
    pids[place] = pid;
    loops[place] = loop;
  }

  /** Closes the gap, so that what lies behind it is still found. */
  void remove(int pid, SuperviseLoop loop) {
    int gap = place(pid);
    if (loops[gap] != loop) return;
    count--;
    for (int i = following(gap); loops[i] != null; i = following(i)) {
      int home = home(pids[i]);
      if ((i - home & pids.length - 1) < (i - gap & pids.length - 1)) continue;
      pids[gap] = pids[i];
      loops[gap] = loops[i];
      gap = i;
    }
    loops[gap] = null;
  }

  private void grow() {
    int[] oldPids = pids;
    SuperviseLoop[] oldLoops = loops;
    pids = new int[2 * oldPids.length];
    loops = new SuperviseLoop[2 * oldPids.length];
    count = 0;
    for (int i = 0; i < oldPids.length; i++) if (oldLoops[i] != null) put(oldPids[i], oldLoops[i]);
  }

  private int place(int pid) {
    int place = home(pid);
    while (loops[place] != null && pids[place] != pid) place = following(place);
    return place;
  }

  private int home(int pid) {
    return pid * MIXER >>> 8 & pids.length - 1;
  }

  private int following(int place) {
    return place + 1 & pids.length - 1;
  }
}
