package s6j.svscan;

import s6j.posix.Turn;

/** When scans, starts of supervisors and looks at loggers are due, in monotonic nanoseconds. */
final class Timers {
  final Turn.Timer scan;
  final Turn.Timer start;
  final Turn.Timer loggers;

  /** No start before this moment. */
  private long heldUntil;

  Timers(Turn.Timer scan, Turn.Timer start, Turn.Timer loggers) {
    this.scan = scan;
    this.start = start;
    this.loggers = loggers;
  }

  void scanBy(long moment) {
    scan.at(Math.min(scan.moment(), moment));
  }

  void startBy(long moment) {
    start.at(Math.min(start.moment(), Math.max(moment, heldUntil)));
  }

  /** A start that was due earlier is not due before this moment either. */
  void hold(long until) {
    heldUntil = until;
    start.at(Math.max(start.moment(), until));
  }

  boolean isHeld(long now) {
    return now < heldUntil;
  }
}
