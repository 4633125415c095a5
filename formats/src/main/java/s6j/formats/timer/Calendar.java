package s6j.formats.timer;

import org.jspecify.annotations.Nullable;

/**
 * Moments of the calendar that come again: sets of years, months, days, weekdays, hours, minutes
 * and seconds. Made by {@link CalendarReader} and {@link CronReader}; asked for the next moment it
 * allocates nothing.
 *
 * <p>Moments are civil here: seconds since 1970 of what a clock on the wall shows, read as if it
 * were UTC. {@link Zone} makes moments of the world of them.
 */
public final class Calendar {
  static final String UTC = "UTC";
  public static final long NEVER = Long.MAX_VALUE;

  /** Years that a calendar knows. */
  static final int FIRST_YEAR = 1970;

  static final int LAST_YEAR = 2225;

  final NumberSet years = new NumberSet(FIRST_YEAR, LAST_YEAR);
  final NumberSet months = new NumberSet(1, 12);
  final NumberSet days = new NumberSet(1, 31);

  /** Days counted from the end of the month, whose last is 1. */
  final NumberSet lastDays = new NumberSet(1, 31);

  /** Monday is 0. */
  final NumberSet weekdays = new NumberSet(0, 6);

  final NumberSet hours = new NumberSet(0, 23);
  final NumberSet minutes = new NumberSet(0, 59);
  final NumberSet seconds = new NumberSet(0, 59);

  /** One of day and weekday is enough, as in cron where both are said. */
  boolean isEitherDay;

  private String zone = "";
  private @Nullable Zone own;
  private boolean goesOn;
  private boolean catchesUp;
  private final CivilDate date = new CivilDate();

  Calendar() {}

  /** It is meant in a time zone of that name, whatever the local time is. */
  Calendar in(String name) {
    zone = name;
    own = name.equals(UTC) ? Zone.UTC : null;
    return this;
  }

  /** It goes by the time that passes where clocks are set back, so that hours come twice. */
  Calendar goingOn(boolean does) {
    goesOn = does;
    return this;
  }

  /** What clocks that are set forward leave out is due then. */
  Calendar catchingUp() {
    catchesUp = true;
    return this;
  }

  /** A file of zoneinfo that has to be given, by its name; else nothing. */
  public String wantedZone() {
    return own == null ? zone : "";
  }

  /** What {@link #wantedZone} names. */
  public void give(Zone given) {
    own = given;
  }

  Zone zone(Zone local) {
    return own == null ? local : own;
  }

  boolean goesOn() {
    return goesOn;
  }

  boolean catchesUp() {
    return catchesUp;
  }

  /** The first civil moment behind another; {@link #NEVER} if there is none. */
  long next(long after) {
    long moment = after + 1;
    long day = Math.floorDiv(moment, (long) CivilDate.SECONDS_A_DAY);
    date.set(day);
    int second = secondOfDay((int) (moment - day * CivilDate.SECONDS_A_DAY));
    if (second >= 0 && isDay()) return day * CivilDate.SECONDS_A_DAY + second;
    second = secondOfDay(0);
    date.nextDay();
    while (date.year <= LAST_YEAR) {
      if (!years.has(date.year)) date.nextYear();
      else if (!months.has(date.month)) date.nextMonth();
      else if (isDay()) return date.day * CivilDate.SECONDS_A_DAY + second;
      else date.nextDay();
    }
    return NEVER;
  }

  private boolean isDay() {
    if (!years.has(date.year) || !months.has(date.month)) return false;
    boolean isOfMonth =
        days.has(date.dayOfMonth) || lastDays.has(date.length() - date.dayOfMonth + 1);
    boolean isOfWeek = weekdays.has(date.weekday());
    return isEitherDay ? isOfMonth || isOfWeek : isOfMonth && isOfWeek;
  }

  /** The first second of a day from {@code from} on, or -1. */
  private int secondOfDay(int from) {
    int hour = from / 3600;
    int minute = from / 60 % 60;
    int second = from % 60;
    for (int h = hours.from(hour); h >= 0; h = hours.from(h + 1)) {
      for (int m = minutes.from(h == hour ? minute : 0); m >= 0; m = minutes.from(m + 1)) {
        int s = seconds.from(h == hour && m == minute ? second : 0);
        if (s >= 0) return h * 3600 + m * 60 + s;
      }
    }
    return -1;
  }
}
