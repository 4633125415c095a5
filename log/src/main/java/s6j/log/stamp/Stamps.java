package s6j.log.stamp;

import s6j.formats.Tai64n;
import s6j.posix.Posix;

/**
 * The time stamps in front of log lines (s6-log page, t and T): a TAI64N label and a blank, a local
 * time and two blanks. Refreshed once a read; the digits of a local second already told are kept.
 */
public final class Stamps {
  /** {@code YYYY-MM-DD HH:MM:SS.nnnnnnnnn}. */
  public static final int LOCAL = 29;

  private static final long SECOND = 1_000_000_000L;

  /** What s6 adds to each reading of the clock (docs/specification/s6.md, E.13). */
  public static final int ROUNDING = 500;

  private final Posix posix;
  private final byte[] label = new byte[Tai64n.LABEL_SIZE + 1];
  private final byte[] local = new byte[LOCAL + 2];
  private final int[] fields = new int[6];
  private long told = Long.MIN_VALUE;
  private long nanos;

  public Stamps(Posix posix) {
    this.posix = posix;
    label[Tai64n.LABEL_SIZE] = ' ';
    local[LOCAL] = ' ';
    local[LOCAL + 1] = ' ';
  }

  /** Takes the time for the lines to come. */
  public void refresh() {
    nanos = posix.realtimeNanos() + ROUNDING;
  }

  /** Writes the stamps of or-ed {@link StampKind} bits; the place behind. */
  public int put(int kinds, byte[] into, int at) {
    int place = at;
    if (StampKind.LABEL.isIn(kinds)) place = putLabel(into, place);
    if (StampKind.LOCAL.isIn(kinds)) place = putLocal(into, place);
    if (StampKind.UTC.isIn(kinds)) place = putUtc((byte) '_', into, place);
    if (StampKind.UTC_T.isIn(kinds)) place = putUtc((byte) 'T', into, place);
    return place;
  }

  /** Writes {@code YYYY-MM-DD_HH:MM:SS.nnnnn} and a blank, as svlogd does; the place behind. */
  private int putUtc(byte separator, byte[] into, int at) {
    CivilTime.utc(nanos / SECOND, fields);
    date(fields, into, at);
    into[at + 10] = separator;
    decimal((int) (nanos % SECOND / 10_000), into, at + 20, 5);
    into[at + 25] = ' ';
    return at + 26;
  }

  /** Writes the label and its blank; the place behind. */
  private int putLabel(byte[] into, int at) {
    Tai64n.label(nanos, label, 0);
    System.arraycopy(label, 0, into, at, label.length);
    return at + label.length;
  }

  /** Writes the local time and its blanks; the place behind. */
  private int putLocal(byte[] into, int at) {
    long second = nanos / SECOND;
    if (second != told) {
      posix.localTime(second, fields);
      date(fields, local, 0);
      told = second;
    }
    decimal((int) (nanos % SECOND), local, 20, 9);
    System.arraycopy(local, 0, into, at, local.length);
    return at + local.length;
  }

  /** Writes {@code YYYY-MM-DD HH:MM:SS.} from the fields of {@link Posix#localTime}. */
  public static void date(int[] fields, byte[] into, int at) {
    decimal(fields[0], into, at, 4);
    into[at + 4] = '-';
    decimal(fields[1], into, at + 5, 2);
    into[at + 7] = '-';
    decimal(fields[2], into, at + 8, 2);
    into[at + 10] = ' ';
    decimal(fields[3], into, at + 11, 2);
    into[at + 13] = ':';
    decimal(fields[4], into, at + 14, 2);
    into[at + 16] = ':';
    decimal(fields[5], into, at + 17, 2);
    into[at + 19] = '.';
  }

  /** Writes the last {@code digits} digits of a number. */
  public static void decimal(int value, byte[] into, int at, int digits) {
    int rest = value;
    for (int i = at + digits - 1; i >= at; i--) {
      into[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
