package s6j.timer;

import s6j.formats.timer.CivilDate;
import s6j.formats.timer.Zone;
import s6j.posix.Posix;

/** The time zone of the process: TZ, or /etc/localtime. */
final class LocalZone implements Zone {
  private final Posix posix;
  private final int[] fields = new int[6];

  LocalZone(Posix posix) {
    this.posix = posix;
  }

  @Override
  public long offset(long moment) {
    return posix.localTime(moment, fields) < 0 ? 0 : CivilDate.seconds(fields) - moment;
  }
}
