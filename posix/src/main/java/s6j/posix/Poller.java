package s6j.posix;

import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** The descriptors of one {@link Posix#poll}: preallocated, cleared and filled before each wait. */
public final class Poller {
  public static final short READ = 1;
  public static final short WRITE = 4;
  public static final short ERROR = 8;
  public static final short HANGUP = 16;
  public static final short INVALID = 32;

  /** Filled up to {@link #count}; read by implementations. */
  public final int[] descriptors;

  public final short[] wanted;

  /** What is ready, written by implementations. */
  public final short[] ready;

  public int count;

  public Poller(int capacity) {
    descriptors = new int[capacity];
    wanted = new short[capacity];
    ready = new short[capacity];
  }

  public void clear() {
    count = 0;
  }

  /** Adds a descriptor; a negative one is never ready. Its place, for the queries below. */
  public int add(@Descriptor int fd, short events) {
    descriptors[count] = fd;
    wanted[count] = events;
    ready[count] = 0;
    return count++;
  }

  /** Whether anything that was waited for is ready. */
  public boolean isReady() {
    for (int i = 0; i < count; i++) if (ready[i] != 0) return true;
    return false;
  }

  /** Whether a read would not block: data, end of file, hang-up or error. */
  public boolean readable(int place) {
    return (ready[place] & (READ | HANGUP | ERROR | INVALID)) != 0;
  }

  /** Whether a write would not block, be it to fail. */
  public boolean writable(int place) {
    return (ready[place] & (WRITE | HANGUP | ERROR | INVALID)) != 0;
  }

  /**
   * Waits for one of these descriptors until a moment ({@link Deadline}), whatever signals come
   * meanwhile: the number ready, 0 once it is too late, or a negated errno other than {@code
   * EINTR}.
   */
  public @OrErrno int await(Posix posix, long deadline) {
    int ready = posix.poll(this, Deadline.timeoutMillis(deadline, posix.monotonicNanos()));
    while (ready == 0 || ready == -Errno.EINTR) {
      long now = posix.monotonicNanos();
      if (Deadline.passed(deadline, now)) return 0;
      ready = posix.poll(this, Deadline.timeoutMillis(deadline, now));
    }
    return ready;
  }
}
