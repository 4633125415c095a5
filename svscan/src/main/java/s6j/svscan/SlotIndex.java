package s6j.svscan;

/**
 * Finds slots by device and inode, or by the pid of the supervisor: open addressing with linear
 * probing. It doubles when it is half full, so it has stopped growing when all slots are in use.
 */
final class SlotIndex {
  private static final int FIRST_SIZE = 64;
  private static final long MIXER = 0x9e3779b97f4a7c15L;

  private final boolean byPid;
  private Slot[] table = new Slot[FIRST_SIZE];
  private int count;

  private SlotIndex(boolean byPid) {
    this.byPid = byPid;
  }

  static SlotIndex byDirectory() {
    return new SlotIndex(false);
  }

  static SlotIndex byPid() {
    return new SlotIndex(true);
  }

  int count() {
    return count;
  }

  /** The slot of a directory, or null. */
  Slot find(long device, long inode) {
    return table[place(device, inode)];
  }

  /** The slot of a supervisor, or null. */
  Slot find(int pid) {
    return table[place(0, pid)];
  }

  void add(Slot slot) {
    if (2 * count >= table.length) grow();
    table[place(first(slot), second(slot))] = slot;
    count++;
  }

  /** Closes the gap, so that what lies behind it is still found. */
  void remove(Slot slot) {
    int gap = place(first(slot), second(slot));
    if (table[gap] == null) return;
    count--;
    for (int i = following(gap); table[i] != null; i = following(i)) {
      int home = home(first(table[i]), second(table[i]));
      if ((i - home & table.length - 1) < (i - gap & table.length - 1)) continue;
      table[gap] = table[i];
      gap = i;
    }
    table[gap] = null;
  }

  private void grow() {
    Slot[] old = table;
    table = new Slot[2 * old.length];
    for (int i = 0; i < old.length; i++)
      if (old[i] != null) table[place(first(old[i]), second(old[i]))] = old[i];
  }

  /** Where the slot with this key is, or would go. */
  private int place(long first, long second) {
    int place = home(first, second);
    while (table[place] != null && !isAt(place, first, second)) place = following(place);
    return place;
  }

  private boolean isAt(int place, long first, long second) {
    return first(table[place]) == first && second(table[place]) == second;
  }

  private int home(long first, long second) {
    long mixed = (first * MIXER + second) * MIXER;
    return (int) (mixed >>> 32) & table.length - 1;
  }

  private int following(int place) {
    return place + 1 & table.length - 1;
  }

  private long first(Slot slot) {
    return byPid ? 0 : slot.device;
  }

  private long second(Slot slot) {
    return byPid ? slot.pid : slot.inode;
  }
}
