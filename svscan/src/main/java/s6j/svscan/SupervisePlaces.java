package s6j.svscan;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.SearchPath;
import s6j.posix.Spawn;

/**
 * Where s6-supervise may be: beside this program, else on PATH. The place that had it last is tried
 * first, the others if it has moved.
 */
final class SupervisePlaces {
  static final byte[] NAME = CString.of("s6-supervise");
  static final byte[] OWN_NAME = CString.of("supervise");
  private static final int LONGEST_PATH = 4096;

  private final Posix posix;
  private final byte[] here = new byte[LONGEST_PATH];
  private final byte[][] places;
  private int count;
  private int present;

  /** Looks around from the present directory; {@code calledAs} is the name of this program. */
  SupervisePlaces(Posix posix, byte[] calledAs) {
    this.posix = posix;
    byte[] path = SearchPath.of(posix);
    this.places = new byte[entries(path) + 1][];
    posix.getcwd(here);
    byte[] beside = Executable.companion(posix, calledAs, NAME);
    if (CString.indexOf(beside, '/') >= 0) places[count++] = beside;
    for (int from = 0; from <= path.length; ) {
      int to = from;
      while (to < path.length && path[to] != ':') to++;
      add(CString.slice(path, from, to));
      from = to + 1;
    }
  }

  /**
   * From now on it goes by its own name where that is a name of the same file: there may be
   * daemontools' supervise.
   */
  void preferOwnName() {
    byte[] place = places[0];
    byte[] own = CString.path(CString.slice(place, 0, CString.lastIndexOf(place, '/')), OWN_NAME);
    FileStat usual = new FileStat();
    FileStat other = new FileStat();
    if (posix.stat(Posix.CWD, place, true, usual) < 0) return;
    if (posix.stat(Posix.CWD, own, true, other) < 0) return;
    if (usual.inode == other.inode && usual.device == other.device) places[0] = own;
  }

  private static int entries(byte[] path) {
    int entries = 1;
    for (int i = 0; i < path.length; i++) if (path[i] == ':') entries++;
    return entries;
  }

  /** An empty or relative entry of PATH is meant from where this program was started. */
  private void add(byte[] entry) {
    byte[] directory = entry;
    if (entry.length == 0) directory = here;
    else if (entry[0] != '/') directory = CString.path(here, entry);
    places[count++] = CString.path(directory, NAME);
  }

  /** Starts it: the pid, or the negated errno as {@link Executable#spawn} tells it. */
  int spawn(Spawn spawn) {
    spawn.file = places[present];
    int answer = posix.spawn(spawn);
    if (!mayBeElsewhere(answer)) return answer;
    int error = answer;
    for (int i = 0; i < count; i++) {
      spawn.file = places[i];
      answer = posix.spawn(spawn);
      if (mayBeElsewhere(answer)) continue;
      if (answer > 0) present = i;
      return answer;
    }
    return error;
  }

  private static boolean mayBeElsewhere(int answer) {
    return switch (-answer) {
      case Errno.ENOENT, Errno.EACCES, Errno.ENOTDIR -> true;
      default -> false;
    };
  }
}
