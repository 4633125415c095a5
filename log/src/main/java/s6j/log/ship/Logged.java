package s6j.log.ship;

import s6j.log.stamp.LineTime;

/** One line, or piece of a line, as it stands in its file; filled in again for each. */
final class Logged {
  byte[] buffer = {};

  /** Where the text is in {@link #buffer}, without stamp and newline. */
  int from;

  int to;

  /** The number of the file, and where in it the line begins; its bytes, newline and all. */
  long file;

  long offset;
  int length;
  long hash;

  /** When it was written: by its stamp, or that of the line before, or when it was read. */
  long time;

  long observed;

  /** The last stamp. */
  long stamp = LineTime.NONE;

  /** Where the line ends in its file. */
  long end() {
    return offset + length;
  }
}
