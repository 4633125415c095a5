package s6j.svscan;

import s6j.posix.Deadline;

/** When scans, starts of supervisors and looks at loggers are due, in monotonic nanoseconds. */
final class Timers {
  long scan = Deadline.NEVER;
  long start = Deadline.NEVER;
  long loggers = Deadline.NEVER;

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
    return Math.min(loggers, Math.min(scan, start));
  }
}
