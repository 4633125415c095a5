package s6j.portable.text;

/** Lines in memory, sorted by a merge sort: of equal ones the first stays the first. */
final class LineList {
  private byte[][] lines = new byte[1024][];
  private int count;

  void add(byte[] line) {
    if (count == lines.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(lines, 0, more, 0, count);
      lines = more;
    }
    lines[count++] = line;
  }

  int count() {
    return count;
  }

  byte[] line(int i) {
    return lines[i];
  }

  /** Whether each line comes behind the one before, or is equal to it unless {@code strictly}. */
  boolean isSorted(Comparison comparison, boolean strictly) {
    int most = strictly ? -1 : 0;
    for (int i = 1; i < count; i++)
      if (comparison.compare(lines[i - 1], lines[i]) > most) return false;
    return true;
  }

  void sort(Comparison comparison) {
    byte[][] other = new byte[lines.length][];
    for (int width = 1; width < count && width > 0; width *= 2) {
      for (int from = 0; from < count; from += 2 * width) merge(other, from, width, comparison);
      byte[][] merged = other;
      other = lines;
      lines = merged;
    }
  }

  private void merge(byte[][] into, int from, int width, Comparison comparison) {
    int middle = Math.min(from + width, count);
    int end = Math.min(middle + width, count);
    int left = from;
    int right = middle;
    for (int i = from; i < end; i++) {
      boolean takesLeft =
          left < middle && (right >= end || comparison.compare(lines[left], lines[right]) <= 0);
      into[i] = takesLeft ? lines[left++] : lines[right++];
    }
  }

  /** Of sorted lines that are equal the first is left. */
  void unite(Comparison comparison) {
    int kept = 0;
    for (int i = 0; i < count; i++)
      if (kept == 0 || comparison.compare(lines[kept - 1], lines[i]) != 0) lines[kept++] = lines[i];
    count = kept;
  }
}
