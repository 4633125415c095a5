package s6j.execline.pattern;

/** Sorts words by their bytes: a merge sort, without recursion. */
final class Sorting {
  private byte[][] words;
  private final byte[][] result;

  Sorting(byte[][] words) {
    this.words = words;
    result = words;
  }

  void sort() {
    byte[][] other = new byte[words.length][];
    for (int width = 1; width < words.length; width *= 2) {
      for (int from = 0; from < words.length; from += 2 * width) merge(other, from, width);
      byte[][] merged = other;
      other = words;
      words = merged;
    }
    if (words != result) System.arraycopy(words, 0, result, 0, words.length);
  }

  private void merge(byte[][] into, int from, int width) {
    int left = from;
    int middle = Math.min(from + width, words.length);
    int right = middle;
    int end = Math.min(middle + width, words.length);
    for (int i = from; i < end; i++) {
      boolean takesLeft =
          left < middle && (right >= end || compare(words[left], words[right]) <= 0);
      into[i] = takesLeft ? words[left++] : words[right++];
    }
  }

  static int compare(byte[] one, byte[] other) {
    int length = Math.min(one.length, other.length);
    for (int i = 0; i < length; i++)
      if (one[i] != other[i]) return (one[i] & 0xff) - (other[i] & 0xff);
    return one.length - other.length;
  }
}
