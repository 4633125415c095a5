package s6j.cli;

import s6j.posix.Posix;

/** Writes moments as clocks on the wall show them: {@code YYYY-MM-DD HH:MM:SS}. */
public final class LocalTime {
  private final Posix posix;
  private final int[] fields = new int[6];

  public LocalTime(Posix posix) {
    this.posix = posix;
  }

  /** A moment in seconds since 1970; a minus sign if it cannot be told. */
  public void put(Output out, long moment) {
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

  /** The same as a text. */
  public String text(long moment) {
    if (posix.localTime(moment, fields) < 0) return "-";
    String day = fields[0] + "-" + two(fields[1]) + "-" + two(fields[2]);
    return day + " " + two(fields[3]) + ":" + two(fields[4]) + ":" + two(fields[5]);
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : "" + number;
  }

  private static void two(Output out, int number) {
    if (number < 10) out.text("0");
    out.number(number);
  }
}
