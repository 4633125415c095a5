package s6j.rccompiler;

import s6j.formats.ByteSink;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.TreeRemoval;

/**
 * The compiled directory while it is written: beside its final name, under a temporary one, so that
 * it appears whole or not at all. The first failure is kept; every call after it does nothing.
 */
final class Target {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
  private static final byte[] LOCK = CString.of("lock");

  private final Posix posix;
  private final Problems problems;

  /** As the user named it, without trailing slashes. */
  private final byte[] name;

  private final byte[] temporary;
  private final FileStat stat = new FileStat();
  private final byte[] piece = new byte[65536];
  private int root = -1;
  private int lock = -1;

  Target(Posix posix, Problems problems, byte[] name) {
    this.posix = posix;
    this.problems = problems;
    int length = CString.length(name);
    while (length > 1 && name[length - 1] == '/') length--;
    this.name = CString.slice(name, 0, length);
    this.temporary = temporaryName();
  }

  /** {@code DIR/.NAME:XXXXXX}, hidden from whoever lists the directory. */
  private byte[] temporaryName() {
    int slash = CString.lastIndexOf(name, '/') + 1;
    byte[] random = new byte[6];
    posix.random(random, 0, random.length);
    for (int i = 0; i < random.length; i++) random[i] = (byte) ('a' + (random[i] & 0xff) % 26);
    return Problems.join(
        CString.slice(name, 0, slash), ".", CString.slice(name, slash, name.length), ":", random);
  }

  byte[] name() {
    return name;
  }

  /** Makes the directory and takes its lock; false if that failed. */
  boolean create() {
    int answer = posix.stat(Posix.CWD, name, false, stat) >= 0 ? -Errno.EEXIST : 0;
    if (answer == 0) answer = posix.mkdir(Posix.CWD, temporary, 0755);
    if (answer < 0) return fail(answer, "mkdir ", name);
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
    if (!problems.none() && root >= 0) new TreeRemoval(posix).remove(temporary);
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
    int fd = posix.open(root, path, CREATE, 0666);
    int answer = fd < 0 ? fd : write(fd, content, length);
    if (fd >= 0) posix.close(fd);
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
    int in = posix.open(fromDirectory, from, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (in < 0) return in;
    int answer = copyTo(in, root, to, mode);
    posix.close(in);
    return answer;
  }

  private int copyTo(int in, int directory, byte[] to, int mode) {
    int out = posix.open(directory, to, CREATE, mode);
    if (out < 0) return out;
    int got = posix.read(in, piece, 0, piece.length);
    int answer = 0;
    while (got > 0 && answer >= 0) {
      answer = write(out, piece, got);
      if (answer >= 0) got = posix.read(in, piece, 0, piece.length);
    }
    posix.close(out);
    return got < 0 ? got : answer < 0 ? answer : 0;
  }

  private int write(int fd, byte[] content, int length) {
    int done = 0;
    while (done < length) {
      int written = posix.write(fd, content, done, length - done);
      if (written < 0) return written;
      done += written;
    }
    return 0;
  }

  /**
   * Copies a tree with modes, links and fifos, and owners where that is allowed: 0, or the negated
   * errno of the top directory. What fails further down is left out, as the reference does.
   */
  int copyTree(int fromDirectory, byte[] from, byte[] to) {
    int in = posix.open(fromDirectory, from, DIRECTORY, 0);
    if (in < 0) return in;
    int answer = posix.mkdir(root, to, 0700);
    int out = answer < 0 ? answer : posix.open(root, to, DIRECTORY, 0);
    if (out >= 0) copyEntries(in, out);
    answer = posix.fstat(in, stat);
    if (out >= 0 && answer >= 0) answer = posix.fchmod(out, stat.permissions());
    if (out >= 0) posix.close(out);
    posix.close(in);
    return out < 0 ? out : answer;
  }

  /** A level of directories costs a frame; the kernel's path limit bounds the depth. */
  private void copyEntries(int in, int out) {
    DirectoryReader entries = new DirectoryReader(posix, 4096);
    entries.start(in);
    while (entries.next()) copyEntry(in, out, entries.name());
  }

  private void copyEntry(int in, int out, byte[] entry) {
    if (posix.stat(in, entry, false, stat) < 0) return;
    int mode = stat.permissions();
    int uid = stat.uid;
    int gid = stat.gid;
    if (stat.isLink()) copyLink(in, out, entry);
    else if (stat.isDirectory()) copyDirectory(in, out, entry);
    else if (stat.isFifo()) posix.mkfifo(out, entry, mode);
    else if (stat.isRegular()) copyFile(in, out, entry, mode);
    else return;
    if (posix.stat(out, entry, false, stat) < 0 || stat.isLink()) return;
    posix.chown(out, entry, uid, gid);
    posix.chmod(out, entry, mode);
  }

  private void copyLink(int in, int out, byte[] entry) {
    byte[] target = new byte[4096];
    int length = posix.readlink(in, entry, target);
    if (length > 0 && length < target.length) posix.symlink(target, out, entry);
  }

  private void copyFile(int in, int out, byte[] entry, int mode) {
    int fd = posix.open(in, entry, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) return;
    copyTo(fd, out, entry, mode);
    posix.close(fd);
  }

  private void copyDirectory(int in, int out, byte[] entry) {
    int from = posix.open(in, entry, DIRECTORY | OpenFlags.O_NOFOLLOW, 0);
    if (from < 0) return;
    posix.mkdir(out, entry, 0700);
    int to = posix.open(out, entry, DIRECTORY, 0);
    if (to >= 0) {
      copyEntries(from, to);
      posix.close(to);
    }
    posix.close(from);
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
