package s6j.portable.text;

import s6j.posix.Posix;

/** Whole contents, from one descriptor to another. */
public final class Copying {
  private static final int PIECE = 65536;

  private final Posix posix;
  private final byte[] buffer = new byte[PIECE];

  public Copying(Posix posix) {
    this.posix = posix;
  }

  /** Copies up to the end of {@code from}: 0, or the negated errno. */
  public int copy(int from, int to) {
    int count = posix.read(from, buffer, 0, PIECE);
    while (count > 0) {
      for (int done = 0; done < count; ) {
        int written = posix.write(to, buffer, done, count - done);
        if (written < 0) return written;
        done += written;
      }
      count = posix.read(from, buffer, 0, PIECE);
    }
    return count;
  }
}
