package s6j.log.ship;

import s6j.formats.ByteSink;
import s6j.posix.Decimal;

/** OTLP in JSON: one resource, one scope, a record a line, known by log.record.uid. */
final class OtlpFormat extends LineFormat {
  /** By the level of syslog, as the model of logs has them. */
  private static final int[] SEVERITIES = {21, 19, 18, 17, 13, 10, 9, 5};

  private static final String[] NAMES = {
    "FATAL", "ERROR3", "ERROR2", "ERROR", "WARN", "INFO2", "INFO", "DEBUG"
  };

  OtlpFormat(ShipSettings settings) {
    ByteSink text = new ByteSink(512).put("{\"resourceLogs\":[{\"resource\":{\"attributes\":[");
    attribute(text, "service.name", settings.name);
    attribute(text.put(','), "host.name", settings.host);
    for (int i = 0; i < settings.keys.length; i++) {
      text.put(",{\"key\":\"").put(settings.keys[i]).put("\",\"value\":{\"stringValue\":");
      JsonBytes.quoted(text, settings.values[i]).put("}}");
    }
    text.put("]},\"scopeLogs\":[{\"scope\":{\"name\":\"s6-logship\"},\"logRecords\":[");
    prefix = text.copy();
    suffix = new ByteSink(16).put("]}]}]}").copy();
    hasCommas = true;
    ByteSink severity = new ByteSink(256).put("\",\"severityNumber\":");
    severity.put(Decimal.string(SEVERITIES[settings.level()])).put(",\"severityText\":\"");
    severity.put(NAMES[settings.level()]).put("\",\"attributes\":[{\"key\":\"log.record.uid\",");
    head = severity.put("\"value\":{\"stringValue\":\"").copy();
  }

  private static void attribute(ByteSink out, String name, byte[] value) {
    out.put("{\"key\":\"").put(name).put("\",\"value\":{");
    JsonBytes.pair(out, "stringValue", value).put("}}");
  }

  @Override
  void put(ByteSink out, Logged line, long origin) {
    number(out.put("{\"timeUnixNano\":\""), Math.max(line.time, 0));
    number(out.put("\",\"observedTimeUnixNano\":\""), Math.max(line.observed, 0));
    id(out.put(head), line, origin);
    out.put("\"}}],\"body\":{\"stringValue\":\"");
    JsonBytes.put(out, line.buffer, line.from, line.to).put("\"}}");
  }
}
