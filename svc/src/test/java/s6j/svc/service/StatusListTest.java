package s6j.svc.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;

/** The status list of s6-permafailon, docs/specification/s6.md, A.1. */
class StatusListTest {
  private static StatusList list(String text) {
    return StatusList.parse(CString.of(text));
  }

  @Test
  void codesRangesAndSignals() {
    StatusList list = list("1, 3-5;KILL\tsigterm");
    assertNull(list.problem());
    assertTrue(list.holds(1, 0));
    assertFalse(list.holds(2, 0));
    assertTrue(list.holds(5, 0));
    assertFalse(list.holds(6, 0));
    assertTrue(list.holds(137, 9));
    assertTrue(list.holds(143, 15));
    assertFalse(list.holds(129, 1));
  }

  @Test
  void aSignalIsAlsoItsExitCode() {
    assertTrue(list("137").holds(137, 9));
  }

  @Test
  void whatIsWrong() {
    assertEquals("invalid interval", list("5-3").problem());
    assertEquals("invalid interval specification", list("5-x").problem());
    assertEquals("invalid interval specification", list("5-").problem());
    assertEquals("invalid exit code", list("256").problem());
    assertEquals("invalid exit code", list("1-256").problem());
    assertEquals("invalid exit code", list("99999999999999999999").problem());
    assertEquals("invalid status list specification", list("NOSUCH").problem());
    assertEquals("invalid status list specification", list("-1").problem());
  }

  @Test
  void nothingIsFine() {
    assertNull(list("").problem());
    assertNull(list(" ,; ").problem());
  }

  @Property
  void anyTextIsReadToAnEnd(@ForAll byte[] text) {
    StatusList list = StatusList.parse(text);
    assertEquals(list.holds(7, 0), list.holds(7, 0));
  }

  @Property
  void aRangeHoldsWhatIsBetween(
      @ForAll @IntRange(max = 255) int a,
      @ForAll @IntRange(max = 255) int b,
      @ForAll @IntRange(max = 255) int code) {
    int low = Math.min(a, b);
    int high = Math.max(a, b);
    assertEquals(code >= low && code <= high, list(low + "-" + high).holds(code, 0));
  }
}
