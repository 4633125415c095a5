package s6j.log.ship;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;

/** What receivers understand. */
enum Protocol {
  /** RFC 5424, over a stream with octet counting as in RFC 6587. */
  SYSLOG("syslog", ""),
  /** GELF 1.1 over a stream: JSON objects, a NUL behind each. */
  GELF("gelf", ""),
  /** What Loki takes by HTTP. */
  LOKI("loki", "/loki/api/v1/push"),
  /** OTLP/HTTP 1 in JSON. */
  OTLP("otlp", "/v1/logs");

  final String word;

  /** Of the URL, if it says none; empty where it is not HTTP. */
  final String usualTarget;

  Protocol(String word, String usualTarget) {
    this.word = word;
    this.usualTarget = usualTarget;
  }

  boolean isHttp() {
    return !usualTarget.isEmpty();
  }

  static @Nullable Protocol of(byte[] word) {
    for (Protocol one : values()) if (CString.is(word, one.word)) return one;
    return null;
  }
}
