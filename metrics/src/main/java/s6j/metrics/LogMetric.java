package s6j.metrics;

/** A number that the directory of a logger has. */
enum LogMetric {
  SIZE("s6_log_bytes", "bytes", 0, "Bytes of a log directory's files."),
  CURRENT("s6_log_current_bytes", "bytes", 0, "Bytes that were written since the last rotation."),
  ARCHIVES("s6_log_archives", "", 0, "Rotated files that are there."),
  ROTATED("s6_log_rotated_timestamp_seconds", "seconds", 9, "When the log was last rotated."),
  ROTATIONS("s6_log_rotations", "", 0, "How often the log was rotated since it was first counted.");

  final String family;

  /** The part of the name that is a unit; empty if there is none. */
  final String unit;

  final int decimals;
  final String help;

  LogMetric(String family, String unit, int decimals, String help) {
    this.family = family;
    this.unit = unit;
    this.decimals = decimals;
    this.help = help;
  }

  /** The number of a directory, or {@link ServiceFigures#NONE}. */
  long of(LogFigures log) {
    return switch (this) {
      case SIZE -> log.bytes;
      case CURRENT -> log.currentBytes;
      case ARCHIVES -> log.archives;
      case ROTATED -> log.rotatedNanos;
      case ROTATIONS -> log.rotations;
    };
  }

  boolean isCounter() {
    return this == ROTATIONS;
  }
}
