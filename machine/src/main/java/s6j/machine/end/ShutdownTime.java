package s6j.machine.end;

import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/**
 * When a shutdown is to be: {@code now}, so many minutes from now ({@code +5} or {@code 5}), or at
 * {@code hh:mm} of the machine's time, tomorrow if that is past.
 */
final class ShutdownTime {
  /** The answer for what is no time. */
  static final long WRONG_USE = Long.MIN_VALUE;

  /** The answer for what looks like a time of the day and is none. */
  static final long WRONG_FORMAT = Long.MIN_VALUE + 1;

  private static final long SECOND = 1_000_000_000;
  private static final int MINUTE = 60;
  private static final int DAY = 86400;
  private static final int DAY_MINUTES = 1440;
  private static final int HOUR_FIELD = 3;
  private static final int MINUTE_FIELD = 4;
  private static final int SECOND_FIELD = 5;

  private final Posix posix;
  private final int[] fields = new int[6];

  ShutdownTime(Posix posix) {
    this.posix = posix;
  }

  /** Nanoseconds from now. */
  long delay(byte[] text) {
    if (CString.is(text, "now")) return 0;
    int length = CString.length(text);
    int from = length > 0 && text[0] == '+' ? 1 : 0;
    int colon = from == 0 ? CString.indexOf(text, ':') : -1;
    if (colon >= 0) return untilHour(text, colon, length);
    long minutes = Decimal.parse(text, from, length, 10);
    // The product has 32 bits with a sign, as in the reference.
    return minutes == Decimal.INVALID ? WRONG_USE : (int) (minutes * MINUTE) * SECOND;
  }

  private long untilHour(byte[] text, int colon, int length) {
    long hour = Decimal.parse(text, 0, colon, 10);
    long minute = Decimal.parse(text, colon + 1, length, 10);
    boolean isTime = colon <= 2 && length == colon + 3 && hour >= 0 && minute >= 0;
    if (!isTime || hour > 23 || minute > 59) return WRONG_FORMAT;
    long now = posix.realtimeNanos();
    long seconds = now / SECOND;
    int error = posix.localTime(seconds, fields);
    if (error < 0) return WRONG_FORMAT;
    int wanted = (int) (hour * MINUTE + minute);
    long moment = seconds - fields[SECOND_FIELD] + (wanted - minuteOfDay()) * (long) MINUTE;
    moment = mended(moment, wanted);
    if (moment < seconds) moment = mended(moment + DAY, wanted);
    return moment * SECOND - now;
  }

  private int minuteOfDay() {
    return fields[HOUR_FIELD] * MINUTE + fields[MINUTE_FIELD];
  }

  /** Where the clock is put forward or back in between, by so much. */
  private long mended(long moment, int wanted) {
    if (posix.localTime(moment, fields) < 0) return moment;
    int difference = wanted - minuteOfDay();
    if (difference > DAY_MINUTES / 2) difference -= DAY_MINUTES;
    if (difference < -DAY_MINUTES / 2) difference += DAY_MINUTES;
    return moment + difference * (long) MINUTE;
  }
}
