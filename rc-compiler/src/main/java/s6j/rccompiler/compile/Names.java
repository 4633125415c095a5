package s6j.rccompiler.compile;

import s6j.posix.CString;

/** A growing list of names, and their order by bytes. */
final class Names {
  private byte[][] names = new byte[64][];
  private int count;

  void add(byte[] name) {
    if (count == names.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(names, 0, more, 0, count);
      names = more;
    }
    names[count++] = name;
  }

  byte[][] toArray() {
    byte[][] array = new byte[count][];
    System.arraycopy(names, 0, array, 0, count);
    return array;
  }

  /** Sorts by unsigned bytes, as strcmp does; a merge sort from below, without recursion. */
  static void sort(byte[][] names) {
    byte[][] from = names;
    byte[][] to = new byte[names.length][];
    for (int width = 1; width < names.length; width *= 2) {
      for (int start = 0; start < names.length; start += 2 * width) merge(from, to, start, width);
      byte[][] swapped = from;
      from = to;
      to = swapped;
    }
    if (from != names) System.arraycopy(from, 0, names, 0, names.length);
  }

  private static void merge(byte[][] from, byte[][] to, int start, int width) {
    int middle = Math.min(start + width, from.length);
    int end = Math.min(start + 2 * width, from.length);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  static int compare(byte[] a, byte[] b) {
    int first = CString.length(a);
    int second = CString.length(b);
    for (int i = 0; i < first && i < second; i++) {
      int difference = (a[i] & 0xff) - (b[i] & 0xff);
      if (difference != 0) return difference;
    }
    return first - second;
  }
}
