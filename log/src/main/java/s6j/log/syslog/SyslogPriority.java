package s6j.log.syslog;

import s6j.cli.Output;

/** The {@code <N>} in front of a syslog message, and what it means: facility and level. */
final class SyslogPriority {
  private static final long MOST = 0xffffffffL;
  private static final int FACILITY_MASK = 0x3f8;

  private SyslogPriority() {}

  /**
   * Writes {@code facility.level: } for an {@code <N>} at {@code from}; the place behind it, or
   * {@code from} if there is none.
   */
  static int put(byte[] line, int from, int to, Output out) {
    if (from >= to || line[from] != '<') return from;
    long value = 0;
    int place = from + 1;
    while (place < to && line[place] >= '0' && line[place] <= '9' && value <= MOST)
      value = value * 10 + line[place++] - '0';
    if (place == from + 1 || place >= to || line[place] != '>' || value > MOST) return from;
    out.text(facility((int) value & FACILITY_MASK)).text(".").text(level((int) value & 7));
    out.text(": ");
    return place + 1;
  }

  private static String facility(int bits) {
    return switch (bits >> 3) {
      case 0 -> "kern";
      case 1 -> "user";
      case 2 -> "mail";
      case 3 -> "daemon";
      case 4 -> "auth";
      case 5 -> "syslog";
      case 6 -> "lpr";
      case 7 -> "news";
      case 8 -> "uucp";
      case 9 -> "cron";
      case 10 -> "authpriv";
      case 11 -> "ftp";
      case 16 -> "local0";
      case 17 -> "local1";
      case 18 -> "local2";
      case 19 -> "local3";
      case 20 -> "local4";
      case 21 -> "local5";
      case 22 -> "local6";
      case 23 -> "local7";
      case 24 -> "mark";
      default -> "unknown";
    };
  }

  private static String level(int level) {
    return switch (level) {
      case 0 -> "emerg";
      case 1 -> "alert";
      case 2 -> "crit";
      case 3 -> "err";
      case 4 -> "warn";
      case 5 -> "notice";
      case 6 -> "info";
      default -> "debug";
    };
  }
}
