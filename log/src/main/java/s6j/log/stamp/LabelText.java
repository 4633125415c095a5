package s6j.log.stamp;

import s6j.formats.Tai64n;
import s6j.posix.Posix;

/** A TAI64N label as {@code YYYY-MM-DD HH:MM:SS.nnnnnnnnn}, local or UTC; a leap second is :60. */
final class LabelText {
  static final int LENGTH = Stamps.LOCAL;

  private static final long SECOND = 1_000_000_000L;
  private final Posix posix;
  private final byte[] text = new byte[LENGTH];
  private final int[] fields = new int[6];

  LabelText(Posix posix) {
    this.posix = posix;
  }

  byte[] bytes() {
    return text;
  }

  /** Converts the label at {@code at}; false if there is none, or one before 1970. */
  boolean read(byte[] line, int at, boolean utc) {
    long moment = Tai64n.parseLabel(line, at);
    if (moment < 0) return false;
    boolean leap = Tai64n.isLeapSecond(line, at);
    long second = moment / SECOND - (leap ? 1 : 0);
    if (second < 0) return false;
    if (utc) CivilTime.utc(second, fields);
    else posix.localTime(second, fields);
    if (leap) fields[5]++;
    Stamps.date(fields, text, 0);
    Stamps.decimal((int) (moment % SECOND), text, 20, 9);
    return true;
  }
}
