package s6j.formats.timer;

/**
 * The moments of a {@link Calendar} in a {@link Zone}, in seconds since 1970.
 *
 * <p>Where clocks are set forward, what is left out is due at that moment for cron's jobs at fixed
 * hours, and not at all otherwise. Where they are set back, what has a fixed hour comes once, and
 * what goes on through the hours goes on.
 */
public final class Moments {
  private static final long STEP = 12 * 3600;
  private static final long NEAR = 2 * CivilDate.SECONDS_A_DAY;

  /** Changes of the clocks that a search goes through, before it says never. */
  private static final int MOST_CHANGES = 64;

  private Moments() {}

  /** The first moment behind another; {@link Calendar#NEVER} if there is none. */
  public static long next(Calendar calendar, Zone local, long after) {
    Zone zone = calendar.zone(local);
    long offset = zone.offset(after);
    long civil = after + offset;
    for (int i = 0; i < MOST_CHANGES; i++) {
      long found = calendar.next(civil);
      if (found == Calendar.NEVER) return found;
      if (found - civil > 2 * NEAR) {
        // Nothing is in between, whatever the clocks do there.
        long near = found - NEAR - offset;
        offset = zone.offset(near);
        civil = near + offset;
      }
      long change = change(zone, civil - offset, found - offset, offset);
      if (change == Calendar.NEVER) return found - offset;
      long other = zone.offset(change);
      boolean isForward = other > offset;
      if (isForward && found < change + other && calendar.catchesUp()) return change;
      boolean skipsRepetition = !isForward && !calendar.goesOn();
      civil = change - 1 + (skipsRepetition ? offset : other);
      offset = other;
    }
    return Calendar.NEVER;
  }

  /** The first moment behind {@code from}, up to {@code to}, at which the offset is another. */
  private static long change(Zone zone, long from, long to, long offset) {
    long before = from;
    while (before < to) {
      long behind = Math.min(before + STEP, to);
      if (zone.offset(behind) != offset) return exactly(zone, before, behind, offset);
      before = behind;
    }
    return Calendar.NEVER;
  }

  private static long exactly(Zone zone, long from, long to, long offset) {
    long before = from;
    long behind = to;
    while (behind - before > 1) {
      long middle = before + (behind - before) / 2;
      if (zone.offset(middle) == offset) before = middle;
      else behind = middle;
    }
    return behind;
  }
}
