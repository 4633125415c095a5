package s6j.metrics;

import org.jspecify.annotations.Nullable;

/** What lies in a directory of a logger. */
final class LogFigures {
  final byte[] directory;

  /** Of all its files together. */
  long bytes;

  long currentBytes;

  /** Files that were rotated and are still there. */
  long archives;

  /** When the last of them was rotated, or no moment. */
  long rotatedNanos;

  /** The logger's next directory. */
  @Nullable LogFigures next;

  LogFigures(byte[] directory) {
    this.directory = directory;
  }
}
