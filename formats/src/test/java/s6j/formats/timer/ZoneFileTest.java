package s6j.formats.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of zoneinfo and rules of TZ, with java.time for an oracle. */
class ZoneFileTest {
  private static final Path ZONES = Path.of("/usr/share/zoneinfo");

  /** From 2000 to 2100: both are of the same data there, whatever they know of older clocks. */
  private static final long FROM = 946_684_800;

  private static final long TO = 4_102_444_800L;

  private static ZoneFile read(String name) throws IOException {
    byte[] content = Files.readAllBytes(ZONES.resolve(name));
    ZoneFile zone = ZoneFile.of(content, content.length);
    assertNotNull(zone, name);
    return zone;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/New_York",
        "America/Sao_Paulo",
        "Asia/Kolkata",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Europe/Dublin",
        "Pacific/Auckland",
        "Pacific/Chatham",
        "America/Nuuk",
        "Etc/GMT+5",
        "UTC"
      })
  void offsetsAreThoseOfJava(String name) throws IOException {
    Assumptions.assumeTrue(Files.isReadable(ZONES.resolve(name)), "no zoneinfo here");
    ZoneFile zone = read(name);
    ZoneId id = ZoneId.of(name);
    Random random = new Random(7);
    int same = 0;
    for (int i = 0; i < 20_000; i++) {
      long moment = FROM + (long) (random.nextDouble() * (TO - FROM));
      if (zone.offset(moment) == offset(id, moment)) same++;
    }
    // Laws change, and the two need not be of one year.
    assertTrue(same > 19_800, () -> name);
  }

  private static int offset(ZoneId id, long moment) {
    return id.getRules().getOffset(Instant.ofEpochSecond(moment)).getTotalSeconds();
  }

  @Test
  void clocksAreChangedToTheSecond() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(ZONES.resolve("Europe/Berlin")), "no zoneinfo here");
    ZoneFile zone = read("Europe/Berlin");
    long spring = Instant.parse("2026-03-29T01:00:00Z").getEpochSecond();
    assertEquals(3600, zone.offset(spring - 1));
    assertEquals(7200, zone.offset(spring));
    long autumn = Instant.parse("2095-10-30T01:00:00Z").getEpochSecond();
    assertEquals(7200, zone.offset(autumn - 1));
    assertEquals(3600, zone.offset(autumn));
  }

  private static ZoneRule rule(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ZoneRule.of(bytes, 0, bytes.length);
  }

  @Test
  void rulesOfEachKind() {
    ZoneRule berlin = rule("CET-1CEST,M3.5.0,M10.5.0/3");
    ZoneRule auckland = rule("NZST-12NZDT,M9.5.0,M4.1.0/3");
    ZoneRule tehran = rule("<+0330>-3:30<+0430>,J79/24,J263/24");
    ZoneRule nuuk = rule("<-02>2<-01>,M3.5.0/-1,M10.5.0/0");
    Random random = new Random(8);
    for (int i = 0; i < 20_000; i++) {
      long moment = FROM + (long) (random.nextDouble() * (TO - FROM));
      assertEquals(offset(ZoneId.of("Europe/Berlin"), moment), berlin.offset(moment));
      if (moment > 1_325_376_000)
        assertEquals(offset(ZoneId.of("Pacific/Auckland"), moment), auckland.offset(moment));
    }
    long day = Instant.parse("2026-07-01T00:00:00Z").getEpochSecond();
    assertEquals(16_200, tehran.offset(day));
    assertEquals(-3600, nuuk.offset(day));
    assertEquals(-7200, nuuk.offset(Instant.parse("2026-03-28T23:59:59Z").getEpochSecond()));
    assertEquals(-3600, nuuk.offset(Instant.parse("2026-03-29T01:00:00Z").getEpochSecond()));
    // The days of the two countings, in a leap year: the 61st is the 1st of March, or the 2nd.
    long march = Instant.parse("2028-03-01T00:00:00Z").getEpochSecond();
    ZoneRule julian = rule("A0B-1,J60/0,J300");
    assertEquals(0, julian.offset(march - 1));
    assertEquals(3600, julian.offset(march));
    ZoneRule zeroBased = rule("A0B-1,60/0,300");
    assertEquals(0, zeroBased.offset(march - 1));
    assertEquals(3600, zeroBased.offset(march));
    assertEquals(-18_000, rule("EST5").offset(march));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CET",
        "1",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.1.0,M1.1.0",
        "A1 "
      })
  void whatIsNoRule(String text) {
    assertNull(rule(text));
  }

  @Test
  void aFileThatIsCutOrChangedIsReadOrRefused() throws IOException {
    Assumptions.assumeTrue(Files.isReadable(ZONES.resolve("Europe/Berlin")), "no zoneinfo here");
    byte[] content = Files.readAllBytes(ZONES.resolve("Europe/Berlin"));
    for (int length = 0; length < content.length; length++) {
      byte[] cut = Arrays.copyOf(content, length);
      ZoneFile zone = ZoneFile.of(cut, length);
      if (zone != null) zone.offset(FROM);
    }
    Random random = new Random(9);
    for (int i = 0; i < 20_000; i++) {
      byte[] other = content.clone();
      for (int k = 0; k < 3; k++) other[random.nextInt(other.length)] = (byte) random.nextInt();
      ZoneFile zone = ZoneFile.of(other, other.length);
      if (zone != null) zone.offset(TO);
    }
  }
}
