package s6j.svscan;

import s6j.formats.talk.Handover;
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

  void handOver(Handover to) {
    to.tell(scan.moment());
    to.tell(start.moment());
    to.tell(loggers.moment());
    to.tell(heldUntil);
  }

  void takeUp(Handover from) {
    scan.at(from.next());
    start.at(from.next());
    loggers.at(from.next());
    heldUntil = from.next();
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
