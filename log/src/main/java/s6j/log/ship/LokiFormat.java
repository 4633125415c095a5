package s6j.log.ship;

import s6j.formats.ByteSink;

/** What Loki's API takes: one stream, each line behind its time. It takes no ids. */
final class LokiFormat extends LineFormat {
  LokiFormat(ShipSettings settings) {
    ByteSink text = new ByteSink(512).put("{\"streams\":[{\"stream\":{");
    JsonBytes.pair(text, "service_name", settings.name).put(',');
    JsonBytes.pair(text, "host", settings.host);
    for (int i = 0; i < settings.keys.length; i++)
      JsonBytes.quoted(text.put(",\"").put(settings.keys[i]).put("\":"), settings.values[i]);
    prefix = text.put("},\"values\":[").copy();
    suffix = new ByteSink(16).put("]}]}").copy();
    hasCommas = true;
  }

  @Override
  void put(ByteSink out, Logged line, long origin) {
    number(out.put("[\""), Math.max(line.time, 0));
    JsonBytes.put(out.put("\",\""), line.buffer, line.from, line.to).put("\"]");
  }
}
