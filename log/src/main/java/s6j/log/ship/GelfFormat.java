package s6j.log.ship;

import s6j.formats.ByteSink;
import s6j.posix.Decimal;

/** GELF 1.1, a NUL behind each message. */
final class GelfFormat extends LineFormat {
  GelfFormat(ShipSettings settings) {
    ByteSink text = new ByteSink(512).put("{\"version\":\"1.1\",");
    JsonBytes.pair(text, "host", settings.host).put(",\"level\":");
    text.put(Decimal.string(settings.level())).put(',');
    JsonBytes.pair(text, "_service", settings.name);
    for (int i = 0; i < settings.keys.length; i++)
      JsonBytes.quoted(text.put(",\"_").put(settings.keys[i]).put("\":"), settings.values[i]);
    head = text.put(",\"_line_id\":\"").copy();
  }

  @Override
  void put(ByteSink out, Logged line, long origin) {
    id(out.put(head), line, origin);
    seconds(out.put("\",\"timestamp\":"), line.time);
    out.put(",\"short_message\":\"");
    // A message may not be empty.
    if (line.from == line.to) out.put('-');
    JsonBytes.put(out, line.buffer, line.from, line.to).put("\"}").put(0);
  }
}
