package s6j.log.directory;

/**
 * The oldest of any number of archives' names, as many as there is room for, found in one look at
 * each: a heap with the newest of them on top. Allocates nothing once made.
 */
public final class OldestNames {
  private static final int NAME = Archives.NAME;

  private final byte[] names;

  /** Where in {@link #names} the names of the heap begin. */
  private final int[] heap;

  private int count;

  public OldestNames(int room) {
    names = new byte[room * NAME];
    heap = new int[room];
  }

  public void clear() {
    count = 0;
  }

  public int count() {
    return count;
  }

  /** Whether there may be more names than there was room for. */
  boolean isFull() {
    return count == heap.length;
  }

  /** Takes a name in, unless there are enough that are older. */
  public void offer(byte[] name) {
    if (isFull()) {
      if (compare(name, heap[0]) < 0) put(name, heap[0]);
      sink(0, count);
      return;
    }
    heap[count] = count * NAME;
    put(name, count * NAME);
    rise(count++);
  }

  /** Puts the names into their order; nothing is offered behind that. */
  public void sort() {
    for (int end = count - 1; end > 0; end--) {
      swap(0, end);
      sink(0, end);
    }
  }

  /** Copies the name at a place of the order that {@link #sort} made. */
  public void copy(int place, byte[] into) {
    System.arraycopy(names, heap[place], into, 0, NAME);
  }

  /** Whether the first of the order is behind such a name. */
  boolean isBehind(byte[] name) {
    return compare(name, heap[0]) < 0;
  }

  private void put(byte[] name, int at) {
    System.arraycopy(name, 0, names, at, NAME);
  }

  private void rise(int place) {
    int child = place;
    while (child > 0 && compare(heap[child], heap[(child - 1) / 2]) > 0) {
      swap(child, (child - 1) / 2);
      child = (child - 1) / 2;
    }
  }

  private void sink(int place, int end) {
    int parent = place;
    for (int child = newerChild(parent, end); child >= 0; child = newerChild(parent, end)) {
      if (compare(heap[parent], heap[child]) >= 0) return;
      swap(parent, child);
      parent = child;
    }
  }

  private int newerChild(int parent, int end) {
    int left = 2 * parent + 1;
    if (left >= end) return -1;
    return left + 1 < end && compare(heap[left + 1], heap[left]) > 0 ? left + 1 : left;
  }

  private void swap(int a, int b) {
    int kept = heap[a];
    heap[a] = heap[b];
    heap[b] = kept;
  }

  private int compare(int a, int b) {
    for (int i = 0; i < NAME; i++)
      if (names[a + i] != names[b + i]) return names[a + i] - names[b + i];
    return 0;
  }

  private int compare(byte[] name, int at) {
    for (int i = 0; i < NAME; i++) if (name[i] != names[at + i]) return name[i] - names[at + i];
    return 0;
  }
}
