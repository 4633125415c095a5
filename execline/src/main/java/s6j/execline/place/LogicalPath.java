package s6j.execline.place;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** A path without its steps of one dot and two; what a step of two dots leaves is looked at. */
final class LogicalPath {
  private final Posix posix;
  private final byte[] path;
  private final ByteSink made;
  private final FileStat stat = new FileStat();

  LogicalPath(Posix posix, byte[] path) {
    this.posix = posix;
    this.path = CString.slice(path, 0, CString.length(path));
    made = new ByteSink(path.length + 1);
  }

  /** The path as far as it was made. */
  byte[] text() {
    return made.length() == 0
        ? CString.of(path.length > 0 && path[0] == '/' ? "/" : ".")
        : made.copy();
  }

  /** 0, or the negated errno of the part that {@link #text} then ends with. */
  int make() {
    boolean absolute = path.length > 0 && path[0] == '/';
    int depth = 0;
    for (int from = 0; from < path.length; ) {
      int to = from;
      while (to < path.length && path[to] != '/') to++;
      byte[] part = CString.slice(path, from, to);
      from = to + 1;
      if (part.length == 0 || CString.is(part, ".")) continue;
      boolean isUp = CString.is(part, "..");
      if (isUp && depth == 0 && absolute) continue;
      if (isUp && depth > 0) {
        int error = check();
        if (error < 0) return error;
        removeLast();
        depth--;
        continue;
      }
      if (absolute || made.length() > 0) made.put('/');
      made.put(part);
      if (!isUp) depth++;
    }
    return 0;
  }

  private int check() {
    int error = posix.stat(Posix.CWD, made.copy(), true, stat);
    if (error < 0) return error;
    return stat.isDirectory() ? 0 : -Errno.ENOTDIR;
  }

  private void removeLast() {
    int length = made.length();
    while (length > 0 && made.array()[length - 1] != '/') length--;
    made.cut(Math.max(length - 1, 0));
  }
}
