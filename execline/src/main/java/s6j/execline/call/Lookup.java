package s6j.execline.call;

import s6j.posix.CString;
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
  private final byte[] path;

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
    for (byte[] file : search.files) {
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
    private final byte[][] files;
    private byte[] own;
    private boolean wasLookedFor;

    public Search(byte[] name) {
      this.name = name;
      files = files(name);
    }

    /** Starts the program: its pid or the negated errno. */
    public int spawn(Spawn spawn) {
      int remembered = -Errno.ENOENT;
      for (byte[] file : files) {
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
    private byte[] own() {
      boolean isBare = CString.length(name) > 0 && CString.indexOf(name, '/') < 0;
      if (!wasLookedFor && isBare) own = Companions.path(posix, name);
      wasLookedFor = true;
      return own;
    }
  }

  /** Where a program may be, in order. */
  private byte[][] files(byte[] name) {
    if (CString.length(name) == 0) return new byte[0][];
    if (CString.indexOf(name, '/') >= 0) return new byte[][] {name};
    byte[] searched = path == null ? SearchPath.byDefault(posix) : path;
    Words files = new Words();
    for (int from = 0; from < searched.length; ) {
      int to = from;
      while (to < searched.length && searched[to] != ':') to++;
      if (to > from) files.add(entry(searched, from, to, name));
      from = to + 1;
    }
    return files.array();
  }

  private static byte[] entry(byte[] path, int from, int to, byte[] name) {
    return CString.path(CString.slice(path, from, to), name);
  }

  private static boolean goesOn(int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.EACCES, Errno.EPERM, Errno.EISDIR, Errno.ENOTDIR -> true;
      default -> false;
    };
  }
}
