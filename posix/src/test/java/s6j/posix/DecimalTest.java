package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers of the command line and of files (spec 0.5). */
class DecimalTest {
  private static final long MOST = 4294967295L;

  @Property
  void readsWhatJavaPrints(@ForAll @LongRange(max = MOST) long value) {
    assertEquals(value, Decimal.parse(CString.of(Long.toString(value))));
    assertEquals(value, Decimal.parse(CString.of("000" + value)));
    assertEquals(value, Decimal.parseOctal(CString.of(Long.toOctalString(value))));
  }

  @Property
  void prints(@ForAll @LongRange long value) {
    assertEquals(Long.toString(value), CString.text(Decimal.string(value)));
    byte[] line = CString.of("....................................");
    int end = Decimal.format(value, line, 3);
    assertEquals("..." + value + ".", CString.text(CString.slice(line, 0, end + 1)));
  }

  @Property
  void refusesWhatIsOver32Bits(@ForAll @LongRange(min = MOST + 1) long value) {
    assertEquals(Decimal.INVALID, Decimal.parse(CString.of(Long.toString(value))));
  }

  @Property
  void refusesWhatHoldsAnotherCharacter(
      @ForAll @LongRange(max = MOST) long value,
      @ForAll @CharRange(from = ' ', to = '/') @StringLength(min = 1, max = 2) String other) {
    assertEquals(Decimal.INVALID, Decimal.parse(CString.of(other + value)));
    assertEquals(Decimal.INVALID, Decimal.parse(CString.of(value + other)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", " 1", "1 ", "0x10", "1\n", "a", "1e3", "\u00b2", "::"})
  void refuses(String text) {
    assertEquals(Decimal.INVALID, Decimal.parse(CString.of(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "09", "0o7", "-7", "40000000000"})
  void refusesAsOctal(String text) {
    assertEquals(Decimal.INVALID, Decimal.parseOctal(CString.of(text)));
  }

  @Test
  void readsAPart() {
    byte[] text = CString.of("12,345,");
    assertEquals(345, Decimal.parse(text, 3, 6, 10));
    assertEquals(Decimal.INVALID, Decimal.parse(text, 3, 7, 10));
    assertEquals(Decimal.INVALID, Decimal.parse(text, 3, 3, 10));
    assertEquals(12, Decimal.parse(CString.of("12\0" + "345")));
  }
}
