package s6j.confine.tree;

import s6j.formats.files.SmallFile;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.meaning.OrErrno;

/**
 * A cgroup of its own for what comes of a program, below that of this process, where cgroup v2 can
 * be written: the kernel then kills all of it at once. Where it cannot, there is none, and
 * processes are looked for.
 */
final class ControlGroup implements Spawn.Beginning {
  private static final byte[] OWN = CString.of("/proc/self/cgroup");
  private static final byte[][] MOUNTS = {
    CString.of("/sys/fs/cgroup"), CString.of("/sys/fs/cgroup/unified")
  };
  private static final byte[] NAME = CString.of("/s6-tree.");
  private static final byte[] MEMBERS = CString.of("/cgroup.procs");
  private static final byte[] KILL = CString.of("/cgroup.kill");
  private static final byte[] ALL = {'1'};
  private static final byte[] VERSION_2 = CString.of("0::");
  private static final int LONGEST = 4096;
  private static final int NUMBER_SIZE = 12;

  private final Posix posix;
  private final byte[] number = new byte[NUMBER_SIZE];
  private byte[] directory = {};
  private byte[] members = {};
  private byte[] killer = {};

  ControlGroup(Posix posix) {
    this.posix = posix;
  }

  /** Whether there is one now. */
  boolean make() {
    byte[] text = new byte[LONGEST];
    int length = SmallFile.read(posix, Posix.CWD, OWN, text, LONGEST);
    int begin = begin(text, length);
    if (begin < 0) return false;
    int end = posix.indexOf(text, begin, length, '\n');
    byte[] path = CString.slice(text, begin, end < 0 ? length : end);
    if (path.length == 1) path = new byte[0];
    for (byte[] mount : MOUNTS) if (make(CString.concat(mount, path))) return true;
    return false;
  }

  /** Where the path is in the line of version 2; -1 if there is none. */
  private int begin(byte[] text, int length) {
    for (int at = 0; at + VERSION_2.length < length; ) {
      if (CString.startsWith(CString.slice(text, at, at + VERSION_2.length), VERSION_2))
        return at + VERSION_2.length;
      int end = posix.indexOf(text, at, length, '\n');
      at = end < 0 ? length : end + 1;
    }
    return -1;
  }

  /** What is no cgroup of version 2, or of an older kernel, has no such file. */
  private boolean make(byte[] above) {
    directory = CString.concat(CString.concat(above, NAME), Decimal.string(posix.getpid()));
    if (posix.mkdir(Posix.CWD, directory, 0755) < 0) return false;
    members = CString.concat(directory, MEMBERS);
    killer = CString.concat(directory, KILL);
    if (posix.access(Posix.CWD, killer, Posix.W_OK) >= 0) return true;
    remove();
    return false;
  }

  @Override
  public void begin(int pid) {
    write(members, number, Decimal.format(pid, number, 0));
  }

  /** Kills all that are in it. */
  void kill() {
    write(killer, ALL, ALL.length);
  }

  private @OrErrno int write(byte[] file, byte[] text, int length) {
    int fd = posix.open(Posix.CWD, file, OpenFlags.O_WRONLY | OpenFlags.O_CLOEXEC, 0);
    if (fd < 0) return fd;
    int written = posix.write(fd, text, 0, length);
    posix.close(fd);
    return written;
  }

  void remove() {
    posix.rmdir(Posix.CWD, directory);
  }
}
