package s6j.log.view;

import org.jspecify.annotations.Nullable;

/**
 * The log directories that have a line now, the earliest on top of a heap: what a line costs does
 * not grow with the directories that have none.
 */
final class Merge {
  private final LogSource[] all;
  private final LogSource[] heap;
  private int count;

  Merge(LogSource[] sources) {
    all = sources;
    heap = new LogSource[sources.length];
  }

  /** Asks every directory for a line; the one with the earliest, or null. */
  LogSource begin(boolean follows) {
    count = 0;
    for (LogSource source : all) if (source.hasLine(follows)) heap[count++] = source;
    for (int i = count / 2 - 1; i >= 0; i--) sink(i);
    return first();
  }

  /** The line answered last has been shown; the directory with the next one, or null. */
  LogSource next(boolean follows) {
    if (!heap[0].hasLine(follows)) heap[0] = heap[--count];
    sink(0);
    return first();
  }

  private @Nullable LogSource first() {
    return count == 0 ? null : heap[0];
  }

  private void sink(int place) {
    int parent = place;
    for (int child = earlierChild(parent); child > 0; child = earlierChild(parent)) {
      if (heap[parent].precedes(heap[child])) return;
      LogSource kept = heap[parent];
      heap[parent] = heap[child];
      heap[child] = kept;
      parent = child;
    }
  }

  /** 0 if there is none. */
  private int earlierChild(int parent) {
    int left = 2 * parent + 1;
    if (left >= count) return 0;
    return left + 1 < count && heap[left + 1].precedes(heap[left]) ? left + 1 : left;
  }
}
