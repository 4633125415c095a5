package s6j.posix;

import org.jspecify.annotations.Nullable;
import s6j.posix.meaning.Descriptor;

/**
 * Paths as the kernel tells them: the text of a link, the working directory, the program's own
 * file. Most are short; room for the longest is made for one that needs it, since the pages of it
 * would be each daemon's for ever.
 */
public final class PathText {
  private static final int USUAL = 240;
  private static final int LONGEST = 4096;

  private final Posix posix;
  private byte[] buffer = new byte[USUAL];
  private int length;

  public PathText(Posix posix) {
    this.posix = posix;
  }

  /** The text of a link, or null for what is none. */
  public static byte @Nullable [] ofLink(Posix posix, byte[] link) {
    PathText text = new PathText(posix);
    return text.readLink(Posix.CWD, link) > 0 ? text.bytes() : null;
  }

  /** The path with the working directory in front, if that can be told. */
  public static byte[] absolute(Posix posix, byte[] path) {
    if (path.length > 0 && path[0] == '/') return path;
    PathText here = new PathText(posix);
    return here.readWorkingDirectory() > 0 ? CString.path(here.bytes(), path) : path;
  }

  /** Reads the text of a link; its length. */
  public int readLink(@Descriptor int directory, byte[] link) {
    length = posix.readlink(directory, link, buffer);
    if (isCut()) length = posix.readlink(directory, link, longest());
    return length;
  }

  /** Reads the path of the working directory; its length. */
  public int readWorkingDirectory() {
    length = posix.getcwd(buffer);
    if (isCut()) length = posix.getcwd(longest());
    return length;
  }

  /** Reads {@link Posix#ownPath}; its length. */
  public int readOwn() {
    length = posix.ownPath(buffer);
    if (isCut()) length = posix.ownPath(longest());
    return length;
  }

  /** Reads {@link Posix#toldPath}; its length. */
  public int readTold() {
    length = posix.toldPath(buffer);
    if (isCut()) length = posix.toldPath(longest());
    return length;
  }

  /** What was read last, in an array of its own; empty if that failed. */
  public byte[] bytes() {
    return CString.slice(buffer, 0, Math.max(0, length));
  }

  private boolean isCut() {
    return buffer.length < LONGEST
        && (length == buffer.length || length == -Errno.ERANGE || length == -Errno.ENAMETOOLONG);
  }

  private byte[] longest() {
    buffer = new byte[LONGEST];
    return buffer;
  }
}
