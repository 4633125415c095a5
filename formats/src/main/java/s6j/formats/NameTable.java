package s6j.formats;

import s6j.posix.CString;

/** Numbers the names it is given, 0, 1, ... in order of first appearance; open addressing. */
public final class NameTable {
  private byte[][] names = new byte[16][];
  private int[] slots = new int[64];
  private int count;

  public int count() {
    return count;
  }

  public byte[] name(int number) {
    return names[number];
  }

  /** The number of a name, or -1. */
  public int find(byte[] name) {
    int slot = slot(name);
    return slots[slot] - 1;
  }

  /** The number of a name, given one if it has none. The name is kept, not copied. */
  public int add(byte[] name) {
    int slot = slot(name);
    if (slots[slot] != 0) return slots[slot] - 1;
    if (count == names.length) growNames();
    names[count++] = name;
    slots[slot] = count;
    if (2 * count > slots.length) growSlots();
    return count - 1;
  }

  private int slot(byte[] name) {
    int mask = slots.length - 1;
    int slot = hash(name) & mask;
    while (slots[slot] != 0 && !CString.equal(names[slots[slot] - 1], name)) slot = slot + 1 & mask;
    return slot;
  }

  private static int hash(byte[] name) {
    int hash = 0x811c9dc5;
    int length = CString.length(name);
    for (int i = 0; i < length; i++) hash = (hash ^ name[i] & 0xff) * 0x01000193;
    return hash ^ hash >>> 15;
  }

  private void growNames() {
    byte[][] more = new byte[2 * names.length][];
    System.arraycopy(names, 0, more, 0, count);
    names = more;
  }

  private void growSlots() {
    slots = new int[2 * slots.length];
    for (int i = 0; i < count; i++) slots[slot(names[i])] = i + 1;
  }
}
