package s6j.portable.file;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** The absolute path of a file, without links, dots or double slashes: realpath. */
final class CanonicalPath {
  private static final int LONGEST = 4096;
  private static final int MOST_LINKS = 40;

  private final Posix posix;
  private final byte[] target = new byte[LONGEST];
  private final ByteSink path = new ByteSink(LONGEST);

  /** What is still to be gone, and where in it. */
  private byte[] rest;

  private int at;
  private int links;

  CanonicalPath(Posix posix) {
    this.posix = posix;
  }

  /** Finds the path of a file that exists: 0, or the negated errno. */
  int find(byte[] file) {
    int answer = posix.stat(Posix.CWD, file, true, new FileStat());
    if (answer < 0) return answer;
    rest = file;
    at = 0;
    links = 0;
    path.cut(0);
    if (file[0] != '/') {
      int length = posix.getcwd(target);
      if (length < 0) return length;
      if (length > 1) path.put(target, 0, length);
    }
    while (answer >= 0 && startName()) answer = enterName();
    if (path.length() == 0) path.put('/');
    return Math.min(answer, 0);
  }

  /** What was found. */
  byte[] bytes() {
    return path.copy();
  }

  private boolean startName() {
    while (at < CString.length(rest) && rest[at] == '/') at++;
    return at < CString.length(rest);
  }

  private int enterName() {
    int from = at;
    while (at < CString.length(rest) && rest[at] != '/') at++;
    int length = at - from;
    if (length == 1 && rest[from] == '.') return 0;
    if (length == 2 && rest[from] == '.' && rest[from + 1] == '.') return leave();
    path.put('/').put(rest, from, length);
    int found = posix.readlink(Posix.CWD, path.copy(), target);
    if (found == -Errno.EINVAL) return 0;
    return found < 0 ? found : follow(found);
  }

  private int follow(int length) {
    if (++links > MOST_LINKS) return -Errno.ELOOP;
    leave();
    if (length > 0 && target[0] == '/') path.cut(0);
    byte[] behind = CString.slice(rest, at, CString.length(rest));
    rest = CString.concat(CString.slice(target, 0, length), behind);
    at = 0;
    return 0;
  }

  private int leave() {
    int length = path.length();
    while (length > 0 && path.array()[length - 1] != '/') length--;
    path.cut(length > 0 ? length - 1 : 0);
    return 0;
  }
}
