package s6j.posix;

/** Where a path leads for one process: the directory, the last name in it, and the file or null. */
final class FakePath {
  private static final int LONGEST_PATH = 4095;
  private static final int LONGEST_NAME = 255;
  private static final int MOST_LINKS = 40;

  private final FakePosix process;
  private int linksFollowed;
  FakeInode directory;
  String name;
  FakeInode inode;

  /** Whether the path ended in a slash: it can only mean a directory. */
  boolean slashed;

  FakePath(FakePosix process, FakeInode start, byte[] path, boolean follow) {
    this.process = process;
    String text = CString.text(path);
    if (text.length() > LONGEST_PATH) throw new FakeFailure(Errno.ENAMETOOLONG);
    if (text.isEmpty()) throw new FakeFailure(Errno.ENOENT);
    slashed = text.endsWith("/");
    walk(start, text, follow || slashed);
    if (slashed && inode != null && !inode.is(FakeInode.DIRECTORY))
      throw new FakeFailure(Errno.ENOTDIR);
  }

  FakeInode existing() {
    if (inode == null) throw new FakeFailure(Errno.ENOENT);
    return inode;
  }

  private void walk(FakeInode start, String text, boolean follow) {
    FakeInode at = text.startsWith("/") ? process.rootDirectory : start;
    String[] names = text.split("/+");
    int last = names.length - 1;
    directory = at;
    name = ".";
    inode = at;
    for (int i = 0; i <= last; i++) {
      if (names[i].isEmpty()) continue;
      if (inode == null) throw new FakeFailure(Errno.ENOENT);
      enter(inode, names[i]);
      if (inode != null && inode.is(FakeInode.LINK) && (i < last || follow)) followLink();
    }
  }

  private void enter(FakeInode from, String next) {
    if (!from.is(FakeInode.DIRECTORY)) throw new FakeFailure(Errno.ENOTDIR);
    process.demand(from, Posix.X_OK);
    if (next.length() > LONGEST_NAME) throw new FakeFailure(Errno.ENAMETOOLONG);
    directory = from;
    name = next;
    inode =
        switch (next) {
          case "." -> from;
          case ".." -> from == process.rootDirectory ? from : from.parent;
          default -> from.entries.get(next);
        };
  }

  private void followLink() {
    if (++linksFollowed > MOST_LINKS) throw new FakeFailure(Errno.ELOOP);
    walk(directory, CString.text(inode.target), true);
  }
}
