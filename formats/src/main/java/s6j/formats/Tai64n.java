package s6j.formats;

/**
 * Moments as TAI64N: 8 bytes of TAI seconds above 2^62 - 2^62 is 1970 -, then 4 bytes of
 * nanoseconds, most significant byte first; or the same as a label, '@' and 24 hexadecimal digits.
 *
 * <p>A moment in memory is a count of nanoseconds since 1970-01-01 00:00:00 UTC, as {@link
 * s6j.posix.Posix#realtimeNanos} gives it, leap seconds not counted. An inserted second has the
 * same count as the second after it; {@link #isLeapSecond} tells them apart.
 */
public final class Tai64n {
  /** Bytes of an encoded moment. */
  public static final int SIZE = 12;

  /** Characters of a label. */
  public static final int LABEL_SIZE = 25;

  /** The answer for what is no moment, or one outside of the years 1678..2261. */
  public static final long INVALID = Long.MIN_VALUE;

  private static final long EPOCH = 1L << 62;
  private static final int TAI_AHEAD = 10;
  private static final long SECOND = 1_000_000_000;
  private static final long MOST_SECONDS = Long.MAX_VALUE / SECOND - 1;

  /** UTC seconds of the midnights that an inserted second came before; the last is 2017's. */
  private static final long[] LEAPS = {
    78796800, 94694400, 126230400, 157766400, 189302400, 220924800, 252460800,
    283996800, 315532800, 362793600, 394329600, 425865600, 489024000, 567993600,
    631152000, 662688000, 709948800, 741484800, 773020800, 820454400, 867715200,
    915148800, 1136073600, 1230768000, 1341100800, 1435708800, 1483228800,
  };

  private Tai64n() {}

  /** Writes {@link #SIZE} bytes at {@code at}. */
  public static void encode(long realtimeNanos, byte[] into, int at) {
    long seconds = Math.floorDiv(realtimeNanos, SECOND);
    BigEndian.put(EPOCH + TAI_AHEAD + seconds + leapsBefore(seconds), into, at, 8);
    BigEndian.put(Math.floorMod(realtimeNanos, SECOND), into, at + 8, 4);
  }

  /** The moment of {@link #SIZE} bytes, or {@link #INVALID}. */
  public static long decode(byte[] from, int at) {
    return moment(BigEndian.get(from, at, 8), BigEndian.get(from, at + 8, 4));
  }

  /** Writes a label, {@link #LABEL_SIZE} lower-case characters; the place behind it. */
  public static int label(long realtimeNanos, byte[] into, int at) {
    encode(realtimeNanos, into, at);
    return spread(into, at);
  }

  /** Writes the label of {@link #SIZE} bytes as they are; the place behind it. */
  public static int labelOf(byte[] encoded, int from, byte[] into, int at) {
    System.arraycopy(encoded, from, into, at, SIZE);
    return spread(into, at);
  }

  /** The moment of a label, digits in any case, or {@link #INVALID}. */
  public static long parseLabel(byte[] from, int at) {
    if (!isLabel(from, at)) return INVALID;
    return moment(hexadecimal(from, at + 1, 16), hexadecimal(from, at + 17, 8));
  }

  /** Whether a label, of whatever moment, stands at {@code at}. */
  public static boolean isLabel(byte[] from, int at) {
    if (at + LABEL_SIZE > from.length || from[at] != '@') return false;
    for (int i = at + 1; i < at + LABEL_SIZE; i++) if (digit(from[i]) < 0) return false;
    return true;
  }

  /** Whether the label at {@code at} is within a second that was inserted: 23:59:60 UTC. */
  public static boolean isLeapSecond(byte[] from, int at) {
    return isLabel(from, at) && isInserted(hexadecimal(from, at + 1, 16) - EPOCH - TAI_AHEAD);
  }

  /** Turns the label at {@code at} into the one that follows it, a nanosecond later. */
  public static void advanceLabel(byte[] label, int at) {
    long nanos = hexadecimal(label, at + 17, 8) + 1;
    boolean carries = nanos >= SECOND;
    BigEndian.put(hexadecimal(label, at + 1, 16) + (carries ? 1 : 0), label, at, 8);
    BigEndian.put(carries ? 0 : nanos, label, at + 8, 4);
    spread(label, at);
  }

  private static long moment(long label, long nanos) {
    long tai = label - EPOCH - TAI_AHEAD;
    if (label < 0 || nanos >= SECOND || tai > MOST_SECONDS || tai < -MOST_SECONDS) return INVALID;
    return (tai - leapsUpTo(tai)) * SECOND + nanos;
  }

  private static int leapsBefore(long utcSeconds) {
    int leaps = 0;
    while (leaps < LEAPS.length && utcSeconds >= LEAPS[leaps]) leaps++;
    return leaps;
  }

  /** Leap seconds that are over at a moment which counts them. */
  private static int leapsUpTo(long taiSeconds) {
    int leaps = 0;
    while (leaps < LEAPS.length && taiSeconds > LEAPS[leaps] + leaps) leaps++;
    return leaps;
  }

  private static boolean isInserted(long taiSeconds) {
    for (int i = 0; i < LEAPS.length; i++) if (taiSeconds == LEAPS[i] + i) return true;
    return false;
  }

  /** Turns the 12 bytes at {@code at} into a label in place, from its end so that none is lost. */
  private static int spread(byte[] into, int at) {
    for (int i = SIZE - 1; i >= 0; i--) {
      int value = into[at + i];
      into[at + 2 * i + 2] = hexadecimalDigit(value & 15);
      into[at + 2 * i + 1] = hexadecimalDigit(value >> 4 & 15);
    }
    into[at] = '@';
    return at + LABEL_SIZE;
  }

  private static byte hexadecimalDigit(int value) {
    return (byte) (value < 10 ? '0' + value : 'a' + value - 10);
  }

  private static long hexadecimal(byte[] from, int at, int digits) {
    long value = 0;
    for (int i = at; i < at + digits; i++) value = value << 4 | digit(from[i]);
    return value;
  }

  private static int digit(int c) {
    if (c >= '0' && c <= '9') return c - '0';
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
