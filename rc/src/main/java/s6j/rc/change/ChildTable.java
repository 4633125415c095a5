package s6j.rc.change;

/** Which service a child process works on: pid to service, with open addressing. */
final class ChildTable {
  static final int UNKNOWN = -1;

  private int[] pids = new int[64];
  private int[] services = new int[64];
  private int used;
  private int count;

  int count() {
    return count;
  }

  void add(int pid, int service) {
    if (2 * (used + 1) > pids.length) grow();
    int slot = slot(pid);
    if (pids[slot] == 0) used++;
    pids[slot] = pid;
    services[slot] = service;
    count++;
  }

  /** The service of a child that ended, or {@link #UNKNOWN}; it is forgotten. */
  int remove(int pid) {
    int slot = slot(pid);
    if (pids[slot] == 0 || services[slot] == UNKNOWN) return UNKNOWN;
    int service = services[slot];
    services[slot] = UNKNOWN;
    count--;
    return service;
  }

  int capacity() {
    return pids.length;
  }

  /** The service at a slot, or {@link #UNKNOWN} if it is empty. */
  int serviceAt(int slot) {
    return pids[slot] == 0 ? UNKNOWN : services[slot];
  }

  int pidAt(int slot) {
    return pids[slot];
  }

  private int slot(int pid) {
    int mask = pids.length - 1;
    int slot = pid * 0x9e3779b1 >>> 7 & mask;
    while (pids[slot] != 0 && pids[slot] != pid) slot = slot + 1 & mask;
    return slot;
  }

  /** Makes room, and forgets the slots of children that ended. */
  private void grow() {
    int[] oldPids = pids;
    int[] oldServices = services;
    int size = 2 * count >= pids.length / 2 ? 2 * pids.length : pids.length;
    pids = new int[size];
    services = new int[size];
    used = 0;
    count = 0;
    for (int i = 0; i < oldPids.length; i++)
      if (oldPids[i] != 0 && oldServices[i] != UNKNOWN) add(oldPids[i], oldServices[i]);
  }
}
