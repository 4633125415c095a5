package s6j.posix;

/** A wait for nothing but time. */
public final class Pause {
  private static final Poller NOTHING = new Poller(0);

  private Pause() {}

  /** Lets so much time pass, signals or not; less only if the system refuses to wait at all. */
  public static void millis(Posix posix, long millis) {
    NOTHING.await(posix, Deadline.after(posix.monotonicNanos(), millis));
  }
}
