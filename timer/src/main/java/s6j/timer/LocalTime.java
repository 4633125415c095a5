package s6j.timer;

import s6j.cli.Output;
import s6j.posix.Posix;

/** Writes moments as clocks on the wall show them: {@code YYYY-MM-DD HH:MM:SS}. */
final class LocalTime {
  private final Posix posix;
  private final int[] fields = new int[6];

  LocalTime(Posix posix) {
    this.posix = posix;
  }

  /** A moment in seconds since 1970; a minus sign if it cannot be told. */
  void put(Output out, long moment) {
    if (posix.localTime(moment, fields) < 0) {
      out.text("-");
      return;
    }
    out.number(fields[0]).text("-");
    two(out, fields[1]);
    out.text("-");
    two(out, fields[2]);
    out.text(" ");
    two(out, fields[3]);
    out.text(":");
    two(out, fields[4]);
    out.text(":");
    two(out, fields[5]);
  }

  private static void two(Output out, int number) {
    if (number < 10) out.text("0");
    out.number(number);
  }
}
