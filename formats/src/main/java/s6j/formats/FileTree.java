package s6j.formats;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Directories with all that is in them, copied or removed; for tools.
 *
 * <p>A level of directories costs a frame and a descriptor; the kernel's limit on paths bounds the
 * depth.
 */
public final class FileTree {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
  private static final int ENTRIES = 4096;

  private final Posix posix;
  private final FileStat stat = new FileStat();
  private byte[] piece;

  public FileTree(Posix posix) {
    this.posix = posix;
  }

  /**
   * Copies what is at {@code from} (a link is followed at the top only) with modes and, where that
   * is allowed, owners; a directory may exist already. 0, or the negated errno of what failed.
   */
  public int copy(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    int answer = posix.stat(fromDirectory, from, true, stat);
    return answer < 0 ? answer : copyOne(fromDirectory, from, toDirectory, to);
  }

  /** Copies a file's content, with a mode but for the umask: 0, or the negated errno. */
  public int copyFile(int fromDirectory, byte[] from, int toDirectory, byte[] to, int mode) {
    int in = posix.open(fromDirectory, from, OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC, 0);
    if (in < 0) return in;
    int out = posix.open(toDirectory, to, CREATE, mode);
    int answer = out < 0 ? out : pump(in, out);
    posix.close(in);
    if (out >= 0) posix.close(out);
    return answer;
  }

  /** Writes a file with a mode but for the umask: 0, or the negated errno. */
  public int write(int directory, byte[] path, byte[] content, int length, int mode) {
    int fd = posix.open(directory, path, CREATE, mode);
    if (fd < 0) return fd;
    int answer = Transfer.writeFully(posix, fd, content, length);
    posix.close(fd);
    return answer;
  }

  /** Removes a file, link or directory: 0, also if there is none, or the first negated errno. */
  public int remove(int directory, byte[] path) {
    int answer = posix.unlink(directory, path);
    if (answer >= 0 || answer == -Errno.ENOENT) return 0;
    int found = posix.stat(directory, path, false, stat);
    if (found < 0 || !stat.isDirectory()) return answer;
    int fd = posix.open(directory, path, DIRECTORY | OpenFlags.O_NOFOLLOW, 0);
    if (fd < 0) return fd;
    answer = empty(fd);
    posix.close(fd);
    int removed = posix.rmdir(directory, path);
    return answer < 0 ? answer : removed < 0 ? removed : 0;
  }

  private int empty(int directory) {
    DirectoryReader entries = new DirectoryReader(posix, ENTRIES).start(directory);
    int error = 0;
    while (entries.next()) {
      int answer = remove(directory, entries.name());
      if (error == 0) error = answer;
    }
    return error == 0 ? -entries.error() : error;
  }

  /** Copies what {@link #stat} holds the facts of. */
  private int copyOne(int in, byte[] from, int out, byte[] to) {
    int mode = stat.permissions();
    int uid = stat.uid;
    int gid = stat.gid;
    int answer;
    if (stat.isLink()) return copyLink(in, from, out, to);
    if (stat.isDirectory()) answer = copyDirectory(in, from, out, to);
    else if (stat.isFifo()) answer = posix.mkfifo(out, to, mode);
    else if (stat.isRegular()) answer = copyFile(in, from, out, to, 0600);
    else return -Errno.EOPNOTSUPP;
    if (answer < 0) return answer;
    // Owner first: changing it takes set-id bits away. Only root may give files away.
    posix.chown(out, to, uid, gid);
    return posix.chmod(out, to, mode);
  }

  private int copyLink(int in, byte[] from, int out, byte[] to) {
    byte[] target = new byte[4096];
    int length = posix.readlink(in, from, target);
    if (length < 0) return length;
    return posix.symlink(CString.slice(target, 0, length), out, to);
  }

  private int copyDirectory(int in, byte[] from, int out, byte[] to) {
    int source = posix.open(in, from, DIRECTORY, 0);
    if (source < 0) return source;
    int answer = posix.mkdir(out, to, 0700);
    int target = answer < 0 && answer != -Errno.EEXIST ? answer : posix.open(out, to, DIRECTORY, 0);
    answer = target < 0 ? target : copyEntries(source, target);
    posix.close(source);
    if (target >= 0) posix.close(target);
    return answer;
  }

  private int copyEntries(int in, int out) {
    DirectoryReader entries = new DirectoryReader(posix, ENTRIES).start(in);
    while (entries.next()) {
      byte[] name = entries.name();
      int answer = posix.stat(in, name, false, stat);
      if (answer >= 0) answer = copyOne(in, name, out, name);
      if (answer < 0) return answer;
    }
    return -entries.error();
  }

  private int pump(int in, int out) {
    if (piece == null) piece = new byte[16384];
    while (true) {
      int got = posix.read(in, piece, 0, piece.length);
      if (got <= 0) return got;
      int answer = Transfer.writeFully(posix, out, piece, got);
      if (answer < 0) return answer;
    }
  }
}
