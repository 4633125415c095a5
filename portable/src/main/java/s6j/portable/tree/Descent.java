package s6j.portable.tree;

import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * The way down into a tree: a directory in a directory, each named within the one above, so that no
 * path is too long. Only the deepest are open; the others are found again above them, and it is
 * seen that they are the same.
 */
final class Descent {
  /** So many directories are open at most. */
  private static final int OPEN = 24;

  private static final int CLOSED = -1;
  private static final byte[] ABOVE = CString.of("..");
  private static final int FLAGS =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;

  private final Posix posix;
  private final FileStat stat = new FileStat();
  private int depth;
  private int[] descriptors = new int[64];
  private long[] devices = new long[64];
  private long[] inodes = new long[64];

  Descent(Posix posix) {
    this.posix = posix;
  }

  /** The directory that names are in: a descriptor, or {@link Posix#CWD} above all. */
  int directory() {
    return depth == 0 ? Posix.CWD : descriptors[depth - 1];
  }

  /** What stat told of the directory that was entered last. */
  FileStat stat() {
    return stat;
  }

  /** Whether both have entered one and the same directory. */
  boolean isAt(Descent other) {
    return isOf(other.devices[other.depth - 1], other.inodes[other.depth - 1]);
  }

  private boolean isOf(long device, long inode) {
    return devices[depth - 1] == device && inodes[depth - 1] == inode;
  }

  /** Enters a directory, or a link to one if {@code follow}: 0, or the negated errno. */
  int enter(byte[] name, boolean follow) {
    int flags = follow ? FLAGS : FLAGS | OpenFlags.O_NOFOLLOW;
    int fd = posix.open(directory(), name, flags, 0);
    if (fd < 0) return fd;
    int answer = posix.fstat(fd, stat);
    if (answer < 0) {
      posix.close(fd);
      return answer;
    }
    if (depth >= OPEN) shut(depth - OPEN);
    if (depth == descriptors.length) grow();
    descriptors[depth] = fd;
    devices[depth] = stat.device;
    inodes[depth] = stat.inode;
    depth++;
    return 0;
  }

  /** Goes back up; {@code -ESTALE} if what is above now is another directory. */
  int leave() {
    depth--;
    int answer = depth == 0 || descriptors[depth - 1] != CLOSED ? 0 : reopen();
    shut(depth);
    return answer;
  }

  private int reopen() {
    int fd = posix.open(descriptors[depth], ABOVE, FLAGS, 0);
    if (fd < 0) return fd;
    descriptors[depth - 1] = fd;
    int answer = posix.fstat(fd, stat);
    return answer < 0 || isOf(stat.device, stat.inode) ? answer : -Errno.ESTALE;
  }

  /** Goes back to where it began. */
  void end() {
    while (depth > 0) shut(--depth);
  }

  private void shut(int level) {
    if (descriptors[level] != CLOSED) posix.close(descriptors[level]);
    descriptors[level] = CLOSED;
  }

  private void grow() {
    int[] moreDescriptors = new int[2 * depth];
    long[] moreDevices = new long[2 * depth];
    long[] moreInodes = new long[2 * depth];
    System.arraycopy(descriptors, 0, moreDescriptors, 0, depth);
    System.arraycopy(devices, 0, moreDevices, 0, depth);
    System.arraycopy(inodes, 0, moreInodes, 0, depth);
    descriptors = moreDescriptors;
    devices = moreDevices;
    inodes = moreInodes;
  }
}
