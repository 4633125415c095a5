package s6j.timer;

import s6j.formats.timer.Calendar;
import s6j.formats.timer.Moments;
import s6j.formats.timer.TimerFile;
import s6j.formats.timer.TimerStatus;
import s6j.formats.timer.Zone;
import s6j.posix.Deadline;

/**
 * When one timer is due next. It is told what has happened and at which moment - of the monotonic
 * clock for spans, of the real one for calendars, in nanoseconds - and keeps no clock.
 */
final class Schedule {
  /** Draws a number from 0 up to the one that is given. */
  interface Dice {
    long upTo(long most);
  }

  static final long SECOND = 1_000_000_000;
  private static final long MILLI = 1_000_000;

  /** Clocks that are set forward by less leave out what is then due, and so it is made up for. */
  private static final long LONG_JUMP = 3 * 3600 * SECOND;

  private final TimerFile file;
  private final Zone zone;
  private final Dice dice;

  /** Real moment of the last start; {@link TimerStatus#NONE} if there was none. */
  long lastStart = TimerStatus.NONE;

  private long spanDue = Deadline.NEVER;
  private long calendarDue = Deadline.NEVER;

  Schedule(TimerFile file, Zone zone, Dice dice) {
    this.file = file;
    this.zone = zone;
    this.dice = dice;
  }

  /** Begins, {@link #lastStart} being known. */
  void begin(long mono, long real) {
    if (lastStart == TimerStatus.NONE) planFirst(mono);
    else planAgain(mono, real);
    planCalendar(hasMissed() ? lastStart : real);
  }

  private boolean hasMissed() {
    return file.isPersistent && lastStart != TimerStatus.NONE;
  }

  private void planFirst(long mono) {
    boolean isAlone =
        file.boot < 0 && file.begin < 0 && file.calendars.length == 0 && file.every > 0;
    if (file.boot >= 0) spanBy(Math.max(file.boot * MILLI, mono));
    if (file.begin >= 0) spanBy(mono + file.begin * MILLI);
    if (isAlone) spanBy(mono + file.every * MILLI);
  }

  private void planAgain(long mono, long real) {
    long passed = Math.max(0, real - lastStart);
    if (file.every > 0) spanBy(mono + Math.max(0, file.every * MILLI - passed));
    if (file.idle > 0) spanBy(mono + Math.max(0, file.idle * MILLI - passed));
  }

  private void spanBy(long moment) {
    spanDue = Math.min(spanDue, moment + jitter());
  }

  private long jitter() {
    return file.jitter == 0 ? 0 : dice.upTo(file.jitter * MILLI);
  }

  private void planCalendar(long behind) {
    long first = Calendar.NEVER;
    long second = Math.floorDiv(behind, SECOND);
    for (Calendar calendar : file.calendars)
      first = Math.min(first, Moments.next(calendar, zone, second));
    calendarDue = first == Calendar.NEVER ? Deadline.NEVER : first * SECOND + jitter();
  }

  boolean isDue(long mono, long real) {
    return Deadline.passed(spanDue, mono) || Deadline.passed(calendarDue, real);
  }

  /** It was due: plans the next time, {@code isStarted} if the service was started now. */
  void passed(long mono, long real, boolean isStarted) {
    if (isStarted) started(mono, real);
    else if (Deadline.passed(spanDue, mono)) spanDue = Deadline.NEVER;
    if (Deadline.passed(calendarDue, real)) planCalendar(real);
  }

  private void started(long mono, long real) {
    lastStart = real;
    spanDue = Deadline.NEVER;
    if (file.every > 0) spanBy(mono + file.every * MILLI);
  }

  /** The service has ended. */
  void ended(long mono, long real) {
    if (file.idle > 0) spanBy(mono + file.idle * MILLI);
    else if (file.every > 0 && spanDue == Deadline.NEVER) planAgain(mono, real);
  }

  /** The clock on the wall was set, so much forward. */
  void clockSet(long real, long forward) {
    if (forward >= 0 && forward < LONG_JUMP) return;
    planCalendar(forward > 0 && hasMissed() ? lastStart : real);
  }

  /** Whether somebody must look at the clock on the wall now and then. */
  boolean hasCalendar() {
    return calendarDue != Deadline.NEVER;
  }

  /** The next moment of the monotonic clock. */
  long due(long mono, long real) {
    if (calendarDue == Deadline.NEVER) return spanDue;
    return Math.min(spanDue, calendarDue - real + mono);
  }

  /** The next moment of the real clock; {@link TimerStatus#NONE} for never. */
  long dueReal(long mono, long real) {
    long due = due(mono, real);
    return due == Deadline.NEVER ? TimerStatus.NONE : due - mono + real;
  }
}
