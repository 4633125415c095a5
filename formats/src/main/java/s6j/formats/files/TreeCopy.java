package s6j.formats.files;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.PathText;
import s6j.posix.Posix;
import s6j.posix.meaning.OrErrno;

/**
 * Copies a directory with all that is in it: files, directories, fifos and links, with modes and,
 * where allowed, owners. Directories may exist already; what they hold is walked without recursion.
 */
public final class TreeCopy {
  private static final int RECORDS = 4096;
  private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  private static final int WRITE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final byte[] buffer = new byte[65536];
  private final FileStat stat = new FileStat();
  private final DirectoryReader reader;

  /** Directories seen, relative to the tops, parents before children; modes come last. */
  private byte[][] directories = new byte[16][];

  private int count;
  private boolean leavesOut;
  private boolean keeps;
  private byte[] failedAt;

  public TreeCopy(Posix posix) {
    this.posix = posix;
    this.reader = new DirectoryReader(posix, RECORDS);
  }

  /** Leaves out what cannot be copied below the top, instead of ending there. */
  public TreeCopy leavingOut() {
    leavesOut = true;
    return this;
  }

  /**
   * Fifos and links that are there already are kept, instead of ending there, and so is the mode of
   * a directory of somebody else.
   */
  public TreeCopy keeping() {
    keeps = true;
    return this;
  }

  /** What could not be copied, after {@link #copy} failed. */
  public byte[] failedAt() {
    return failedAt;
  }

  /**
   * Copies {@code from}, a directory or a link to one, to {@code to}: 0, or the negated errno.
   * Allocates.
   */
  public @OrErrno int copy(byte[] from, byte[] to) {
    failedAt = from;
    count = 0;
    int answer = posix.stat(Posix.CWD, from, true, stat);
    if (answer >= 0 && !stat.isDirectory()) answer = -Errno.ENOTDIR;
    if (answer >= 0) answer = makeDirectory(to);
    add(new byte[0]);
    for (int i = 0; i < count && answer >= 0; i++) answer = copyNames(from, to, directories[i]);
    for (int i = count - 1; i >= 0 && answer >= 0; i--)
      answer = unlessLeftOut(finishDirectory(from, to, directories[i]), i);
    return answer < 0 ? answer : 0;
  }

  private int finishDirectory(byte[] from, byte[] to, byte[] directory) {
    int answer = finish(below(from, directory), below(to, directory));
    return keeps && answer == -Errno.EPERM ? 0 : answer;
  }

  private int unlessLeftOut(int answer, int depth) {
    return leavesOut && depth > 0 ? 0 : answer;
  }

  private int copyNames(byte[] from, byte[] to, byte[] directory) {
    failedAt = below(from, directory);
    int fd = posix.open(Posix.CWD, failedAt, READ | OpenFlags.O_DIRECTORY, 0);
    if (fd < 0) return unlessLeftOut(fd, directory.length);
    int answer = 0;
    reader.start(fd);
    while (answer >= 0 && reader.next()) {
      byte[] name = below(directory, reader.name());
      answer = unlessLeftOut(copyOne(below(from, name), below(to, name), name), 1);
    }
    posix.close(fd);
    if (answer >= 0 && reader.error() != 0) {
      failedAt = below(from, directory);
      answer = unlessLeftOut(-reader.error(), directory.length);
    }
    return answer;
  }

  private int copyOne(byte[] from, byte[] to, byte[] name) {
    failedAt = from;
    int answer = posix.stat(Posix.CWD, from, false, stat);
    if (answer < 0) return answer;
    if (stat.isLink()) return copyLink(from, to);
    if (stat.isDirectory()) {
      answer = makeDirectory(to);
      if (answer >= 0) add(name);
      return answer;
    }
    if (stat.isFifo()) answer = unlessKept(posix.mkfifo(Posix.CWD, to, stat.permissions()));
    else if (stat.isRegular()) answer = copyFile(from, to);
    else answer = -Errno.EOPNOTSUPP;
    return answer < 0 ? answer : finish(from, to);
  }

  private int makeDirectory(byte[] path) {
    int answer = posix.mkdir(Posix.CWD, path, 0700);
    return answer == -Errno.EEXIST ? 0 : answer;
  }

  private int copyLink(byte[] from, byte[] to) {
    PathText target = new PathText(posix);
    int length = target.readLink(Posix.CWD, from);
    if (length < 0) return length;
    return unlessKept(posix.symlink(target.bytes(), Posix.CWD, to));
  }

  private int unlessKept(int answer) {
    return keeps && answer == -Errno.EEXIST ? 0 : answer;
  }

  private int copyFile(byte[] from, byte[] to) {
    int in = posix.open(Posix.CWD, from, READ, 0);
    if (in < 0) return in;
    int out = posix.open(Posix.CWD, to, WRITE, 0600);
    int answer = out < 0 ? out : pump(in, out);
    posix.close(in);
    if (out >= 0) posix.close(out);
    return answer;
  }

  private int pump(int in, int out) {
    for (; ; ) {
      int length = posix.read(in, buffer, 0, buffer.length);
      if (length <= 0) return length;
      for (int done = 0; done < length; ) {
        int written = posix.write(out, buffer, done, length - done);
        if (written < 0) return written;
        done += written;
      }
    }
  }

  /** Owner first: changing it takes set-id bits away. Only root may give files away. */
  private int finish(byte[] from, byte[] to) {
    failedAt = to;
    int answer = posix.stat(Posix.CWD, from, true, stat);
    if (answer < 0) return answer;
    posix.chown(Posix.CWD, to, stat.uid, stat.gid);
    return posix.chmod(Posix.CWD, to, stat.permissions());
  }

  private void add(byte[] directory) {
    if (count == directories.length) {
      byte[][] more = new byte[2 * count][];
      System.arraycopy(directories, 0, more, 0, count);
      directories = more;
    }
    directories[count++] = directory;
  }

  private static byte[] below(byte[] top, byte[] name) {
    if (name.length == 0) return top;
    return top.length == 0 ? CString.slice(name, 0, CString.length(name)) : CString.path(top, name);
  }
}
