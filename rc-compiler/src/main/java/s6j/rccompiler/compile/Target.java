package s6j.rccompiler.compile;

import s6j.formats.ByteSink;
import s6j.formats.files.FileTree;
import s6j.formats.files.RandomName;
import s6j.formats.files.TreeCopy;
import s6j.formats.files.TreeRemoval;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * The compiled directory while it is written: beside its final name, under a temporary one, so that
 * it appears whole or not at all. The first failure is kept; every call after it does nothing.
 */
final class Target {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  /** With the dot, a colon and the random letters it is 255 bytes. */
  private static final int LONGEST_NAME = 247;

  private static final byte[] LOCK = CString.of("lock");

  private final Posix posix;
  private final SourceProblems problems;

  /** As the user named it, without trailing slashes. */
  private final byte[] name;

  private final byte[] temporary;
  private final FileStat stat = new FileStat();
  private final FileTree files;
  private boolean made;
  private int root = -1;
  private int lock = -1;

  Target(Posix posix, SourceProblems problems, byte[] name) {
    this.posix = posix;
    this.problems = problems;
    this.files = new FileTree(posix);
    int length = CString.length(name);
    while (length > 1 && name[length - 1] == '/') length--;
    this.name = CString.slice(name, 0, length);
    this.temporary = temporaryName();
  }

  /** {@code DIR/.NAME:XXXXXX}, hidden from whoever lists the directory. */
  private byte[] temporaryName() {
    int slash = CString.lastIndexOf(name, '/') + 1;
    int end = Math.min(name.length, slash + LONGEST_NAME);
    byte[] directory = CString.slice(name, 0, slash);
    byte[] stem = SourceProblems.join(directory, ".", CString.slice(name, slash, end));
    return new RandomName(posix).unused(stem);
  }

  byte[] name() {
    return name;
  }

  /** A name of its own in the same directory, for what is made on the way. */
  byte[] beside() {
    return SourceProblems.join(temporary, ".source");
  }

  /** Makes the directory and takes its lock; false if that failed. */
  boolean create() {
    int answer = posix.stat(Posix.CWD, name, false, stat) >= 0 ? -Errno.EEXIST : 0;
    if (answer == 0) answer = posix.mkdir(Posix.CWD, temporary, 0755);
    if (answer < 0) return fail(answer, "mkdir ", name);
    made = true;
    root = posix.open(Posix.CWD, temporary, DIRECTORY, 0);
    if (root < 0) return fail(root, "open ", name);
    lock = posix.open(root, LOCK, CREATE, 0644);
    answer = lock < 0 ? lock : posix.lock(lock, true, false);
    return answer >= 0 || fail(answer, "take lock on ", name);
  }

  /** Gives the directory its name, or removes it all if something failed. */
  void finish() {
    if (problems.none()) {
      int answer = posix.rename(Posix.CWD, temporary, Posix.CWD, name);
      if (answer < 0) fail(answer, "mkdir ", name);
    }
    if (!problems.none() && made) new TreeRemoval(posix).remove(temporary);
    if (lock >= 0) posix.close(lock);
    if (root >= 0) posix.close(root);
  }

  void directory(byte[] path) {
    if (!problems.none()) return;
    int answer = posix.mkdir(root, path, 0755);
    if (answer < 0) fail(answer, "mkdir ", shown(path));
  }

  /** Writes a file with mode 0666 but for the umask. */
  void file(byte[] path, byte[] content, int length) {
    if (!problems.none()) return;
    int answer = files.write(root, path, content, length, 0666);
    if (answer < 0) fail(answer, "write to ", shown(path));
  }

  void file(byte[] path, ByteSink content) {
    file(path, content.array(), content.length());
  }

  void file(byte[] path, String content) {
    file(path, CString.of(content), content.length());
  }

  void mode(byte[] path, int mode) {
    if (!problems.none()) return;
    int answer = posix.chmod(root, path, mode);
    if (answer < 0) fail(answer, "chmod ", shown(path));
  }

  void symlink(byte[] path, String target) {
    if (!problems.none()) return;
    int answer = posix.symlink(CString.of(target), root, path);
    if (answer < 0) fail(answer, "symlink ", target, " to ", shown(path));
  }

  /** Copies a file's content, with a mode but for the umask: 0, or the negated errno. */
  int copy(int fromDirectory, byte[] from, byte[] to, int mode) {
    return files.copyFile(fromDirectory, from, root, to, mode);
  }

  /**
   * Copies a tree with modes, links and fifos, and owners where that is allowed: 0, or the negated
   * errno of the top directory. What fails further down is left out, as the reference does.
   */
  int copyTree(byte[] from, byte[] to) {
    return new TreeCopy(posix).leavingOut().copy(from, CString.path(temporary, to));
  }

  /** A path inside, as it will be called in the end. */
  byte[] shown(byte[] path) {
    return CString.path(name, path);
  }

  /** Keeps a failure unless there is one already; false, for the caller to return. */
  boolean fail(int errno, Object... parts) {
    if (problems.none()) problems.unable(errno, parts);
    return false;
  }
}
