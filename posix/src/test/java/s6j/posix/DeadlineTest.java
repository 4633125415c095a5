package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Waiting for a deadline neither ends before it nor lasts a millisecond beyond. */
class DeadlineTest {
  private static final long CENTURY = 100L * 366 * 86_400 * 1_000_000_000;

  @Property
  void timeoutReachesTheDeadline(
      @ForAll @LongRange(max = CENTURY) long now, @ForAll @IntRange(min = 0) int millis) {
    long deadline = Deadline.after(now, millis);
    assertEquals(millis, Deadline.timeoutMillis(deadline, now));
    assertEquals(millis == 0, Deadline.passed(deadline, now));
    assertTrue(Deadline.passed(deadline, deadline));
    assertFalse(Deadline.passed(deadline, deadline - 1));
  }

  @Property
  void timeoutIsRoundedUp(
      @ForAll @LongRange(max = CENTURY) long now, @ForAll @LongRange(max = 1L << 40) long nanos) {
    int timeout = Deadline.timeoutMillis(now + nanos, now);
    assertTrue(timeout * 1_000_000L >= nanos);
    assertTrue(timeout * 1_000_000L < nanos + 1_000_000);
  }

  @Property
  void neverIsNever(@ForAll @LongRange(max = CENTURY) long now) {
    assertEquals(-1, Deadline.timeoutMillis(Deadline.NEVER, now));
    assertFalse(Deadline.passed(Deadline.NEVER, now));
    assertEquals(Deadline.NEVER, Deadline.after(now, Long.MAX_VALUE));
  }

  @Test
  void whatIsPastIsNotWaitedFor() {
    assertEquals(0, Deadline.timeoutMillis(5, 1_000_000_000));
    assertEquals(Integer.MAX_VALUE, Deadline.timeoutMillis(Deadline.NEVER - 1, 0));
  }
}
