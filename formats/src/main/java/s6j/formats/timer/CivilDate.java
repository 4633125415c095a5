package s6j.formats.timer;

/** A day of the Gregorian calendar, moved on without allocating. */
public final class CivilDate {
  static final int SECONDS_A_DAY = 86_400;
  private static final int DAYS_OF_400_YEARS = 146_097;

  /** Days from 0000-03-01 to 1970-01-01: counted so, the leap day ends the year. */
  private static final int DAYS_TO_EPOCH = 719_468;

  /** 1970-01-01 was a Thursday; Monday is 0. */
  private static final int FIRST_WEEKDAY = 3;

  /** Days since 1970. */
  long day;

  int year;
  int month;
  int dayOfMonth;

  /** The day that is so many days after 1970-01-01. */
  void set(long epochDay) {
    day = epochDay;
    long days = epochDay + DAYS_TO_EPOCH;
    int ofEra = (int) Math.floorMod(days, (long) DAYS_OF_400_YEARS);
    int years = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * years + years / 4 - years / 100);
    int fromMarch = (5 * ofYear + 2) / 153;
    dayOfMonth = ofYear - (153 * fromMarch + 2) / 5 + 1;
    month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    year = years + (int) Math.floorDiv(days, (long) DAYS_OF_400_YEARS) * 400 + (month <= 2 ? 1 : 0);
  }

  /** Days since 1970 of a date. */
  static long dayOf(int year, int month, int dayOfMonth) {
    int shifted = month <= 2 ? year - 1 : year;
    int fromMarch = month <= 2 ? month + 9 : month - 3;
    long days =
        365L * shifted
            + Math.floorDiv(shifted, 4)
            - Math.floorDiv(shifted, 100)
            + Math.floorDiv(shifted, 400);
    return days + (153 * fromMarch + 2) / 5 + dayOfMonth - 1 - DAYS_TO_EPOCH;
  }

  /**
   * Seconds since 1970 of fields as {@link s6j.posix.Posix#localTime} fills them, read as if they
   * were those of UTC.
   */
  public static long seconds(int[] fields) {
    long days = dayOf(fields[0], fields[1], fields[2]);
    return days * SECONDS_A_DAY + fields[3] * 3600L + fields[4] * 60L + fields[5];
  }

  void nextDay() {
    if (dayOfMonth < length()) {
      day++;
      dayOfMonth++;
    } else {
      nextMonth();
    }
  }

  /** To the first of the next month. */
  void nextMonth() {
    if (month == 12) {
      nextYear();
      return;
    }
    month++;
    dayOfMonth = 1;
    day = dayOf(year, month, 1);
  }

  /** To the first of the next year. */
  void nextYear() {
    year++;
    month = 1;
    dayOfMonth = 1;
    day = dayOf(year, 1, 1);
  }

  /** 0 for Monday. */
  int weekday() {
    return (int) Math.floorMod(day + FIRST_WEEKDAY, 7L);
  }

  /** Days of the month. */
  int length() {
    if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }
}
