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

  /** How often it has been rotated, or none where nobody counts. */
  long rotations = ServiceFigures.NONE;

  /** When each of the archives was rotated. */
  private long[] moments = new long[16];

  /** The logger's next directory. */
  @Nullable LogFigures next;

  LogFigures(byte[] directory) {
    this.directory = directory;
  }

  /** Takes a file that was rotated at such a moment. */
  void addArchive(long moment) {
    if (archives == moments.length) {
      long[] more = new long[2 * moments.length];
      System.arraycopy(moments, 0, more, 0, moments.length);
      moments = more;
    }
    moments[(int) archives++] = moment;
    if (moment > rotatedNanos) rotatedNanos = moment;
  }

  /** How many of the archives were rotated after a moment. */
  long archivesAfter(long moment) {
    long count = 0;
    for (int i = 0; i < archives; i++) if (moments[i] > moment) count++;
    return count;
  }
}
