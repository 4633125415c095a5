package s6j.posix;

import org.jspecify.annotations.Nullable;

/** Where programs are looked for by name: PATH, or what stands for it where there is none. */
public final class SearchPath {
  private static final byte[] USUAL = CString.of("/usr/bin:/bin");
  private static final byte[] OF_SLASHPACKAGE = CString.of("/command:/usr/bin:/bin");

  private SearchPath() {}

  /** The present PATH, or {@link #byDefault}. */
  public static byte[] of(Posix posix) {
    byte[] path = new Environment(posix).get("PATH");
    return path == null ? byDefault(posix) : path;
  }

  /**
   * The path of programs that have none: the one of the build, or the system's, with {@code
   * /command} in front if this program lies in a slashpackage tree.
   */
  public static byte[] byDefault(Posix posix) {
    byte[] built = posix.builtPath();
    if (built != null) return built;
    return new Installation(posix, null).isSlashpackage() ? OF_SLASHPACKAGE : USUAL;
  }

  /** The directory of a path that holds an executable of this name, or null. */
  static byte @Nullable [] directoryOf(Posix posix, byte[] path, byte[] name) {
    for (int from = 0; from <= path.length; ) {
      int to = endOfEntry(path, from);
      if (posix.access(Posix.CWD, entry(path, from, to, name), Posix.X_OK) >= 0)
        return to > from ? CString.slice(path, from, to) : CString.of(".");
      from = to + 1;
    }
    return null;
  }

  static int endOfEntry(byte[] path, int from) {
    int to = from;
    while (to < path.length && path[to] != ':') to++;
    return to;
  }

  /** An empty entry means the working directory. */
  static byte[] entry(byte[] path, int from, int to, byte[] name) {
    return to > from ? CString.path(CString.slice(path, from, to), name) : name;
  }
}
