package s6j.posix;

/** Finds programs by name: on PATH as execvp does (spec 0.1), or beside the running program. */
public final class Executable {
  private static final byte[] DEFAULT_PATH = CString.of("/usr/bin:/bin");

  private Executable() {}

  /**
   * Replaces the process by {@code arguments[0]}, searched on the present PATH unless it holds a
   * slash. Returns only to say why not: the last error that was not ENOENT, negated, else {@code
   * -ENOENT}; {@code -EACCES} for an empty name, which is any directory of the PATH.
   */
  public static int exec(Posix posix, byte[][] arguments, Environment environment) {
    return exec(posix, arguments[0], arguments, environment);
  }

  /** The same with another {@code arguments[0]} than the program's name. */
  public static int exec(Posix posix, byte[] name, byte[][] arguments, Environment environment) {
    if (CString.length(name) == 0) return -Errno.EACCES;
    if (CString.indexOf(name, '/') >= 0)
      return posix.exec(name, arguments, environment.variables());
    byte[] path = searchPath(posix);
    int error = -Errno.ENOENT;
    for (int from = 0; from <= path.length; ) {
      int to = endOfEntry(path, from);
      int answer = posix.exec(entry(path, from, to, name), arguments, environment.variables());
      if (!goesOn(answer)) return answer;
      if (answer != -Errno.ENOENT) error = answer;
      from = to + 1;
    }
    return error;
  }

  /**
   * Starts {@code spawn.arguments[0]} as a child, searched on the present PATH unless it holds a
   * slash: its pid, or the error as {@link #exec} tells it, but {@code -ENOENT} for an empty name.
   * Fills in {@code spawn.file}.
   */
  public static int spawn(Posix posix, Spawn spawn) {
    byte[] name = spawn.arguments[0];
    spawn.file = name;
    if (CString.length(name) == 0) return -Errno.ENOENT;
    if (CString.indexOf(name, '/') >= 0) return posix.spawn(spawn);
    byte[] path = searchPath(posix);
    int error = -Errno.ENOENT;
    for (int from = 0; from <= path.length; ) {
      int to = endOfEntry(path, from);
      spawn.file = entry(path, from, to, name);
      int answer = posix.spawn(spawn);
      if (!goesOn(answer)) return answer;
      if (answer != -Errno.ENOENT) error = answer;
      from = to + 1;
    }
    return error;
  }

  /** The exit code for a program that could not be executed: 127 if it is missing, else 126. */
  public static int exitCode(int error) {
    return error == -Errno.ENOENT ? 127 : 126;
  }

  /**
   * The path of a program of this suite: in the directory this program was called from, else the
   * first on PATH; the bare name where neither has it.
   */
  public static byte[] companion(Posix posix, byte[] calledAs, byte[] name) {
    int slash = CString.lastIndexOf(calledAs, '/');
    byte[] own = slash >= 0 ? CString.slice(calledAs, 0, slash) : directoryOnPath(posix, calledAs);
    if (own != null) {
      byte[] beside = CString.path(own, name);
      if (posix.access(Posix.CWD, beside, Posix.X_OK) >= 0) return absolute(posix, beside);
    }
    byte[] directory = directoryOnPath(posix, name);
    return directory == null ? name : absolute(posix, CString.path(directory, name));
  }

  /** The path of a program as {@link #spawn} would search it now; the name if it finds none. */
  public static byte[] find(Posix posix, byte[] name) {
    if (CString.indexOf(name, '/') >= 0) return name;
    byte[] directory = directoryOnPath(posix, name);
    return directory == null ? name : CString.path(directory, name);
  }

  /** The directory of the PATH that holds an executable of this name, or null. */
  private static byte[] directoryOnPath(Posix posix, byte[] name) {
    byte[] path = searchPath(posix);
    for (int from = 0; from <= path.length; ) {
      int to = endOfEntry(path, from);
      if (posix.access(Posix.CWD, entry(path, from, to, name), Posix.X_OK) >= 0)
        return to > from ? CString.slice(path, from, to) : CString.of(".");
      from = to + 1;
    }
    return null;
  }

  private static byte[] searchPath(Posix posix) {
    byte[] path = new Environment(posix.environment()).get("PATH");
    return path == null ? DEFAULT_PATH : path;
  }

  private static int endOfEntry(byte[] path, int from) {
    int to = from;
    while (to < path.length && path[to] != ':') to++;
    return to;
  }

  /** An empty entry means the working directory. */
  private static byte[] entry(byte[] path, int from, int to, byte[] name) {
    return to > from ? CString.path(CString.slice(path, from, to), name) : name;
  }

  private static boolean goesOn(int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.EACCES, Errno.EPERM, Errno.EISDIR, Errno.ENOTDIR -> true;
      default -> false;
    };
  }

  /** The path with the working directory in front, so that a later chdir does not move it. */
  private static byte[] absolute(Posix posix, byte[] path) {
    if (path[0] == '/') return path;
    byte[] here = new byte[4096];
    int length = posix.getcwd(here);
    return length <= 0 ? path : CString.path(CString.slice(here, 0, length), path);
  }
}
