package s6j.front.ask;

import java.time.Instant;

/** The lines of s6-svdt. */
final class Deaths {
  private static final long SPAN = 60;

  /** Seconds of a TAI64 label at 1970, and the 27 leap seconds since 1972 with the first ten. */
  private static final long LABEL_OF_EPOCH = (1L << 62) + 37;

  private Deaths() {}

  /** Whether the death of a line is of the last minute. */
  static boolean isRecent(String line) {
    if (!line.matches("@[0-9a-f]{24}.*")) return false;
    long seconds = Long.parseUnsignedLong(line.substring(1, 17), 16) - LABEL_OF_EPOCH;
    return Instant.now().getEpochSecond() - seconds <= SPAN;
  }
}
