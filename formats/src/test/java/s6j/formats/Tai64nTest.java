package s6j.formats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;

class Tai64nTest {
  private static final long YEARS_291 = 9_200_000_000_000_000_000L;
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS");

  @Property
  void whatIsWrittenIsRead(@ForAll @LongRange(min = -YEARS_291, max = YEARS_291) long moment) {
    byte[] bytes = new byte[3 + Tai64n.SIZE];
    Tai64n.encode(moment, bytes, 3);
    assertEquals(moment, Tai64n.decode(bytes, 3));
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    assertEquals(Tai64n.LABEL_SIZE, Tai64n.label(moment, label, 0));
    assertEquals(moment, Tai64n.parseLabel(label, 0));
    byte[] again = new byte[Tai64n.LABEL_SIZE];
    Tai64n.labelOf(bytes, 3, again, 0);
    assertEquals(CString.text(label), CString.text(again));
  }

  @Property
  void orderIsKept(
      @ForAll @LongRange(min = -YEARS_291, max = YEARS_291) long a,
      @ForAll @LongRange(min = -YEARS_291, max = YEARS_291) long b) {
    assertEquals(Long.compare(a, b), Integer.signum(label(a).compareTo(label(b))));
  }

  /** A moment has one encoding, unless it is within an inserted second. */
  @Property
  void whatIsReadIsWritten(@ForAll @Size(8) byte[] low) {
    byte[] bytes = {0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    System.arraycopy(low, 0, bytes, 4, 8);
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.labelOf(bytes, 0, label, 0);
    long moment = Tai64n.decode(bytes, 0);
    assertEquals(moment, Tai64n.parseLabel(label, 0));
    boolean nanos = BigEndian.get(bytes, 8, 4) < 1_000_000_000;
    assertEquals(nanos, moment != Tai64n.INVALID);
    if (nanos && !Tai64n.isLeapSecond(label, 0)) assertEquals(CString.text(label), label(moment));
  }

  /** Labels and dates as s6-tai64nlocal has them, every inserted second among them. */
  @Test
  void theReferenceReadsTheSame() {
    int inserted = 0;
    for (String line : Golden.lines("labels.txt")) {
      byte[] label = CString.of(line.substring(0, 25));
      String date = line.substring(26);
      if (date.startsWith("@")) continue;
      assertEquals(date, date(label), line);
      if (Tai64n.isLeapSecond(label, 0)) inserted++;
      else assertEquals(line.substring(0, 25), label(Tai64n.parseLabel(label, 0)));
    }
    assertEquals(27, inserted);
  }

  /** The count of an inserted second is that of the next one, so the date is one less: 59 + 1. */
  private static String date(byte[] label) {
    long moment = Tai64n.parseLabel(label, 0);
    boolean inserted = Tai64n.isLeapSecond(label, 0);
    Instant instant = Instant.ofEpochSecond(0, moment).minusSeconds(inserted ? 1 : 0);
    String date = FORMAT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    return inserted ? date.replace(":59.", ":60.") : date;
  }

  private static String label(long moment) {
    byte[] label = new byte[Tai64n.LABEL_SIZE];
    Tai64n.label(moment, label, 0);
    return CString.text(label);
  }

  @ParameterizedTest
  @CsvSource({
    "@400000006553f125075bcd15, @400000006553f125075bcd16",
    "@400000006553f1253b9ac9ff, @400000006553f12600000000",
    "@400000006553f125ffffffff, @400000006553f12600000000",
    "@40000000FFFFFFFF3B9AC9FF, @400000010000000000000000",
    "@7fffffffffffffff3b9ac9ff, @800000000000000000000000"
  })
  void aLabelHasOneThatFollows(String label, String next) {
    byte[] bytes = CString.of(label);
    Tai64n.advanceLabel(bytes, 0);
    assertEquals(next, CString.text(bytes));
    assertTrue(label.compareTo(next) < 0);
  }

  @Test
  void whatIsNoLabelIsRefused() {
    assertFalse(Tai64n.isLabel(CString.of("@40000000586846a4075bcd1"), 0));
    assertFalse(Tai64n.isLabel(CString.of("@40000000586846a4075bcd1g"), 0));
    assertFalse(Tai64n.isLabel(CString.of(" 40000000586846a4075bcd15"), 0));
    assertTrue(Tai64n.isLabel(CString.of("x@40000000586846A4075BCD15"), 1));
    assertEquals(
        Tai64n.parseLabel(CString.of("@40000000586846a4075bcd15"), 0),
        Tai64n.parseLabel(CString.of("@40000000586846A4075BCD15"), 0));
    assertEquals(Tai64n.INVALID, Tai64n.parseLabel(CString.of("@40000000586846a43b9aca00"), 0));
    assertEquals(Tai64n.INVALID, Tai64n.parseLabel(CString.of("@ffffffffffffffff00000000"), 0));
    assertEquals(Tai64n.INVALID, Tai64n.parseLabel(CString.of("@000000000000000000000000"), 0));
  }

  @Property
  void digitsOnly(@ForAll byte any, @ForAll @IntRange(min = 1, max = 24) int place) {
    byte[] label = CString.of("@40000000586846a4075bcd15");
    label[place] = any;
    boolean digit = Character.digit(any & 0xff, 16) >= 0;
    assertEquals(digit, Tai64n.isLabel(label, 0));
  }
}
