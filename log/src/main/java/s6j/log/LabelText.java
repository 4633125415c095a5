package s6j.log;

import s6j.formats.Tai64n;
import s6j.posix.Posix;

/** A TAI64N label as {@code YYYY-MM-DD HH:MM:SS.nnnnnnnnn}, local or UTC; a leap second is :60. */
final class LabelText {
  static final int LENGTH = Stamps.LOCAL;

  private static final long SECOND = 1_000_000_000L;
  private static final int SECONDS_A_DAY = 86400;
  private static final int DAYS_OF_400_YEARS = 146097;

  /** Days from 0000-03-01 to 1970-01-01: counted so, the leap day ends the year. */
  private static final int DAYS_TO_EPOCH = 719468;

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
    if (utc) utcFields(second);
    else posix.localTime(second, fields);
    if (leap) fields[5]++;
    Stamps.date(fields, text, 0);
    Stamps.decimal((int) (moment % SECOND), text, 20, 9);
    return true;
  }

  private void utcFields(long seconds) {
    long days = seconds / SECONDS_A_DAY + DAYS_TO_EPOCH;
    int ofEra = (int) (days % DAYS_OF_400_YEARS);
    int years = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
    int ofYear = ofEra - (365 * years + years / 4 - years / 100);
    int month = (5 * ofYear + 2) / 153;
    fields[2] = ofYear - (153 * month + 2) / 5 + 1;
    fields[1] = month < 10 ? month + 3 : month - 9;
    fields[0] = years + (int) (days / DAYS_OF_400_YEARS) * 400 + (fields[1] <= 2 ? 1 : 0);
    int ofDay = (int) (seconds % SECONDS_A_DAY);
    fields[3] = ofDay / 3600;
    fields[4] = ofDay / 60 % 60;
    fields[5] = ofDay % 60;
  }
}
