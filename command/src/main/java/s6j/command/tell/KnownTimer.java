package s6j.command.tell;

import org.jspecify.annotations.Nullable;
import s6j.cli.LocalTime;
import s6j.cli.Output;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.Posix;

/** When a timer starts a service next and has done so last, as the daemon of timers tells it. */
final class KnownTimer {
  private static final long SECOND = 1_000_000_000;

  private final LocalTime time;
  private final byte[] state;
  private final long next;
  private final long last;

  private KnownTimer(Posix posix, TimerStatus status) {
    time = new LocalTime(posix);
    state = status.state;
    next = status.next;
    last = status.last;
  }

  /** Null if the daemon tells of no timer of the service; {@code told} is all that it tells. */
  static @Nullable KnownTimer of(Posix posix, byte[] told, byte[] service) {
    TimerStatus status = new TimerStatus(told, told.length);
    while (status.read())
      if (CString.equal(status.name, service)) return new KnownTimer(posix, status);
    return null;
  }

  String note() {
    return "next " + moment(next) + ", last " + moment(last);
  }

  private String moment(long moment) {
    return moment == TimerStatus.NONE ? "never" : time.text(Math.floorDiv(moment, SECOND));
  }

  /** An object of JSON, with seconds since 1970. */
  void json(Output out) {
    out.text("{\"state\":\"").bytes(state).text("\",\"next\":");
    seconds(out, next);
    out.text(",\"last\":");
    seconds(out, last);
    out.text("}");
  }

  private static void seconds(Output out, long moment) {
    if (moment == TimerStatus.NONE) out.text("null");
    else out.number(Math.floorDiv(moment, SECOND));
  }
}
