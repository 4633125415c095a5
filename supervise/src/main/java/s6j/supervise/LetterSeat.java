package s6j.supervise;

import s6j.posix.Deadline;
import s6j.posix.Waiting;

/** Where a supervisor among others waits for letters: a fifo that cannot be read rests. */
final class LetterSeat {
  private static final int NONE = -1;
  private static final int REST_MILLIS = 1000;

  private final Waiting.Seat seat;
  private boolean rests;
  private int error;
  private long restsUntil;

  LetterSeat(Waiting.Seat seat) {
    this.seat = seat;
  }

  /** {@code control} is the fifo's descriptor. */
  void listen(int control) {
    rests = false;
    seat.watch(control);
  }

  void leave() {
    seat.watch(NONE);
  }

  void forgetRest() {
    rests = false;
  }

  /** A letter could be read. */
  void isWell() {
    error = 0;
  }

  /** Rests from {@code now}: whether the failure is another than the one before. */
  boolean rest(int failure, long now) {
    boolean isNew = failure != error;
    error = failure;
    leave();
    rests = true;
    restsUntil = Deadline.after(now, REST_MILLIS);
    return isNew;
  }

  boolean isResting() {
    return rests;
  }

  boolean hasRested(long now) {
    return rests && Deadline.passed(restsUntil, now);
  }
}
