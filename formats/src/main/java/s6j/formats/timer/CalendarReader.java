package s6j.formats.timer;

import org.jspecify.annotations.Nullable;

/**
 * Reads calendars as the systemd.time page writes them: {@code Mon..Fri 03:00}, {@code *-*-01
 * 00:00:00}, {@code *:0/15}, {@code *-02~1}, {@code daily}, with {@code UTC} or the name of another
 * time zone behind it if that is meant. Whole seconds only.
 */
public final class CalendarReader {
  private static final String[] WEEKDAYS = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
  };

  /** Names of calendars, each with what it stands for. */
  private static final String[] NAMES = {
    "minutely", "*-*-* *:*:00",
    "hourly", "*-*-* *:00:00",
    "daily", "*-*-* 00:00:00",
    "weekly", "Mon *-*-* 00:00:00",
    "monthly", "*-*-01 00:00:00",
    "quarterly", "*-01,04,07,10-01 00:00:00",
    "semiannually", "*-01,07-01 00:00:00",
    "yearly", "*-01-01 00:00:00",
    "annually", "*-01-01 00:00:00",
  };

  private final Calendar calendar = new Calendar();
  private final FieldText words;
  private @Nullable String problem;

  public CalendarReader(String text) {
    words = new FieldText(text);
  }

  /** The calendar; null if it is none, and {@link #problem} says why. */
  public @Nullable Calendar read() {
    String word = words.next();
    if (word.isEmpty()) return refuse("nothing is said");
    String meant = named(word);
    if (meant != null) return readNamed(meant);
    if (isLetter(word.charAt(0))) {
      readWeekdays(word);
      word = words.next();
    } else {
      calendar.weekdays.addAll();
    }
    word = readDate(word);
    word = readTime(word);
    if (!word.isEmpty() && problem == null) readZone(word);
    calendar.goingOn(calendar.hours.isWhole());
    return problem == null ? calendar : null;
  }

  public String problem() {
    return problem == null ? "" : problem;
  }

  private @Nullable Calendar refuse(String text) {
    if (problem == null) problem = text;
    return null;
  }

  private @Nullable Calendar readNamed(String meant) {
    CalendarReader reader = new CalendarReader(meant);
    Calendar named = reader.read();
    String zone = words.next();
    if (zone.isEmpty()) return named;
    readZone(zone);
    return problem == null ? named.in(calendar.wantedZone().isEmpty() ? Calendar.UTC : zone) : null;
  }

  private static @Nullable String named(String word) {
    for (int i = 0; i < NAMES.length; i += 2)
      if (FieldText.equalIgnoringCase(NAMES[i], word)) return NAMES[i + 1];
    return null;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
  }

  private void readZone(String word) {
    if (!words.next().isEmpty()) refuse("too many words");
    else if (FieldText.equalIgnoringCase(Calendar.UTC, word)) calendar.in(Calendar.UTC);
    else if (isZone(word)) calendar.in(word);
    else refuse("no time zone: " + word);
  }

  /** Names as {@code Europe/Berlin}: no part of them is empty or begins with a dot. */
  private static boolean isZone(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      boolean begins = i == 0 || word.charAt(i - 1) == '/';
      boolean isMiddle = c >= '0' && c <= '9' || c == '_' || c == '+' || c == '-' || c == '/';
      if (begins ? c < 'A' || c > 'Z' : !isLetter(c) && !isMiddle) return false;
    }
    return !word.endsWith("/");
  }

  private void readWeekdays(String word) {
    for (int from = 0; from < word.length() && problem == null; ) {
      int to = FieldText.find(word, ',', from);
      readWeekdayRange(word, from, to);
      from = to + 1;
    }
  }

  private void readWeekdayRange(String word, int from, int to) {
    int dots = word.indexOf("..", from);
    int dash = word.indexOf('-', from);
    int end = dots >= 0 && dots < to ? dots : dash >= 0 && dash < to ? dash : to;
    int first = weekday(word, from, end);
    int last = end == to ? first : weekday(word, end == dots ? end + 2 : end + 1, to);
    if (first < 0 || last < 0) return;
    for (int day = first; day != last; day = (day + 1) % 7) calendar.weekdays.add(day);
    calendar.weekdays.add(last);
  }

  /** Whole or as three letters. */
  private int weekday(String word, int from, int to) {
    String name = word.substring(from, to);
    for (int i = 0; i < WEEKDAYS.length; i++)
      if (FieldText.equalIgnoringCase(WEEKDAYS[i], name)
          || FieldText.equalIgnoringCase(WEEKDAYS[i].substring(0, 3), name)) return i;
    refuse("no weekday: " + name);
    return -1;
  }

  /** What is left: the time that is written behind the date, or the next word. */
  private String readDate(String word) {
    int t = word.indexOf('T');
    String date = t < 0 ? word : word.substring(0, t);
    if (date.indexOf('-') < 0 && date.indexOf('~') < 0) {
      calendar.years.addAll();
      calendar.months.addAll();
      calendar.days.addAll();
      return word;
    }
    int last = Math.max(date.lastIndexOf('-'), date.lastIndexOf('~'));
    int first = date.indexOf('-');
    if (first < 0 || first == last) {
      calendar.years.addAll();
      component(date.substring(0, last), calendar.months, false);
    } else {
      readYears(date.substring(0, first));
      component(date.substring(first + 1, last), calendar.months, false);
    }
    boolean isFromEnd = date.charAt(last) == '~';
    NumberSet set = isFromEnd ? calendar.lastDays : calendar.days;
    component(date.substring(last + 1), set, isFromEnd);
    if (t < 0) return words.next();
    if (word.indexOf(':', t) < 0) refuse("no time behind T: " + word);
    return word.substring(t + 1);
  }

  /** Two digits are a year from 1970 to 2069. */
  private void readYears(String text) {
    int number = FieldText.number(text, 0, text.length());
    boolean isShort = text.length() <= 2 && number >= 0;
    if (isShort) calendar.years.add(number + (number < 70 ? 2000 : 1900));
    else component(text, calendar.years, false);
  }

  private String readTime(String word) {
    int colon = word.indexOf(':');
    if (colon < 0) {
      calendar.hours.add(0);
      calendar.minutes.add(0);
      calendar.seconds.add(0);
      return word;
    }
    int second = word.indexOf(':', colon + 1);
    component(word.substring(0, colon), calendar.hours, false);
    component(
        word.substring(colon + 1, second < 0 ? word.length() : second), calendar.minutes, false);
    if (second < 0) calendar.seconds.add(0);
    else component(word.substring(second + 1), calendar.seconds, false);
    return words.next();
  }

  /** Numbers, ranges, steps, with commas between them; {@code *} for all. */
  private void component(String text, NumberSet set, boolean isFromEnd) {
    if (text.isEmpty()) refuse("a number is missing");
    if (text.equals("*")) {
      set.addAll();
      return;
    }
    for (int from = 0; from < text.length() && problem == null; ) {
      int to = FieldText.find(text, ',', from);
      item(text.substring(from, to), set, isFromEnd);
      from = to + 1;
    }
  }

  private void item(String item, NumberSet set, boolean isFromEnd) {
    int slash = FieldText.find(item, '/', 0);
    int dots = item.indexOf("..");
    int end = dots < 0 ? slash : dots;
    boolean isAny = item.startsWith("*") && end == 1 && dots < 0;
    int first = isAny ? set.least : FieldText.number(item, 0, end);
    int usual = slash == item.length() ? first : isFromEnd ? set.least : set.most;
    int last = dots < 0 ? usual : FieldText.number(item, dots + 2, slash);
    int step = slash == item.length() ? 1 : FieldText.number(item, slash + 1, item.length());
    if (item.indexOf('.') >= 0 && dots < 0) refuse("whole seconds only: " + item);
    else if (first < 0 || last < 0 || step <= 0) refuse("no number, range or step: " + item);
    else if (!set.takes(first) || !set.takes(last))
      refuse("not from " + set.least + " to " + set.most + ": " + item);
    else if (isFromEnd ? first < last : first > last)
      refuse("a range that ends before it begins: " + item);
    else if (isFromEnd) for (int i = first; i >= last; i -= step) set.add(i);
    else for (int i = first; i <= last; i += step) set.add(i);
  }
}
