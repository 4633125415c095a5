package s6j.log.stamp;

import s6j.formats.Tai64n;
import s6j.posix.Posix;

/**
 * Reads moments from text: the stamp in front of a line - a TAI64N label, or date and time as
 * s6-log and svlogd write them - and what a user gives to -s and -u.
 */
public final class LineTime {
  /** The answer where there is no time. */
  public static final long NONE = Long.MIN_VALUE;

  private static final long SECOND = 1_000_000_000L;
  private static final int SHORTEST = 10;
  private static final int TO_SECONDS = 19;

  private final Posix posix;
  private final int[] fields = new int[6];
  private final int[] told = new int[6];

  /** The local date and time told last, and the second it is: most lines share it with another. */
  private long toldSecond = NONE;

  /** Bytes of the stamp that {@link #of} found, blanks included. */
  private int length;

  public LineTime(Posix posix) {
    this.posix = posix;
  }

  public int length() {
    return length;
  }

  /** The time of a line, in nanoseconds since 1970, or {@link #NONE}. */
  public long of(byte[] line, int from, int to) {
    length = 0;
    if (to - from >= Tai64n.LABEL_SIZE && line[from] == '@') {
      long moment = Tai64n.parseLabel(line, from);
      if (moment != Tai64n.INVALID) length = blanks(line, from + Tai64n.LABEL_SIZE, to) - from;
      return moment == Tai64n.INVALID ? NONE : moment;
    }
    if (to - from < TO_SECONDS || !readDate(line, from, to)) return NONE;
    boolean utc = line[from + 10] != ' ';
    int end = endOfFraction(line, from + TO_SECONDS, to);
    length = blanks(line, end, to) - from;
    return (utc ? CivilTime.secondsOf(fields) : localSecond()) * SECOND + fraction;
  }

  /**
   * The moment that a user means: a label, {@code YYYY-MM-DD[ HH:MM[:SS]]} of local time, or {@code
   * 90s}, {@code 10m}, {@code 2h}, {@code 1d} before now.
   */
  public long given(byte[] text, int size) {
    if (size > 0 && text[0] == '@') return size == Tai64n.LABEL_SIZE ? of(text, 0, size) : NONE;
    if (size >= SHORTEST && text[4] == '-')
      return readDate(text, 0, size) ? localSecond() * SECOND : NONE;
    long unit = size < 2 ? 0 : unit(text[size - 1]);
    long count = unit == 0 ? -1 : digits(text, 0, size - 1);
    return count < 0 || size > 8 ? NONE : posix.realtimeNanos() - count * unit * SECOND;
  }

  private static long unit(byte letter) {
    return switch (letter) {
      case 's' -> 1;
      case 'm' -> 60;
      case 'h' -> 3600;
      case 'd' -> 86400;
      default -> 0;
    };
  }

  // ---- dates -----------------------------------------------------------------------------------

  private long fraction;

  /** Reads date, and hour, minute and second as far as they are there. */
  private boolean readDate(byte[] text, int from, int to) {
    for (int i = 3; i < 6; i++) fields[i] = 0;
    boolean good =
        field(0, text, from, 4, to)
            && field(1, text, from + 5, 2, to)
            && field(2, text, from + 8, 2, to);
    if (!good || text[from + 4] != '-' || text[from + 7] != '-') return false;
    if (to - from >= 16 && !(field(3, text, from + 11, 2, to) && field(4, text, from + 14, 2, to)))
      return false;
    if (to - from >= TO_SECONDS && !field(5, text, from + 17, 2, to)) return false;
    return fields[1] >= 1 && fields[1] <= 12 && fields[2] >= 1 && fields[2] <= 31;
  }

  private boolean field(int place, byte[] text, int from, int digits, int to) {
    if (from + digits > to) return false;
    long value = digits(text, from, from + digits);
    fields[place] = (int) value;
    return value >= 0;
  }

  private static long digits(byte[] text, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') return -1;
      value = value * 10 + text[i] - '0';
    }
    return value;
  }

  private int endOfFraction(byte[] line, int from, int to) {
    fraction = 0;
    if (from >= to || line[from] != '.') return from;
    int place = from + 1;
    long unit = SECOND / 10;
    while (place < to && line[place] >= '0' && line[place] <= '9') {
      fraction += (line[place] - '0') * unit;
      unit /= 10;
      place++;
    }
    return place;
  }

  private static int blanks(byte[] line, int from, int to) {
    int place = from;
    while (place < to && place < from + 2 && line[place] == ' ') place++;
    return place;
  }

  /** The second at which the local clock shows the fields: found by trying. */
  private long localSecond() {
    if (toldSecond != NONE && same(fields, told)) return toldSecond;
    long wanted = CivilTime.secondsOf(fields);
    System.arraycopy(fields, 0, told, 0, fields.length);
    long guess = wanted;
    for (int i = 0; i < 3; i++) {
      posix.localTime(guess, fields);
      guess += wanted - CivilTime.secondsOf(fields);
    }
    toldSecond = guess;
    return guess;
  }

  private static boolean same(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) if (a[i] != b[i]) return false;
    return true;
  }
}
