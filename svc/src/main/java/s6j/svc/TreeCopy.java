package s6j.svc;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * Copies a directory with all that is in it: files, directories, fifos and links, with modes and,
 * where allowed, owners. What the directory holds is walked without recursion.
 */
final class TreeCopy {
  private final Posix posix;
  private final byte[] buffer = new byte[16384];
  private final FileStat stat = new FileStat();

  /** Directories seen, relative to the tops, parents before children; modes come last. */
  private final Names directories = new Names();

  private byte[] failedAt;

  TreeCopy(Posix posix) {
    this.posix = posix;
  }

  /** What could not be copied, after {@link #copy} failed. */
  byte[] failedAt() {
    return failedAt;
  }

  /** Copies {@code from}, a directory, to {@code to}, which need not exist: 0 or an errno. */
  int copy(byte[] from, byte[] to) {
    failedAt = from;
    int answer = posix.stat(Posix.CWD, from, true, stat);
    if (answer >= 0 && !stat.isDirectory()) answer = -Errno.ENOTDIR;
    if (answer >= 0) answer = makeDirectory(to);
    directories.add(new byte[0]);
    for (int i = 0; i < directories.count() && answer >= 0; i++)
      answer = copyNames(from, to, directories.get(i));
    for (int i = directories.count() - 1; i >= 0 && answer >= 0; i--)
      answer = finish(below(from, directories.get(i)), below(to, directories.get(i)), i == 0);
    return answer < 0 ? answer : 0;
  }

  private int copyNames(byte[] from, byte[] to, byte[] directory) {
    failedAt = below(from, directory);
    Names names = Names.in(posix, failedAt);
    int answer = names.error();
    for (int i = 0; i < names.count() && answer >= 0; i++) {
      byte[] name = directory.length == 0 ? names.get(i) : CString.path(directory, names.get(i));
      answer = copyOne(below(from, name), below(to, name), name);
    }
    return answer;
  }

  private int copyOne(byte[] from, byte[] to, byte[] name) {
    failedAt = from;
    int answer = posix.stat(Posix.CWD, from, false, stat);
    if (answer < 0) return answer;
    if (stat.isLink()) return copyLink(from, to);
    if (stat.isDirectory()) {
      directories.add(name);
      return makeDirectory(to);
    }
    if (stat.isFifo()) answer = posix.mkfifo(Posix.CWD, to, stat.permissions());
    else if (stat.isRegular()) answer = copyFile(from, to);
    else answer = -Errno.EOPNOTSUPP;
    return answer < 0 ? answer : finish(from, to, false);
  }

  private int makeDirectory(byte[] path) {
    int answer = posix.mkdir(Posix.CWD, path, 0700);
    return answer == -Errno.EEXIST ? 0 : answer;
  }

  private int copyLink(byte[] from, byte[] to) {
    byte[] target = new byte[4096];
    int length = posix.readlink(Posix.CWD, from, target);
    if (length < 0) return length;
    return posix.symlink(CString.slice(target, 0, length), Posix.CWD, to);
  }

  private int copyFile(byte[] from, byte[] to) {
    int reading = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
    int in = posix.open(Posix.CWD, from, reading, 0);
    if (in < 0) return in;
    int writing = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
    int out = posix.open(Posix.CWD, to, writing, 0600);
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
  private int finish(byte[] from, byte[] to, boolean follow) {
    failedAt = to;
    int answer = posix.stat(Posix.CWD, from, follow, stat);
    if (answer < 0) return answer;
    posix.chown(Posix.CWD, to, stat.uid, stat.gid);
    return posix.chmod(Posix.CWD, to, stat.permissions());
  }

  private static byte[] below(byte[] top, byte[] name) {
    return name.length == 0 ? top : CString.path(top, name);
  }
}
