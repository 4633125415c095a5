package s6j.posix;

import org.jspecify.annotations.Nullable;

/** Absolute paths of directories without links, as the kernel tells them from within. */
public final class RealPath {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private byte @Nullable [] path;

  public RealPath(Posix posix) {
    this.posix = posix;
  }

  /** The path of a directory, or null if it cannot be entered. */
  public static byte @Nullable [] of(Posix posix, byte[] directory) {
    RealPath real = new RealPath(posix);
    return real.find(directory) == 0 ? real.path : null;
  }

  /** Finds the path of a directory: 0 with {@link #path}, or the negated errno. */
  public int find(byte[] directory) {
    path = null;
    int here = posix.open(Posix.CWD, CString.of("."), DIRECTORY, 0);
    if (here < 0) return here;
    PathText text = new PathText(posix);
    int length = posix.chdir(directory);
    if (length >= 0) length = text.readWorkingDirectory();
    posix.fchdir(here);
    posix.close(here);
    if (length < 0) return length;
    path = text.bytes();
    return 0;
  }

  public byte @Nullable [] path() {
    return path;
  }

  /** The same of a name in a directory, which need not exist: 0, or the negated errno. */
  public int findParent(byte[] file) {
    int slash = CString.lastIndexOf(file, '/');
    byte[] name = CString.baseName(file);
    byte[] parent =
        slash < 0 ? CString.of(".") : slash == 0 ? CString.of("/") : CString.slice(file, 0, slash);
    int answer = find(parent);
    if (answer == 0)
      path = path.length == 1 ? CString.concat(path, name) : CString.path(path, name);
    return answer;
  }
}
