package s6j.log.loop;

/** Where a logger stands between its start and its end (docs/specification/s6.md, E.4, E.12). */
public enum LogState {
  /** Lines are read and written. */
  READING,
  /** Told to stop in the middle of a line: its rest is awaited, byte by byte. */
  LAST_LINE,
  /** Nothing is read any more; what is read is being written, rotations come to their end. */
  DRAINING,
  /** All is written; the directories are being finalized. */
  CLOSING,
  ENDED
}
