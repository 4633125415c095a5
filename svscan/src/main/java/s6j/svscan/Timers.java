package s6j.svscan;

import s6j.posix.Deadline;

/** When the next scan and the next start of supervisors are due, in monotonic nanoseconds. */
final class Timers {
  long scan = Deadline.NEVER;
  long start = Deadline.NEVER;

  /** No start before this moment. */
  private long heldUntil;

  void scanBy(long moment) {
    scan = Math.min(scan, moment);
  }

  void startBy(long moment) {
    start = Math.min(start, Math.max(moment, heldUntil));
  }

  /** A start that was due earlier is not due before this moment either. */
  void hold(long until) {
    heldUntil = until;
    start = Math.max(start, until);
  }

  boolean isHeld(long now) {
    return now < heldUntil;
  }

  long earliest() {
    return Math.min(scan, start);
  }
}
