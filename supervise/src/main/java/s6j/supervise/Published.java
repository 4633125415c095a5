package s6j.supervise;

import s6j.formats.ServiceStatus;
import s6j.formats.talk.Handover;

/** What the status file says by now. */
final class Published {
  long stampNanos;
  int pid;

  /** The status has changed, and could not be written. */
  boolean isStale;

  void forget() {
    stampNanos = 0;
    pid = 0;
    isStale = false;
  }

  void take(ServiceStatus written) {
    isStale = false;
    stampNanos = written.stampNanos;
    pid = written.pid;
  }

  void handOver(Handover to) {
    to.tell(stampNanos);
    to.tell(pid);
    to.tell(isStale);
  }

  void takeUp(Handover from) {
    stampNanos = from.next();
    pid = from.nextInt();
    isStale = from.nextFlag();
  }
}
