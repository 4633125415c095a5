package s6j.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PauseTest {
  private static final int MILLI = 1_000_000;

  /** Every other wait is cut short by a signal, after a moment. */
  private static final class Interrupted extends FakePosix {
    int polls;

    @Override
    public int poll(Poller poller, int timeoutMillis) {
      if (++polls % 2 == 0) return super.poll(poller, timeoutMillis);
      pass(Math.min(3, timeoutMillis));
      return -Errno.EINTR;
    }
  }

  private static long millisOf(FakePosix posix, long millis) {
    long begin = posix.monotonicNanos();
    Pause.millis(posix, millis);
    return (posix.monotonicNanos() - begin) / MILLI;
  }

  @Test
  void soMuchTimePasses() {
    assertEquals(0, millisOf(new FakePosix(), 0));
    assertEquals(20, millisOf(new FakePosix(), 20));
    assertEquals(86_400_000, millisOf(new FakePosix(), 86_400_000));
  }

  @Test
  void signalsDoNotShortenIt() {
    assertEquals(20, millisOf(new Interrupted(), 20));
    assertEquals(2, millisOf(new Interrupted(), 2));
  }

  @Test
  void itEndsWhereTheSystemRefusesToWait() {
    FakePosix refusing =
        new FakePosix() {
          @Override
          public int poll(Poller poller, int timeoutMillis) {
            return -Errno.ENOMEM;
          }
        };
    assertEquals(0, millisOf(refusing, 20));
  }

  @Test
  void aWaitForDescriptorsEndsAtTheFirstReadyOneOrTheDeadline() {
    Interrupted posix = new Interrupted();
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    Poller poller = new Poller(1);
    poller.add(ends[0], Poller.READ);
    long begin = posix.monotonicNanos();
    posix.after(50, () -> posix.write(ends[1], new byte[1], 0, 1));
    assertEquals(0, poller.await(posix, Deadline.after(begin, 20)));
    assertEquals(20 * MILLI, posix.monotonicNanos() - begin);
    assertEquals(1, poller.await(posix, Deadline.NEVER));
    assertEquals(50 * MILLI, posix.monotonicNanos() - begin);
  }

  @Test
  void afterTheDeadlineItIsStillLooked() {
    FakePosix posix = new FakePosix();
    int[] ends = new int[2];
    posix.pipe(ends, 0);
    Poller poller = new Poller(1);
    poller.add(ends[0], Poller.READ);
    assertEquals(0, poller.await(posix, 1));
    posix.write(ends[1], new byte[1], 0, 1);
    assertEquals(1, poller.await(posix, 1));
  }
}
