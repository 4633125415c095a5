package s6j.posix;

import org.jspecify.annotations.Nullable;

/**
 * The paths at which a program may lie, in the order of a search path: one after the other in one
 * buffer, so that a search allocates once. A name with a slash is its own only candidate.
 */
public final class Candidates {
  private final byte @Nullable [] path;
  private final byte[] name;
  private final boolean passesEmpty;
  private final byte @Nullable [] buffer;
  private int from;

  /** Empty entries of the path are passed over, or mean the working directory. */
  public Candidates(byte[] path, byte[] name, boolean passesEmpty) {
    this.name = name;
    this.passesEmpty = passesEmpty;
    boolean isPath = CString.indexOf(name, '/') >= 0;
    this.path = isPath ? null : path;
    buffer = isPath ? null : new byte[path.length + CString.length(name) + 2];
  }

  /** Begins again. */
  public void rewind() {
    from = 0;
  }

  /** The next one, good until the one after it is asked for; null after the last. */
  public byte @Nullable [] next() {
    if (path == null) return from++ == 0 ? name : null;
    while (from <= path.length) {
      int start = from;
      int end = SearchPath.endOfEntry(path, start);
      from = end + 1;
      if (end > start) return joined(start, end);
      if (!passesEmpty) return name;
    }
    return null;
  }

  private byte[] joined(int start, int end) {
    int length = end - start;
    System.arraycopy(path, start, buffer, 0, length);
    buffer[length] = '/';
    int rest = CString.length(name);
    System.arraycopy(name, 0, buffer, length + 1, rest);
    buffer[length + 1 + rest] = 0;
    return buffer;
  }
}
