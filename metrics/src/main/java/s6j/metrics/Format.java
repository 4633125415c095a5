package s6j.metrics;

import s6j.posix.CString;

/** The two text formats that there are for metrics. */
enum Format {
  /** OpenMetrics 1.0. */
  OPENMETRICS("openmetrics", "application/openmetrics-text; version=1.0.0; charset=utf-8"),
  /** What Prometheus reads since 0.0.4, and files for its node exporter are in. */
  TEXT("text", "text/plain; version=0.0.4; charset=utf-8");

  final String word;
  final String mediaType;

  Format(String word, String mediaType) {
    this.word = word;
    this.mediaType = mediaType;
  }

  /** The format of this name, or {@code otherwise} where there is none. */
  static Format of(byte[] word, Format otherwise) {
    for (Format one : values()) if (CString.is(word, one.word)) return one;
    return otherwise;
  }
}
