package s6j.formats.timer;

import org.jspecify.annotations.Nullable;

/**
 * Reads the five fields of a crontab - minute, hour, day of the month, month, weekday - or one of
 * cron's names for them, such as {@code @daily}; not {@code @reboot}, which is no calendar.
 */
public final class CronReader {
  private static final String[] WEEKDAYS = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
  private static final String[] MONTHS = {
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"
  };
  private static final String[] NO_NAMES = {};
  private static final String[] NAMES = {
    "@yearly", "0 0 1 1 *",
    "@annually", "0 0 1 1 *",
    "@monthly", "0 0 1 * *",
    "@weekly", "0 0 * * 0",
    "@daily", "0 0 * * *",
    "@midnight", "0 0 * * *",
    "@hourly", "0 * * * *",
  };

  private final Calendar calendar = new Calendar();
  private final FieldText words;
  private @Nullable String problem;

  public CronReader(String text) {
    words = new FieldText(text);
  }

  /** The calendar; null if it is none, and {@link #problem} says why. */
  public @Nullable Calendar read() {
    String minute = words.next();
    for (int i = 0; i < NAMES.length; i += 2)
      if (FieldText.equalIgnoringCase(NAMES[i], minute) && words.next().isEmpty())
        return new CronReader(NAMES[i + 1]).read();
    if (minute.startsWith("@")) return refuse("no name of cron's: " + minute);
    String hour = words.next();
    String day = words.next();
    String month = words.next();
    String weekday = words.next();
    if (weekday.isEmpty() || !words.next().isEmpty())
      return refuse("not five fields: minute, hour, day, month, weekday");
    calendar.years.addAll();
    calendar.seconds.add(0);
    field(minute, calendar.minutes, NO_NAMES, 0);
    field(hour, calendar.hours, NO_NAMES, 0);
    field(day, calendar.days, NO_NAMES, 0);
    field(month, calendar.months, MONTHS, 1);
    readWeekdays(weekday);
    calendar.isEitherDay = !day.startsWith("*") && !weekday.startsWith("*");
    boolean goesOn = minute.startsWith("*") || hour.startsWith("*");
    calendar.goingOn(goesOn);
    if (!goesOn) calendar.catchingUp();
    return problem == null ? calendar : null;
  }

  public String problem() {
    return problem == null ? "" : problem;
  }

  private @Nullable Calendar refuse(String text) {
    if (problem == null) problem = text;
    return null;
  }

  /** Sunday is 0 and 7. */
  private void readWeekdays(String text) {
    NumberSet set = new NumberSet(0, 7);
    field(text, set, WEEKDAYS, 0);
    for (int i = 0; i <= 7; i++) if (set.has(i)) calendar.weekdays.add((i + 6) % 7);
  }

  private void field(String text, NumberSet set, String[] names, int firstName) {
    for (int from = 0; from <= text.length() && problem == null; ) {
      int to = FieldText.find(text, ',', from);
      item(text.substring(from, to), set, names, firstName);
      from = to + 1;
    }
  }

  private void item(String item, NumberSet set, String[] names, int firstName) {
    int slash = FieldText.find(item, '/', 0);
    int dash = FieldText.find(item, '-', 0);
    boolean isAny = item.startsWith("*") && slash == 1 || item.equals("*");
    boolean isRange = isAny || dash < slash;
    int first = isAny ? set.least : number(item, 0, Math.min(dash, slash), names, firstName);
    int usual = isAny ? set.most : first;
    int last = isAny || !isRange ? usual : number(item, dash + 1, slash, names, firstName);
    boolean hasStep = slash < item.length();
    int step = hasStep ? FieldText.number(item, slash + 1, item.length()) : 1;
    if (first < 0 || last < 0 || step <= 0) refuse("no number, name, range or step: " + item);
    else if (hasStep && !isRange) refuse("a step needs a range, or *: " + item);
    else if (!set.takes(first) || !set.takes(last))
      refuse("not from " + set.least + " to " + set.most + ": " + item);
    else if (first > last) refuse("a range that ends before it begins: " + item);
    else for (int i = first; i <= last; i += step) set.add(i);
  }

  private static int number(String text, int from, int to, String[] names, int firstName) {
    if (from > to) return FieldText.NONE;
    String word = text.substring(from, to);
    for (int i = 0; i < names.length; i++)
      if (FieldText.equalIgnoringCase(names[i], word)) return firstName + i;
    return FieldText.number(text, from, to);
  }
}
