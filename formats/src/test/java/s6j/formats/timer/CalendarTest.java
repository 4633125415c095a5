package s6j.formats.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calendars of systemd and cron, with java.time for an oracle. */
class CalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Zone zone(ZoneId id) {
    return moment -> id.getRules().getOffset(Instant.ofEpochSecond(moment)).getTotalSeconds();
  }

  private static Calendar calendar(String text) {
    CalendarReader reader = new CalendarReader(text);
    Calendar calendar = reader.read();
    assertNotNull(calendar, reader.problem());
    return calendar;
  }

  private static Calendar cron(String text) {
    CronReader reader = new CronReader(text);
    Calendar calendar = reader.read();
    assertNotNull(calendar, reader.problem());
    return calendar;
  }

  private static String next(Calendar calendar, ZoneId id, String after) {
    long moment = LocalDateTime.parse(after).atZone(id).toEpochSecond();
    long next = Moments.next(calendar, zone(id), moment);
    if (next == Calendar.NEVER) return "never";
    return Instant.ofEpochSecond(next).atZone(id).toLocalDateTime().toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Thu,Fri 2012-*-1,5 11:12:13 | 2012-01-01T00:00 | 2012-01-05T11:12:13",
        "Mon..Fri 03:00 | 2026-11-27T03:00 | 2026-11-30T03:00",
        "Sat..Mon | 2026-12-01T00:00 | 2026-12-05T00:00",
        "Mon-Wed,sunday 10:00:30 | 2026-12-03T00:00 | 2026-12-06T10:00:30",
        "*:*:0/3 | 2026-11-30T12:00:01 | 2026-11-30T12:00:03",
        "*:0/15 | 2026-11-30T12:50 | 2026-11-30T13:00",
        "8..18/5:00 | 2026-11-30T14:00 | 2026-11-30T18:00",
        "daily | 2026-11-30T12:00 | 2026-12-01T00:00",
        "WEEKLY | 2026-11-30T00:00 | 2026-12-07T00:00",
        "quarterly | 2026-11-30T00:00 | 2027-01-01T00:00",
        "yearly | 2026-11-30T00:00 | 2027-01-01T00:00",
        "minutely | 2026-11-30T00:00:01 | 2026-11-30T00:01",
        "10-15 | 2026-11-30T00:00 | 2027-10-15T00:00",
        "2003-03-05 05:40 | 2003-03-05T05:39:59 | 2003-03-05T05:40",
        "2003-03-05 05:40 | 2003-03-05T05:40 | never",
        "03-03-05T05:40 | 2003-03-05T05:39 | 2003-03-05T05:40",
        "*-02~1 | 2027-12-01T00:00 | 2028-02-29T00:00",
        "Mon *-05~07/1 | 2026-11-30T00:00 | 2027-05-31T00:00",
        "*-*~3..2 12:00 | 2026-11-01T00:00 | 2026-11-28T12:00",
        "*-02-29 | 2097-01-01T00:00 | 2104-02-29T00:00",
        "*-02-30 | 2026-01-01T00:00 | never",
        "2026..2030/2-*-* 1:2:3 UTC | 2027-01-01T00:00 | 2028-01-01T01:02:03",
        "*-*-* */6:00 | 2026-11-30T06:00 | 2026-11-30T12:00",
        "2225-12-31 23:59:59 | 2026-01-01T00:00 | 2225-12-31T23:59:59",
      })
  void calendarsOfSystemd(String text, String after, String wanted) {
    assertEquals(wanted, next(calendar(text), ZoneOffset.UTC, after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/10 * * * * | 2026-11-30T12:55 | 2026-11-30T13:00",
        "30 4 1,15 * 5 | 2026-11-30T00:00 | 2026-12-01T04:30",
        "30 4 1,15 * 5 | 2026-12-01T04:30 | 2026-12-04T04:30",
        "30 4 */2 * mon | 2026-11-30T00:00 | 2026-12-07T04:30",
        "0 0 31 2 * | 2026-11-30T00:00 | never",
        "5 0-23/6 * aug-oct sun,WED | 2026-11-30T00:00 | 2027-08-01T00:05",
        "*/1 0-23 * 1-12/1 0-7 | 2026-11-30T00:00:30 | 2026-11-30T00:01",
        "0 0 * * 7 | 2026-11-30T00:00 | 2026-12-06T00:00",
        "@weekly | 2026-11-30T00:00 | 2026-12-06T00:00",
        "@Daily | 2026-11-30T00:00 | 2026-12-01T00:00",
      })
  void crontabs(String text, String after, String wanted) {
    assertEquals(wanted, next(cron(text), ZoneOffset.UTC, after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 2 * * * | 2027-03-27T12:00 | 2027-03-28T03:00",
        "30 2 * * * | 2027-03-28T03:00 | 2027-03-29T02:30",
        "0 3 * * * | 2027-03-27T12:00 | 2027-03-28T03:00",
        "*/30 * * * * | 2027-03-28T01:30 | 2027-03-28T03:00",
        "30 2 * * * | 2027-10-31T02:30 | 2027-11-01T02:30",
      })
  void cronMakesUpForWhatIsLeftOut(String text, String after, String wanted) {
    assertEquals(wanted, next(cron(text), BERLIN, after));
  }

  @Test
  void systemdLeavesOutWhatTheClockLeavesOut() {
    Calendar fixed = calendar("02:30");
    assertEquals("2027-03-29T02:30", next(fixed, BERLIN, "2027-03-27T12:00"));
  }

  @Test
  void hoursThatComeTwice() {
    long first = ZonedDateTime.parse("2027-10-31T02:30+02:00").toEpochSecond();
    Zone berlin = zone(BERLIN);
    assertEquals(first, Moments.next(calendar("02:30"), berlin, first - 7200));
    assertEquals(first + 25 * 3600, Moments.next(calendar("02:30"), berlin, first));
    assertEquals(first + 3600, Moments.next(calendar("*:30"), berlin, first));
    assertEquals(first + 3600, Moments.next(calendar("*:30"), berlin, first + 60));
    assertEquals(first + 3600, Moments.next(cron("30 * * * *"), berlin, first));
    assertEquals(first + 1, Moments.next(calendar("*:*:* UTC"), berlin, first));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mun 03:00",
        "25:00",
        "03:60",
        "3..1:00",
        "*:0/0",
        "*-13-01",
        "*-*-*T",
        "12:00 Europe//Rome",
        "12:00 Europe/",
        "12:00 ../Rome",
        "12:00 berlin",
        "Mon 03:00 UTC now",
        "03:00:00.5",
        "x",
        "Mon..",
        "1:2:3:4",
        "*-*-32",
        "1969-01-01",
        "daily weekly",
        "-1:00",
        "99999999999:00",
        "*-*-1..",
        "*-*~0"
      })
  void whatIsNoCalendar(String text) {
    CalendarReader reader = new CalendarReader(text);
    assertNull(reader.read(), text);
    assertEquals(false, reader.problem().isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "@reboot",
        "@never",
        "5/2 * * * *",
        "*/0 * * * *",
        "5-1 * * * *",
        "a * * * *",
        ", * * * *",
        "1, * * * *",
        "* * * foo *",
        "*5 * * * *",
        "1-2-3 * * * *",
        "@daily 1"
      })
  void whatIsNoCrontab(String text) {
    CronReader reader = new CronReader(text);
    assertNull(reader.read(), text);
    assertEquals(false, reader.problem().isEmpty());
  }

  /** Neither reader breaks on anything. */
  @Property(tries = 3000)
  void anythingIsReadOrRefused(@ForAll("texts") String text) {
    CalendarReader calendar = new CalendarReader(text);
    assertEquals(calendar.read() == null, !calendar.problem().isEmpty(), text);
    CronReader cron = new CronReader(text);
    assertEquals(cron.read() == null, !cron.problem().isEmpty(), text);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("01259*-~/.,: TMonUTC@daily").ofMaxLength(20);
  }

  /** Fields of cron that are numbers, lists, ranges, steps. */
  private static Arbitrary<String> field(int least, int most) {
    Arbitrary<Integer> number = Arbitraries.integers().between(least, most);
    Arbitrary<String> range =
        Combinators.combine(number, number, Arbitraries.integers().between(1, 9))
            .as((a, b, step) -> Math.min(a, b) + "-" + Math.max(a, b) + "/" + step);
    return Arbitraries.oneOf(
        Arbitraries.just("*"),
        number.map(String::valueOf),
        number.map(n -> n + "," + least),
        number.map(n -> "*/" + Math.max(1, n)),
        range);
  }

  @Provide
  Arbitrary<String> crontabs() {
    return Combinators.combine(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 7))
        .as((a, b, c, d, e) -> String.join(" ", a, b, c, d, e));
  }

  /** Asks minute by minute. */
  @Property(tries = 100)
  void nextIsTheFirstThatFits(
      @ForAll("crontabs") String text, @ForAll("moments") long after, @ForAll("zones") ZoneId id) {
    Calendar calendar = cron(text);
    long horizon = after + 40L * 86_400;
    long wanted = oracle(text, id, after, horizon);
    long found = Moments.next(calendar, zone(id), after);
    if (found > horizon) found = Calendar.NEVER;
    assertEquals(wanted, found, () -> text + " behind " + Instant.ofEpochSecond(after).atZone(id));
  }

  @Provide
  Arbitrary<Long> moments() {
    return Arbitraries.longs().between(1_700_000_000L, 1_900_000_000L);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(
            "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")
        .map(ZoneId::of);
  }

  private static long oracle(String text, ZoneId id, long after, long horizon) {
    String[] fields = text.split(" ");
    boolean goesOn = fields[0].startsWith("*") || fields[1].startsWith("*");
    for (long t = (after / 60 + 1) * 60; t <= horizon; t += 60) {
      ZonedDateTime now = Instant.ofEpochSecond(t).atZone(id);
      boolean comesAgain = !now.withEarlierOffsetAtOverlap().isEqual(now);
      if (fits(fields, now.toLocalDateTime()) && (goesOn || !comesAgain)) return t;
      if (goesOn) continue;
      // What lies in a gap is due at its end.
      LocalDateTime before = Instant.ofEpochSecond(t - 60).atZone(id).toLocalDateTime();
      for (LocalDateTime gap = before.plusMinutes(1);
          gap.isBefore(now.toLocalDateTime());
          gap = gap.plusMinutes(1)) if (fits(fields, gap)) return t;
    }
    return Calendar.NEVER;
  }

  private static boolean fits(String[] fields, LocalDateTime time) {
    int weekday = time.getDayOfWeek().getValue() % 7;
    boolean isDay = fits(fields[2], time.getDayOfMonth(), 1);
    boolean isWeekday = fits(fields[4], weekday, 0) || weekday == 0 && fits(fields[4], 7, 0);
    boolean isEither = !fields[2].startsWith("*") && !fields[4].startsWith("*");
    return fits(fields[0], time.getMinute(), 0)
        && fits(fields[1], time.getHour(), 0)
        && fits(fields[3], time.getMonthValue(), 1)
        && (isEither ? isDay || isWeekday : isDay && isWeekday);
  }

  private static boolean fits(String field, int value, int least) {
    for (String item : field.split(",")) {
      String[] parts = item.split("/");
      int step = parts.length > 1 ? Integer.parseInt(parts[1]) : 1;
      String[] ends = parts[0].equals("*") ? new String[] {"" + least, "99"} : parts[0].split("-");
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (value >= first && value <= last && (value - first) % step == 0) return true;
    }
    return false;
  }
}
