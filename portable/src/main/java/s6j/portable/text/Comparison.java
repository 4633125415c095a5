package s6j.portable.text;

/** The order of lines: by their bytes, without signs, the shorter first. */
final class Comparison {
  private final boolean skipsBlanks;
  private final boolean ignoresCase;
  private final boolean isReversed;

  Comparison(boolean skipsBlanks, boolean ignoresCase, boolean isReversed) {
    this.skipsBlanks = skipsBlanks;
    this.ignoresCase = ignoresCase;
    this.isReversed = isReversed;
  }

  /** Negative, 0 or positive: whether one comes before the other. */
  int compare(byte[] one, byte[] other) {
    int result = forwards(one, other);
    return isReversed ? -result : result;
  }

  private int forwards(byte[] one, byte[] other) {
    int i = begin(one);
    int k = begin(other);
    for (; i < one.length && k < other.length; i++, k++)
      if (one[i] != other[k] && seen(one[i]) != seen(other[k]))
        return seen(one[i]) - seen(other[k]);
    return one.length - i - (other.length - k);
  }

  private int begin(byte[] line) {
    int begin = 0;
    while (skipsBlanks && begin < line.length && (line[begin] == ' ' || line[begin] == '\t'))
      begin++;
    return begin;
  }

  private int seen(byte b) {
    return ignoresCase && b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff;
  }
}
