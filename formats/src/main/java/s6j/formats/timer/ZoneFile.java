package s6j.formats.timer;

import org.jspecify.annotations.Nullable;

/**
 * A time zone as zoneinfo has it (RFC 8536): moments at which the clocks were changed, and the rule
 * for those behind the last of them. Asked for an offset it allocates nothing.
 */
public final class ZoneFile implements Zone {
  private static final int HEADER = 44;
  private static final int MOST = 100_000;

  private final byte[] content;
  private final int end;
  private int at;
  private int isUtcCount;
  private int isStandardCount;
  private int leapCount;
  private int timeCount;
  private int typeCount;
  private int nameCount;
  private long[] changes = {};
  private int[] offsets = {};

  /** Where a moment lies before the first change. */
  private int first;

  private @Nullable ZoneRule rule;

  private ZoneFile(byte[] content, int length) {
    this.content = content;
    this.end = length;
  }

  /** The zone of a file's content; null if that is none. */
  public static @Nullable ZoneFile of(byte[] content, int length) {
    ZoneFile zone = new ZoneFile(content, length);
    return zone.read() ? zone : null;
  }

  private boolean read() {
    if (!readHeader()) return false;
    boolean isLong = content[4] >= '2';
    if (isLong) {
      at += size(4);
      if (!readHeader()) return false;
    }
    int width = isLong ? 8 : 4;
    int behind = at + size(width);
    if (typeCount == 0 || behind > end || !readChanges(width)) return false;
    at = behind;
    if (isLong) readRule();
    return true;
  }

  private boolean readHeader() {
    boolean isThere = end - at >= HEADER && content[at] == 'T' && content[at + 1] == 'Z';
    if (!isThere || content[at + 2] != 'i' || content[at + 3] != 'f') return false;
    isUtcCount = (int) number(at + 20, 4);
    isStandardCount = (int) number(at + 24, 4);
    leapCount = (int) number(at + 28, 4);
    timeCount = (int) number(at + 32, 4);
    typeCount = (int) number(at + 36, 4);
    nameCount = (int) number(at + 40, 4);
    at += HEADER;
    return isCount(isUtcCount) && isCount(isStandardCount) && isCount(leapCount) && hasCounts();
  }

  private boolean hasCounts() {
    return isCount(timeCount) && isCount(typeCount) && isCount(nameCount);
  }

  private static boolean isCount(int count) {
    return count >= 0 && count <= MOST;
  }

  /** Bytes behind the header. */
  private int size(int width) {
    return timeCount * (width + 1)
        + typeCount * 6
        + nameCount
        + leapCount * (width + 4)
        + isStandardCount
        + isUtcCount;
  }

  private boolean readChanges(int width) {
    changes = new long[timeCount];
    offsets = new int[timeCount];
    int indexes = at + timeCount * width;
    int types = indexes + timeCount;
    first = (int) number(types, 4);
    for (int i = 0; i < timeCount; i++) {
      int type = content[indexes + i] & 255;
      if (type >= typeCount) return false;
      changes[i] = number(at + i * width, width);
      offsets[i] = (int) number(types + type * 6, 4);
    }
    return true;
  }

  /** Between two newlines. */
  private void readRule() {
    int last = at + 1;
    while (last < end && content[last] != '\n') last++;
    if (last < end) rule = ZoneRule.of(content, at + 1, last);
  }

  /** With a sign, the highest byte first. */
  private long number(int from, int width) {
    long number = content[from];
    for (int i = 1; i < width; i++) number = number << 8 | content[from + i] & 255;
    return number;
  }

  @Override
  public long offset(long moment) {
    int count = changes.length;
    boolean isBehind = count == 0 || moment >= changes[count - 1];
    if (isBehind && rule != null) return rule.offset(moment);
    if (count == 0 || moment < changes[0]) return first;
    int low = 0;
    int high = count;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (changes[middle] <= moment) low = middle;
      else high = middle;
    }
    return offsets[low];
  }
}
