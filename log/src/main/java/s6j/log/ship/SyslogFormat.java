package s6j.log.ship;

import s6j.formats.ByteSink;
import s6j.log.stamp.CivilTime;
import s6j.log.stamp.Stamps;
import s6j.posix.CString;
import s6j.posix.Decimal;

/**
 * Messages of RFC 5424, each behind its length and a blank (RFC 6587, 3.4.1). The id is in
 * structured data, as are the attributes.
 */
final class SyslogFormat extends LineFormat {
  /** The number of RFC 5612, which is nobody's. */
  private static final String ID = " - - [line@32473 id=\"";

  private static final int LONGEST_HOST = 255;
  private static final int LONGEST_NAME = 48;
  private static final int SECONDS = 19;

  private final byte[] priority;
  private final byte[] attributes;
  private final ByteSink message;
  private final int[] fields = new int[6];
  private final byte[] date = new byte[Stamps.LOCAL];

  SyslogFormat(ShipSettings settings) {
    ByteSink start = new ByteSink(16).put('<').put(Decimal.string(settings.priority)).put(">1 ");
    priority = start.copy();
    ByteSink names = new ByteSink(512).put("Z ");
    word(names, settings.host, LONGEST_HOST);
    word(names.put(' '), settings.name, LONGEST_NAME);
    head = names.put(ID).copy();
    ByteSink rest = new ByteSink(512).put('"');
    for (int i = 0; i < settings.keys.length; i++) {
      rest.put(' ').put(settings.keys[i]).put("=\"");
      value(rest, settings.values[i]);
      rest.put('"');
    }
    attributes = rest.put("] ").copy();
    message = new ByteSink(most(settings.lineLength));
  }

  @Override
  int most(int length) {
    return priority.length + head.length + attributes.length + LineId.MOST + length + 64;
  }

  /** Printable and without blanks; a dash for nothing. */
  private static void word(ByteSink out, byte[] word, int longest) {
    int length = Math.min(CString.length(word), longest);
    for (int i = 0; i < length; i++) out.put(word[i] > ' ' && word[i] < 127 ? word[i] : '_');
    if (length == 0) out.put('-');
  }

  private static void value(ByteSink out, byte[] value) {
    for (byte b : value) {
      if (b == '"' || b == '\\' || b == ']') out.put('\\');
      out.put(b);
    }
  }

  @Override
  void put(ByteSink out, Logged line, long origin) {
    message.cut(0);
    message.put(priority);
    long moment = Math.max(line.time, 0);
    CivilTime.utc(moment / 1_000_000_000, fields);
    Stamps.date(fields, date, 0);
    date[10] = 'T';
    fraction(message.put(date, 0, SECONDS).put('.'), moment);
    message.put(head);
    id(message, line, origin);
    message.put(attributes).put(line.buffer, line.from, line.to - line.from);
    number(out, message.length());
    out.put(' ').put(message.array(), 0, message.length());
  }
}
