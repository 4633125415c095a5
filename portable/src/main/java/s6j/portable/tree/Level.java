package s6j.portable.tree;

import s6j.formats.ByteSink;
import s6j.posix.CString;

/** Names of one directory of a tree that are still to be dealt with; used anew for the next one. */
final class Level {
  private static final int LONGEST = 255;

  private final ByteSink names = new ByteSink(256);
  private final byte[] name = new byte[LONGEST + 1];
  private byte[] own;
  private int at;

  /** What is known of the directory, to be given to its copy. */
  int mode;

  int uid;
  int gid;

  /** Starts with a directory of this name, which is copied. */
  void start(byte[] directory) {
    own = CString.slice(directory, 0, CString.length(directory));
    names.cut(0);
    at = 0;
  }

  /** The directory's own name. */
  byte[] own() {
    return own;
  }

  void add(byte[] more) {
    names.put(more, 0, CString.length(more)).put(0);
  }

  /** Goes to the next name; false behind the last. */
  boolean next() {
    if (at >= names.length()) return false;
    int length = 0;
    while (names.array()[at] != 0) name[length++] = names.array()[at++];
    name[length] = 0;
    at++;
    return true;
  }

  /** The present name, NUL-ended, in an array that is used again. */
  byte[] name() {
    return name;
  }
}
