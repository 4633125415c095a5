package s6j.log.script;

import org.jspecify.annotations.Nullable;

/** The options of a logger (docs/specification/s6.md, E.1), and what follows from them. */
public final class LogSettings {
  /** What one read may bring; big enough that a burst is one write. */
  private static final int READ_BYTES = 65536;

  /** A limit up to here is held in one buffer, so that such a line is one piece. */
  private static final int LONGEST_IN_ONE_PIECE = 65536;

  private static final int SHORTEST_LIMIT = 48;

  /** -d; 0 is none. */
  public int notificationFd;

  /** -q and -v: warnings from 1 on. */
  public int verbosity = 1;

  /** -b. */
  public boolean blocking;

  /** -p. */
  public boolean ignoresTerm;

  /** -l: bytes of a line; 0 is no limit. */
  public long lineLimit = 8192;

  /** -t: how long to wait for the rest of the last line; 0 is for ever. */
  public long lastLineMillis = 2000;

  /** Whether a NUL ends a line as a newline does. */
  public boolean nulEndsLine = true;

  /** Whether a directory that cannot be opened is passed over while others can (svlogd). */
  public boolean passesDirectories;

  /** What each byte read is replaced by (svlogd -r); null is nothing. */
  public byte @Nullable [] translation;

  /** Whether the logger ends because of SIGHUP alone: svlogd then starts anew. */
  public boolean hungUp;

  public boolean warns() {
    return verbosity > 0;
  }

  public long effectiveLimit() {
    return lineLimit != 0 && lineLimit < SHORTEST_LIMIT ? SHORTEST_LIMIT : lineLimit;
  }

  public int bufferSize() {
    long limit = effectiveLimit();
    return limit > READ_BYTES / 2 && limit <= LONGEST_IN_ONE_PIECE
        ? (int) limit + READ_BYTES / 2
        : READ_BYTES;
  }
}
