package s6j.svscan;

import s6j.posix.Posix;

/**
 * Descriptors that nothing may keep open: without them no supervisor could be started, no lock
 * looked at and no directory read. A number near the limit tells that only they are left, as a new
 * descriptor has the lowest number that is free.
 */
final class Reserve {
  static final int DESCRIPTORS = 6;

  private final Posix posix;
  private final long[] limit = new long[2];

  Reserve(Posix posix) {
    this.posix = posix;
  }

  /** Whether a descriptor that is to stay open has been taken from the reserve. */
  boolean has(int descriptor) {
    return has(descriptor, 0);
  }

  /** The same, if so many more are not to be taken. */
  boolean has(int descriptor, int more) {
    if (posix.getLimit(Posix.RLIMIT_NOFILE, limit) < 0) return false;
    return limit[0] >= 0 && descriptor >= limit[0] - DESCRIPTORS - more;
  }
}
