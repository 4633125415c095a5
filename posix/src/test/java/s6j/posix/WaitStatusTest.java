package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The raw status of Linux: exit code in the second byte, or the signal and 128 for a core. */
class WaitStatusTest {
  @Property
  void exit(@ForAll @IntRange(max = 255) int code) {
    int status = code << 8;
    assertTrue(WaitStatus.exited(status));
    assertFalse(WaitStatus.signaled(status));
    assertEquals(code, WaitStatus.exitCode(status));
    assertEquals(0, WaitStatus.signal(status));
    assertEquals(Math.min(code, 128), WaitStatus.passedOn(status));
  }

  @Property
  void death(@ForAll @IntRange(min = 1, max = 64) int signal, @ForAll boolean core) {
    int status = signal + (core ? 128 : 0);
    assertFalse(WaitStatus.exited(status));
    assertTrue(WaitStatus.signaled(status));
    assertEquals(signal, WaitStatus.signal(status));
    assertEquals(128 + signal, WaitStatus.passedOn(status));
  }

  @Test
  void aStopIsNeither() {
    int stoppedByTstp = 20 << 8 | 0x7f;
    assertFalse(WaitStatus.exited(stoppedByTstp));
    assertFalse(WaitStatus.signaled(stoppedByTstp));
    assertEquals(0, WaitStatus.signal(stoppedByTstp));
  }
}
