package s6j.log.ship;

import s6j.formats.ByteSink;
import s6j.posix.Decimal;

/** How lines are written for a receiver. Allocates nothing once made. */
abstract class LineFormat {
  static final byte[] NOTHING = {};

  private static final int MICROS = 1000;
  private static final int MORE = 256;

  /** What stands before and behind the lines of one sending. */
  byte[] prefix = NOTHING;

  byte[] suffix = NOTHING;

  /** Between two lines: a comma, or nothing. */
  boolean hasCommas;

  /** What is the same in all lines. */
  byte[] head = NOTHING;

  final byte[] digits = new byte[20];

  static LineFormat of(ShipSettings settings) {
    return switch (settings.protocol) {
      case SYSLOG -> new SyslogFormat(settings);
      case GELF -> new GelfFormat(settings);
      case LOKI -> new LokiFormat(settings);
      case OTLP -> new OtlpFormat(settings);
    };
  }

  abstract void put(ByteSink out, Logged line, long origin);

  /** Bytes that a line of such a length may need. */
  int most(int length) {
    return head.length + JsonBytes.MOST * length + LineId.MOST + MORE;
  }

  void number(ByteSink out, long value) {
    out.put(digits, 0, Decimal.format(value, digits, 0));
  }

  void id(ByteSink out, Logged line, long origin) {
    LineId.put(out, origin, line.file, line.offset, line.hash, digits);
  }

  /** Seconds since 1970 and six digits of a fraction; nothing is before that. */
  void seconds(ByteSink out, long nanos) {
    long moment = Math.max(nanos, 0);
    number(out, moment / 1_000_000_000);
    out.put('.');
    fraction(out, moment);
  }

  /** Six digits. */
  void fraction(ByteSink out, long moment) {
    int micros = (int) (moment % 1_000_000_000 / MICROS);
    for (int unit = 100_000; unit > 0; unit /= 10) out.put('0' + micros / unit % 10);
  }
}
