package s6j.posix;

/**
 * Where a loop has its descriptors and moments waited for: a {@link Turn} of its own, or a {@link
 * Crowd} that many loops share.
 */
public interface Waiting {
  /** A descriptor that is waited for, or none for the time being. */
  interface Seat {
    /** Waits for another descriptor from now on; for none if it is negative. */
    void watch(int other);
  }

  /** A moment at which something is to be done, once. */
  interface Alarm {
    /** Is due at a moment of the monotonic clock, or never ({@link Deadline#NEVER}). */
    void at(long when);

    /** Is due so long from now. */
    void after(long millis);

    void clear();

    /** When it is due; {@link Deadline#NEVER} once it has fired. */
    long moment();
  }

  /** Has a descriptor, negative for none yet, waited for; its handler is told what is ready. */
  Seat onReadable(int fd, Turn.Handler handler);

  /** An alarm, not set. */
  Alarm timer(Runnable handler);
}
