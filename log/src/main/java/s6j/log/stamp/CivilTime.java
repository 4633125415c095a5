package s6j.log.stamp;

/** The calendar of UTC. */
public final class CivilTime {
  private static final int SECONDS_A_DAY = 86400;
  private static final int DAYS_OF_400_YEARS = 146097;

  /** Days from 0000-03-01 to 1970-01-01: counted so, the leap day ends the year. */
  private static final int DAYS_TO_EPOCH = 719468;

  private CivilTime() {}

  /**
   * Fills year, month 1..12, day, hour, minute, second of a moment from 1970 on, like {@link
   * s6j.posix.Posix#localTime}.
   */
  public static void utc(long seconds, int[] fields) {
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

  /** Seconds from 1970 to a UTC date and time. */
  static long secondsOf(int[] fields) {
    int year = fields[1] <= 2 ? fields[0] - 1 : fields[0];
    int month = fields[1] <= 2 ? fields[1] + 9 : fields[1] - 3;
    long days = 365L * year + year / 4 - year / 100 + year / 400;
    days += (153 * month + 2) / 5 + fields[2] - 1 - DAYS_TO_EPOCH;
    return days * SECONDS_A_DAY + fields[3] * 3600L + fields[4] * 60L + fields[5];
  }
}
