package s6j.posix;

import s6j.posix.meaning.ExitStatus;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;

/**
 * Finds programs by name: on PATH as execvp does (spec 0.1), or beside the running program. What is
 * nowhere on PATH but a program of this suite is found as well: a chain behind an empty environment
 * goes on.
 */
public final class Executable {
  private Executable() {}

  /**
   * Replaces the process by {@code arguments[0]}, searched on the present PATH unless it holds a
   * slash. Returns only to say why not: the last error that was not ENOENT, negated, else {@code
   * -ENOENT}; {@code -EACCES} for an empty name, which is any directory of the PATH.
   */
  public static @OrErrno int exec(Posix posix, byte[][] arguments, Environment environment) {
    return exec(posix, arguments[0], arguments, environment);
  }

  /** The same with another {@code arguments[0]} than the program's name. */
  public static @OrErrno int exec(
      Posix posix, byte[] name, byte[][] arguments, Environment environment) {
    if (CString.length(name) == 0) return -Errno.EACCES;
    return exec(posix, SearchPath.of(posix), name, arguments, environment);
  }

  /** The same, searched on another path than the present one. */
  public static int exec(
      Posix posix, byte[] path, byte[] name, byte[][] arguments, Environment environment) {
    if (CString.indexOf(name, '/') >= 0)
      return posix.exec(name, arguments, environment.variables());
    Candidates files = new Candidates(path, name, false);
    int error = -Errno.ENOENT;
    for (byte[] file = files.next(); file != null; file = files.next()) {
      int answer = posix.exec(file, arguments, environment.variables());
      if (!goesOn(answer)) return answer;
      if (answer != -Errno.ENOENT) error = answer;
    }
    byte[] own = error == -Errno.ENOENT ? new Installation(posix, null).own(name) : null;
    return own == null ? error : posix.exec(own, arguments, environment.variables());
  }

  /**
   * Starts {@code spawn.arguments[0]} as a child, searched on the present PATH unless it holds a
   * slash: its pid, or the error as {@link #exec} tells it, but {@code -ENOENT} for an empty name.
   * Fills in {@code spawn.file}.
   */
  public static @Pid @OrErrno int spawn(Posix posix, Spawn spawn) {
    byte[] name = spawn.arguments[0];
    spawn.file = name;
    if (CString.length(name) == 0) return -Errno.ENOENT;
    if (CString.indexOf(name, '/') >= 0) return posix.spawn(spawn);
    Candidates files = candidates(posix, name);
    int error = -Errno.ENOENT;
    for (byte[] file = files.next(); file != null; file = files.next()) {
      spawn.file = file;
      int answer = posix.spawn(spawn);
      if (!goesOn(answer)) return answer;
      if (answer != -Errno.ENOENT) error = answer;
    }
    byte[] own = error == -Errno.ENOENT ? new Installation(posix, null).own(name) : null;
    if (own == null) return error;
    spawn.file = own;
    return posix.spawn(spawn);
  }

  private static Candidates candidates(Posix posix, byte[] name) {
    return new Candidates(SearchPath.of(posix), name, false);
  }

  /** The exit code for a program that could not be executed: 127 if it is missing, else 126. */
  public static @ExitStatus int exitCode(int error) {
    return error == -Errno.ENOENT ? 127 : 126;
  }

  /** {@link Installation#companion} of this program. */
  public static byte[] companion(Posix posix, byte[] calledAs, byte[] name) {
    return new Installation(posix, calledAs).companion(name);
  }

  /** The path of a program as {@link #spawn} would search it now; the name if it finds none. */
  public static byte[] find(Posix posix, byte[] name) {
    if (CString.indexOf(name, '/') >= 0) return name;
    byte[] directory = SearchPath.directoryOf(posix, SearchPath.of(posix), name);
    if (directory != null) return CString.path(directory, name);
    byte[] own = new Installation(posix, null).own(name);
    return own == null ? name : own;
  }

  /** Whether the program that {@link #spawn} would start now is one of this suite, beside this. */
  public static boolean isOwn(Posix posix, byte[] name) {
    return new Installation(posix, null).isOwn(find(posix, name));
  }

  /**
   * The paths at which {@link #spawn} would look for a program, in order: for daemons, which
   * allocate nothing later. Ends at its first null.
   */
  public static byte[][] places(Posix posix, byte[] name) {
    if (CString.length(name) == 0) return new byte[0][];
    if (CString.indexOf(name, '/') >= 0) return new byte[][] {name};
    byte[] path = SearchPath.of(posix);
    byte[][] candidates = new byte[path.length + 2][];
    int count = 0;
    for (int from = 0; from <= path.length; ) {
      int to = SearchPath.endOfEntry(path, from);
      candidates[count++] = SearchPath.entry(path, from, to, name);
      from = to + 1;
    }
    candidates[count] = new Installation(posix, null).own(name);
    return candidates;
  }

  private static boolean goesOn(int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.EACCES, Errno.EPERM, Errno.EISDIR, Errno.ENOTDIR -> true;
      default -> false;
    };
  }
}
