package s6j.log.stamp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import s6j.posix.CString;
import s6j.posix.FakePosix;

/** Moments and dates: what lines begin with, what users ask for, and the calendar. */
class TimesTest {
  private static final long SECOND = 1_000_000_000L;

  /** 2023-11-14 22:13:20 UTC. */
  private static final long NOW = 1_700_000_000L;

  private final FakePosix kernel = new FakePosix().setRealtime(NOW * SECOND);
  private final LineTime times = new LineTime(kernel);

  /** The days around each turn of a month for four hundred years, and moments within days. */
  @Test
  void theCalendarIsThatOfJava() {
    Random random = new Random(3);
    for (int year = 1970; year < 2405; year++)
      for (int month = 1; month <= 12; month++)
        for (int day = -1; day <= 1; day++) {
          LocalDateTime midnight = LocalDateTime.of(year, month, 2, 0, 0).plusDays(day);
          if (midnight.getYear() < 1970) continue;
          check(midnight.toEpochSecond(ZoneOffset.UTC) + random.nextInt(86400));
          check(midnight.toEpochSecond(ZoneOffset.UTC));
          check(midnight.toEpochSecond(ZoneOffset.UTC) + 86399);
        }
  }

  private static void check(long second) {
    LocalDateTime expected = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
    int[] fields = new int[6];
    CivilTime.utc(second, fields);
    int[] wanted = {
      expected.getYear(),
      expected.getMonthValue(),
      expected.getDayOfMonth(),
      expected.getHour(),
      expected.getMinute(),
      expected.getSecond()
    };
    assertArrayEquals(wanted, fields);
    assertEquals(second, CivilTime.secondsOf(fields));
  }

  /** Line, nanoseconds behind NOW in UTC, and the length of what is no text of the line. */
  @ParameterizedTest
  @CsvSource({
    "'@400000006553f12500000000 x', 0, 26",
    "'@400000006553f12500000000  x', 0, 27",
    "'@400000006553f12500000000   x', 0, 27",
    "'@400000006553f12500000000x', 0, 25",
    "'@400000006553f12500000000', 0, 25",
    "'@400000006553f1250000002a x', 42, 26",
    "'2023-11-14 22:13:20.000000007  x', 7, 31",
    "'2023-11-14_22:13:20.12345 x', 123450000, 26",
    "'2023-11-14T22:13:20.9 x', 900000000, 22",
    "'2023-11-14T22:13:20 x', 0, 20",
    "'2023-11-14T22:13:20x', 0, 19",
    "'2023-11-14T22:13:20', 0, 19",
    "'2023-11-14T22:13:20. x', 0, 21",
    "'2023-11-14T22:13:21 x', 1000000000, 20"
  })
  void aLineBeginsWithAMoment(String line, long behind, int length) {
    byte[] bytes = CString.of("0" + line + "9");
    assertEquals(NOW * SECOND + behind, times.of(bytes, 1, 1 + line.length()));
    assertEquals(length, times.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "@400000006553f1250000000",
        "@400000006553f1250000000g x",
        "@x",
        "2023-11-14 22:13:2",
        "2023-13-14 22:13:20 x",
        "2023-00-14 22:13:20 x",
        "2023-11-32 22:13:20 x",
        "2023-11-00 22:13:20 x",
        "2023/11-14 22:13:20 x",
        "2023-11/14 22:13:20 x",
        "202x-11-14 22:13:20 x",
        "2023-1x-14 22:13:20 x",
        "2023-11-x4 22:13:20 x",
        "2023-11-14 x2:13:20 x",
        "2023-11-14 22:x3:20 x",
        "2023-11-14 22:13:x0 x",
        "2023-11-14 22:13:2/ x",
        "2023-11-14 22:13:2: x"
      })
  void aLineBeginsWithNone(String line) {
    assertEquals(LineTime.NONE, times.of(CString.of(line), 0, line.length()));
    assertEquals(0, times.length());
  }

  /** The edges of months and days are dates. */
  @ParameterizedTest
  @ValueSource(strings = {"2023-01-01T00:00:00 ", "2023-12-31T23:59:59 ", "2024-02-29T09:09:09 "})
  void theEdgesOfDates(String line) {
    Instant expected = Instant.parse(line.trim() + "Z");
    assertEquals(expected.getEpochSecond() * SECOND, times.of(CString.of(line), 0, line.length()));
  }

  /** Local time, in a zone with a shift; twice, since the second told last is kept. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-11-14 22:13:20",
        "2023-07-01 00:00:00",
        "2023-03-26 01:59:59",
        "2023-03-26 03:00:00"
      })
  void localTimesAreThoseOfTheZone(String text) {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    kernel.setZone(zone);
    long expected = LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toEpochSecond();
    byte[] line = CString.of(text + ".5  x");
    for (int i = 0; i < 2; i++)
      assertEquals(expected * SECOND + SECOND / 2, times.of(line, 0, line.length));
    byte[] given = CString.of(text);
    assertEquals(expected * SECOND, times.given(given, given.length));
  }

  /** What -s and -u take, in seconds behind NOW. */
  @ParameterizedTest
  @CsvSource({
    "0s, 0",
    "1s, -1",
    "90s, -90",
    "10m, -600",
    "2h, -7200",
    "1d, -86400",
    "9999999s, -9999999",
    "@400000006553f12600000000, 1",
    "2023-11-14, -80000",
    "2023-11-14 22:13, -20",
    "2023-11-14T22:13, -20",
    "2023-11-14 22:13:20, 0",
    "2023-11-15, 6400"
  })
  void usersMeanAMoment(String text, long seconds) {
    kernel.setZone(ZoneOffset.UTC);
    byte[] bytes = CString.of(text);
    assertEquals((NOW + seconds) * SECOND, times.given(bytes, bytes.length), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "5",
        "5x",
        "xs",
        "-5s",
        "5.5s",
        "99999999s",
        "@",
        "@400000006553f12600000000x",
        "@400000006553f1260000000",
        "2023-11-1",
        "2023-11-14 22:x3",
        "2023-13-14",
        "2023-11-14 22:13:x0"
      })
  void usersMeanNothing(String text) {
    byte[] bytes = CString.of(text);
    assertEquals(LineTime.NONE, times.given(bytes, bytes.length), text);
  }
}
