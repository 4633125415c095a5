package s6j.log.ship;

import s6j.formats.ByteSink;

/**
 * Lines of one file on their way, written as the receiver wants them. They are sent together, or
 * where it refuses that, the first half of them. Allocates nothing once made.
 */
final class Batch {
  static final int MOST_LINES = 1000;
  private static final int CAPACITY = 1 << 18;

  private final LineFormat format;
  private final int longest;
  private final ByteSink bytes = new ByteSink(CAPACITY);
  private final int[] begins = new int[MOST_LINES];
  private final int[] ends = new int[MOST_LINES];
  private final long[] offsets = new long[MOST_LINES];
  private final int[] lengths = new int[MOST_LINES];
  private final long[] hashes = new long[MOST_LINES];
  private final long[] stamps = new long[MOST_LINES];
  private int count;

  /** What is sent: from {@code first} up to {@code until}. */
  private int first;

  private int until;

  Batch(LineFormat format, int lineLength) {
    this.format = format;
    longest = format.most(lineLength) + 1;
  }

  boolean isEmpty() {
    return first == count;
  }

  boolean isFull() {
    return count == MOST_LINES || CAPACITY - bytes.length() < longest;
  }

  void clear() {
    bytes.cut(0);
    count = 0;
    first = 0;
    until = 0;
  }

  void add(Logged line, long origin) {
    if (format.hasCommas && count > 0) bytes.put(',');
    begins[count] = bytes.length();
    format.put(bytes, line, origin);
    ends[count] = bytes.length();
    offsets[count] = line.end();
    lengths[count] = line.length;
    hashes[count] = line.hash;
    stamps[count] = line.stamp;
    count++;
  }

  /** All that is left is sent next. */
  void takeAll() {
    until = count;
  }

  /** The first half of it is sent next; false if it is a single line. */
  boolean halve() {
    if (until - first < 2) return false;
    until = first + (until - first) / 2;
    return true;
  }

  /** How many lines are sent. */
  int size() {
    return until - first;
  }

  byte[] array() {
    return bytes.array();
  }

  int begin() {
    return begins[first];
  }

  int end() {
    return ends[until - 1];
  }

  /** What was sent is done with; the place behind it. */
  void pass(ShipPlace place) {
    int last = until - 1;
    place.offset = offsets[last];
    place.length = lengths[last];
    place.hash = hashes[last];
    place.stamp = stamps[last];
    first = until;
  }
}
