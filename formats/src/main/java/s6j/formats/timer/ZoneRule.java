package s6j.formats.timer;

import org.jspecify.annotations.Nullable;

/**
 * When clocks are changed each year, as the variable TZ of POSIX says it: {@code
 * CET-1CEST,M3.5.0,M10.5.0/3}. Asked for an offset it allocates nothing.
 */
final class ZoneRule implements Zone {
  private static final int HOUR = 3600;
  private static final int USUAL_TIME = 2 * HOUR;

  /** A day of each year, and a second of it, which may lie days before or behind. */
  private static final class Day {
    /** M, J or 0. */
    private byte kind;

    private int month;
    private int week;
    private int day;
    private int second = USUAL_TIME;

    /** As the clock on the wall shows it, in seconds since 1970. */
    long moment(int year) {
      return date(year) * CivilDate.SECONDS_A_DAY + second;
    }

    private long date(int year) {
      if (kind == '0') return CivilDate.dayOf(year, 1, 1) + day;
      boolean isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
      // Of days of Julius the leap day has no number.
      if (kind == 'J') return CivilDate.dayOf(year, 1, 1) + day - (isLeap && day >= 60 ? 0 : 1);
      long begin = CivilDate.dayOf(year, month, 1);
      // 1970-01-01 was the fourth day of a week that begins with Sunday as 0.
      int weekday = (int) Math.floorMod(begin + 4, 7L);
      long found = begin + Math.floorMod(day - weekday, 7) + (week - 1) * 7L;
      long next =
          month == 12 ? CivilDate.dayOf(year + 1, 1, 1) : CivilDate.dayOf(year, month + 1, 1);
      return found >= next ? found - 7 : found;
    }
  }

  private final byte[] text;
  private final int end;
  private int at;
  private boolean isBad;
  private int standard;
  private int summer;
  private boolean hasSummer;
  private final Day begins = new Day();
  private final Day ends = new Day();
  private final CivilDate date = new CivilDate();

  private ZoneRule(byte[] text, int from, int end) {
    this.text = text;
    this.at = from;
    this.end = end;
  }

  /** The rule that stands there; null if it is none. */
  static @Nullable ZoneRule of(byte[] text, int from, int end) {
    ZoneRule rule = new ZoneRule(text, from, end);
    rule.read();
    return rule.isBad || rule.at != end ? null : rule;
  }

  private void read() {
    readName();
    standard = -time();
    if (at == end) return;
    hasSummer = true;
    readName();
    summer = at < end && text[at] != ',' ? -time() : standard + HOUR;
    readDay(begins);
    readDay(ends);
  }

  private boolean isAt(char c) {
    return at < end && text[at] == c;
  }

  /** Letters, or whatever stands in brackets. */
  private void readName() {
    int from = at;
    boolean isQuoted = isAt('<');
    while (at < end && (isQuoted ? text[at] != '>' : isLetter(text[at]))) at++;
    if (isQuoted && isAt('>')) at++;
    if (at == from) isBad = true;
  }

  private static boolean isLetter(byte c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private int number() {
    int from = at;
    int number = 0;
    while (at < end && at - from < 4 && text[at] >= '0' && text[at] <= '9')
      number = number * 10 + text[at++] - '0';
    if (at == from) isBad = true;
    return number;
  }

  /** HOURS, HOURS:MINUTES or HOURS:MINUTES:SECONDS, with a sign or none, in seconds. */
  private int time() {
    boolean isLess = isAt('-');
    if (isLess || isAt('+')) at++;
    int seconds = number() * HOUR;
    for (int unit = 60; unit > 0 && isAt(':'); unit /= 60) {
      at++;
      seconds += number() * unit;
    }
    return isLess ? -seconds : seconds;
  }

  private void readDay(Day day) {
    take(',');
    day.kind = (byte) (isAt('M') ? 'M' : isAt('J') ? 'J' : '0');
    if (day.kind != '0') at++;
    if (day.kind == 'M') {
      day.month = number();
      take('.');
      day.week = number();
      take('.');
      if (day.month < 1 || day.month > 12 || day.week < 1 || day.week > 5) isBad = true;
    }
    day.day = number();
    if (day.day > (day.kind == 'M' ? 6 : 365)) isBad = true;
    if (!isAt('/')) return;
    at++;
    day.second = time();
  }

  private void take(char c) {
    if (isAt(c)) at++;
    else isBad = true;
  }

  @Override
  public long offset(long moment) {
    if (!hasSummer) return standard;
    date.set(Math.floorDiv(moment + standard, (long) CivilDate.SECONDS_A_DAY));
    long begin = begins.moment(date.year) - standard;
    long finish = ends.moment(date.year) - summer;
    boolean isSummer =
        begin < finish ? moment >= begin && moment < finish : moment >= begin || moment < finish;
    return isSummer ? summer : standard;
  }
}
