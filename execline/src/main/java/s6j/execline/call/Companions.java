package s6j.execline.call;

import org.jspecify.annotations.Nullable;
import s6j.posix.CString;
import s6j.posix.PathText;
import s6j.posix.Posix;

/**
 * The directory {@code execline} that lies beside the directory of this program's own file, or
 * beside one above: it has links to that file under the names of execline's programs.
 */
final class Companions {
  private static final int MOST_LINKS = 40;
  private static final int LEVELS = 3;
  private static final byte[] DIRECTORY = CString.of("execline");
  private static final byte[] HERE = CString.of(".");
  private static final byte[] UP = CString.of("..");

  private Companions() {}

  /** The path of a program of execline; null if there is none of that name. */
  static byte @Nullable [] path(Posix posix, byte[] name) {
    PathText own = new PathText(posix);
    byte[] file = own.readOwn() > 0 ? own.bytes() : null;
    for (int links = 0; file != null && links < MOST_LINKS; links++) {
      byte[] directory = directoryOf(file);
      byte[] found = near(posix, directory, name);
      if (found != null) return found;
      file = target(posix, file, directory);
    }
    return null;
  }

  private static byte @Nullable [] near(Posix posix, byte[] start, byte[] name) {
    byte[] directory = start;
    for (int level = 0; level < LEVELS; level++) {
      byte[] path = CString.path(CString.path(directory, DIRECTORY), name);
      if (posix.access(Posix.CWD, path, Posix.X_OK) >= 0) return path;
      directory = CString.path(directory, UP);
    }
    return null;
  }

  /** What a link leads to; null for what is none. */
  private static byte @Nullable [] target(Posix posix, byte[] file, byte[] directory) {
    byte[] target = PathText.ofLink(posix, file);
    return target == null || target[0] == '/' ? target : CString.path(directory, target);
  }

  private static byte[] directoryOf(byte[] file) {
    int slash = CString.lastIndexOf(file, '/');
    if (slash < 0) return HERE;
    return slash == 0 ? CString.of("/") : CString.slice(file, 0, slash);
  }
}
