package s6j.svscan;

import org.jspecify.annotations.Nullable;

/** Those that wait for a supervisor, first come, first served; each is in it once. */
final class SlotQueue {
  private @Nullable Slot first;
  private Slot last;
  private int size;

  int size() {
    return size;
  }

  void add(Slot slot) {
    if (slot.waits) return;
    slot.waits = true;
    slot.nextWaiting = null;
    if (first == null) first = slot;
    else last.nextWaiting = slot;
    last = slot;
    size++;
  }

  /** Takes the first one out; there has to be one. */
  Slot take() {
    Slot slot = first;
    first = slot.nextWaiting;
    slot.nextWaiting = null;
    slot.waits = false;
    size--;
    return slot;
  }
}
