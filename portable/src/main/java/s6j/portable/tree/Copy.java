package s6j.portable.tree;

import s6j.portable.text.Copying;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Copies a tree of files. Nothing is copied onto itself, and each failure is told: what fails below
 * the top is left out, and the rest is copied.
 */
final class Copy {
  /** The answer for what would be copied onto itself; no errno. */
  static final int SAME_FILE = -10000;

  private static final int RECORDS = 32768;
  private static final int LONGEST_TARGET = 4096;
  private static final int FIFO = 0010000;
  private static final int OWNER = 0700;
  private static final int READ =
      OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;

  /** Without O_TRUNC: what is there may be the original. */
  private static final int WRITE = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_CLOEXEC;

  /** Hears of what could not be copied below the top. */
  interface Listener {
    /** The levels lead from the top to the directory that the name is in. */
    void failed(Levels levels, byte[] name, int error);
  }

  private final Posix posix;
  private final Listener listener;
  private final Descent from;
  private final Descent to;
  private final Levels levels = new Levels();
  private final DirectoryReader reader;
  private final Copying copying;
  private final FileStat stat = new FileStat();
  private final FileStat other = new FileStat();
  private final byte[] target = new byte[LONGEST_TARGET];

  Copy(Posix posix, Listener listener) {
    this.posix = posix;
    this.listener = listener;
    from = new Descent(posix);
    to = new Descent(posix);
    reader = new DirectoryReader(posix, RECORDS);
    copying = new Copying(posix);
  }

  /** Copies a file of any kind: 0, or the negated errno of what failed with the top itself. */
  int copy(byte[] source, byte[] destination) {
    int answer = copyOne(source, destination);
    while (answer >= 0 && !levels.isEmpty()) answer = goOn();
    from.end();
    to.end();
    return answer;
  }

  /** One name more; the top is what it is about, or what cannot be left out. */
  private int goOn() {
    Level level = levels.last();
    if (!level.next()) return leave();
    int answer = copyOne(level.name(), level.name());
    if (answer < 0) listener.failed(levels, level.name(), answer);
    return 0;
  }

  private int copyOne(byte[] source, byte[] destination) {
    int answer = posix.stat(from.directory(), source, false, stat);
    if (answer < 0) return answer;
    if (stat.isDirectory()) return enter(source, destination);
    if (stat.isRegular()) return copyFile(source, destination);
    answer = stat.isLink() ? copyLink(source, destination) : makeSpecial(destination);
    if (answer < 0) return answer;
    int mode = stat.permissions();
    posix.chownLink(to.directory(), destination, stat.uid, stat.gid);
    return stat.isLink() ? 0 : posix.chmod(to.directory(), destination, mode);
  }

  private int copyLink(byte[] source, byte[] destination) {
    int length = posix.readlink(from.directory(), source, target);
    if (length == LONGEST_TARGET) return -Errno.ENAMETOOLONG;
    if (length < 0) return length;
    target[length] = 0;
    return posix.symlink(target, to.directory(), destination);
  }

  private int makeSpecial(byte[] name) {
    if (stat.isFifo()) return posix.mknod(to.directory(), name, FIFO | stat.permissions(), 0);
    if (stat.isDevice()) return posix.mknod(to.directory(), name, stat.mode, stat.specialDevice);
    return stat.isSocket() ? posix.mknod(to.directory(), name, stat.mode, 0) : -Errno.EOPNOTSUPP;
  }

  private int copyFile(byte[] source, byte[] destination) {
    int in = posix.open(from.directory(), source, READ, 0);
    if (in < 0) return in;
    int out = posix.open(to.directory(), destination, WRITE, stat.permissions() & OWNER);
    int answer = out < 0 ? out : pour(in, out);
    posix.close(in);
    int closed = out < 0 ? 0 : posix.close(out);
    return answer < 0 ? answer : closed;
  }

  /** The owner first: changing it takes set-id bits away. Only root may give files away. */
  private int pour(int in, int out) {
    int answer = posix.fstat(in, stat);
    if (answer >= 0) answer = posix.fstat(out, other);
    if (answer >= 0 && isSame(stat, other)) answer = SAME_FILE;
    if (answer >= 0 && other.isRegular()) answer = posix.truncate(out, 0);
    if (answer >= 0) answer = copying.copy(in, out);
    if (answer < 0) return answer;
    posix.fchown(out, stat.uid, stat.gid);
    return posix.fchmod(out, stat.permissions());
  }

  private static boolean isSame(FileStat one, FileStat other) {
    return one.device == other.device && one.inode == other.inode;
  }

  /**
   * The names are read before the copy is made: it may lie in the original, and what is copied into
   * it is not to be copied again.
   */
  private int enter(byte[] source, byte[] destination) {
    int answer = from.enter(source, false);
    if (answer < 0) return answer;
    Level level = levels.enter(source);
    level.mode = from.stat().permissions();
    level.uid = from.stat().uid;
    level.gid = from.stat().gid;
    reader.start(from.directory());
    while (reader.next()) level.add(reader.name());
    answer = reader.error() != 0 ? -reader.error() : enterCopy(destination);
    if (answer >= 0) return 0;
    levels.leave();
    int left = from.leave();
    return left < 0 ? abandon(left) : answer;
  }

  private int enterCopy(byte[] destination) {
    int answer = posix.mkdir(to.directory(), destination, OWNER);
    if (answer < 0 && answer != -Errno.EEXIST) return answer;
    answer = to.enter(destination, true);
    if (answer < 0 || !from.isAt(to)) return answer;
    answer = to.leave();
    return answer < 0 ? answer : SAME_FILE;
  }

  /** What cannot be left out below the top is told where it failed, as whatever else fails. */
  private int leave() {
    Level level = levels.last();
    posix.fchown(to.directory(), level.uid, level.gid);
    int answer = posix.fchmod(to.directory(), level.mode);
    levels.leave();
    int left = from.leave();
    int back = to.leave();
    if (left < 0 || back < 0) return abandon(Math.min(left, back));
    if (answer >= 0 || levels.isEmpty()) return answer;
    listener.failed(levels, level.own(), answer);
    return 0;
  }

  /** The way back is lost: nothing more can be copied. */
  private int abandon(int error) {
    while (!levels.isEmpty()) levels.leave();
    return error;
  }
}
