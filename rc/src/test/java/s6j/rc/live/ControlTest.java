package s6j.rc.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import s6j.posix.CString;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.rc.Supervisor;

/** Letters to supervisors, and whether they have been read. */
class ControlTest {
  private static final byte[] SERVICE = CString.of("/scan/l");

  private final FakePosix posix = new FakePosix().directory("/scan/l");
  private final Supervisor supervisor = Supervisor.of(posix.another(), "/scan/l");

  private boolean await(long millis) {
    return Control.awaitReading(posix, SERVICE, Deadline.after(posix.monotonicNanos(), millis));
  }

  private long now() {
    return posix.monotonicNanos() / 1_000_000;
  }

  @Test
  void whatIsReadIsNotWaitedFor() {
    long began = now();
    assertTrue(await(1000));
    assertEquals(0, Control.sendService(posix, SERVICE, "u"));
    supervisor.look();
    assertTrue(await(1000));
    assertEquals("u", supervisor.heard());
    assertEquals(began, now());
  }

  @Test
  void aSupervisorThatReadsSoonIsWaitedFor() {
    long began = now();
    Control.sendNothing(posix, SERVICE);
    posix.after(40, supervisor::look);
    assertTrue(await(1000));
    assertEquals(40, now() - began, 2);
  }

  @Test
  void oneThatDoesNotReadIsNot() {
    long began = now();
    assertEquals(0, Control.sendService(posix, SERVICE, "u"));
    assertFalse(await(100));
    assertEquals(100, now() - began, 2);
    assertFalse(Control.awaitReading(posix, SERVICE, 0));
    assertEquals(100, now() - began, 2);
    assertEquals(List.of(), posix.openDescriptors());
  }

  @Test
  void whereNobodyCanReadNothingIsLeft() {
    supervisor.leave();
    assertEquals(-Errno.ENXIO, Control.sendService(posix, SERVICE, "u"));
    assertTrue(await(100));
    byte[] nowhere = CString.of("/scan/nowhere");
    assertTrue(Control.awaitReading(posix, nowhere, Deadline.NEVER));
    assertEquals(-Errno.ENOENT, Control.sendService(posix, nowhere, "u"));
    assertEquals(List.of(), posix.openDescriptors());
  }
}
