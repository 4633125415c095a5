package s6j.execline.call;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.Candidates;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Posix;
import s6j.posix.SearchPath;
import s6j.posix.Spawn;

/**
 * Looks programs up in the PATH that this process was started with, empty elements passed over; and
 * what is not there in the directory of execline's programs.
 */
public final class Lookup {
  private final Posix posix;
  private final byte @Nullable [] path;

  /** {@code path} null where there is none. */
  Lookup(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = path;
  }

  /** Becomes a program; the negated errno of why not. An empty name is a directory of the PATH. */
  public int exec(byte[] name, byte[][] words, Environment environment) {
    if (CString.length(name) == 0) return -Errno.EACCES;
    Search search = new Search(name);
    byte[][] variables = environment.variables();
    int remembered = -Errno.ENOENT;
    for (byte[] file = search.files.next(); file != null; file = search.files.next()) {
      int answer = posix.exec(file, words, variables);
      if (!goesOn(answer)) return answer;
      if (answer != -Errno.ENOENT) remembered = answer;
    }
    byte[] own = remembered == -Errno.ENOENT ? search.own() : null;
    return own == null ? remembered : posix.exec(own, words, variables);
  }

  /** Starts {@code spawn.arguments[0]}: its pid or the negated errno. */
  public int spawn(Spawn spawn) {
    return new Search(spawn.arguments[0]).spawn(spawn);
  }

  /** The search for one program, which can be made again and again and allocates nothing then. */
  public final class Search {
    private final byte[] name;
    private final Candidates files;
    private byte[] own;
    private boolean wasLookedFor;

    public Search(byte[] name) {
      this.name = name;
      boolean isSought = path == null && CString.indexOf(name, '/') < 0;
      files = new Candidates(isSought ? SearchPath.byDefault(posix) : path, name, true);
    }

    /** Starts the program: its pid or the negated errno. */
    public int spawn(Spawn spawn) {
      if (CString.length(name) == 0) return -Errno.ENOENT;
      int remembered = -Errno.ENOENT;
      files.rewind();
      for (byte[] file = files.next(); file != null; file = files.next()) {
        spawn.file = file;
        int answer = posix.spawn(spawn);
        if (!goesOn(answer)) return answer;
        if (answer != -Errno.ENOENT) remembered = answer;
      }
      if (remembered != -Errno.ENOENT || own() == null) return remembered;
      spawn.file = own;
      return posix.spawn(spawn);
    }

    /** The program of execline of this name; null if there is none. */
    private byte @Nullable [] own() {
      boolean isBare = CString.length(name) > 0 && CString.indexOf(name, '/') < 0;
      if (!wasLookedFor && isBare) own = Companions.path(posix, name);
      wasLookedFor = true;
      return own;
    }
  }

  private static boolean goesOn(int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.EACCES, Errno.EPERM, Errno.EISDIR, Errno.ENOTDIR -> true;
      default -> false;
    };
  }
}
