package s6j.posix.jnr;

import static s6j.posix.Errno.EBADF;
import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.OpenFlags.O_DIRECTORY;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.jnr.CLibrary.answer;
import static s6j.posix.jnr.CLibrary.interrupted;

import java.lang.ref.Reference;
import s6j.posix.FileStat;
import s6j.posix.Files;

/** Files, on the JVM. */
abstract class JnrFiles implements Files {
  private static final long SYS_MOUNT_SETATTR = 442;
  private static final long AT_RECURSIVE = 0x8000;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final byte[] EMPTY = {};

  /** The most that one read or write moves; more is told by the count answered. */
  private static final int MOST = 1 << 20;

  static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));
  private static final int ARM_O_DIRECTORY = 040000;
  private static final int ARM_O_NOFOLLOW = 0100000;
  final FileCalls c = CLibrary.bind(FileCalls.class);
  final NativePath path = new NativePath();
  private final NativePath other = new NativePath();
  final NativeMemory data = new NativeMemory(1 << 16);
  final NativeMemory small = new NativeMemory(256);

  @Override
  public int open(int directory, byte[] name, int flags, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    int fd;
    do fd = c.openat(directory, path.address(), toMachine(flags), mode);
    while (interrupted(fd));
    return answer(fd);
  }

  private static int toMachine(int flags) {
    if (!ARM) return flags;
    int others = flags & ~(O_DIRECTORY | O_NOFOLLOW);
    int directory = (flags & O_DIRECTORY) != 0 ? ARM_O_DIRECTORY : 0;
    return others | directory | ((flags & O_NOFOLLOW) != 0 ? ARM_O_NOFOLLOW : 0);
  }

  static int fromMachine(int flags) {
    if (!ARM) return flags;
    int others = flags & ~(ARM_O_DIRECTORY | ARM_O_NOFOLLOW | O_DIRECTORY | O_NOFOLLOW);
    int directory = (flags & ARM_O_DIRECTORY) != 0 ? O_DIRECTORY : 0;
    return others | directory | ((flags & ARM_O_NOFOLLOW) != 0 ? O_NOFOLLOW : 0);
  }

  @Override
  public int close(int fd) {
    return answer(c.close(fd));
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    int most = Math.min(length, MOST);
    long address = data.address(most);
    long count;
    do count = c.read(fd, address, most);
    while (interrupted(count));
    if (count > 0) data.get(0, buffer, offset, (int) count);
    return (int) answer(count);
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    int most = Math.min(length, MOST);
    long address = data.address(most);
    data.put(0, buffer, offset, most);
    long count;
    do count = c.write(fd, address, most);
    while (interrupted(count));
    return (int) answer(count);
  }

  @Override
  public int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    int most = Math.min(length, MOST);
    long address = data.address(most);
    data.put(0, buffer, offset, most);
    long count;
    do count = c.pwrite(fd, address, most, place);
    while (interrupted(count));
    return (int) answer(count);
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    return answer(c.lseek(fd, offset, whence));
  }

  @Override
  public int truncate(int fd, long length) {
    return answer(c.ftruncate(fd, length));
  }

  @Override
  public int fsync(int fd) {
    return answer(c.fsync(fd));
  }

  @Override
  public int sync() {
    c.sync();
    return 0;
  }

  @Override
  public int stat(int directory, byte[] name, boolean follow, FileStat stat) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return statx(directory, follow ? 0 : AT_SYMLINK_NOFOLLOW, stat);
  }

  @Override
  public int fstat(int fd, FileStat stat) {
    path.set(EMPTY);
    return fd < 0 ? -EBADF : statx(fd, AT_EMPTY_PATH, stat);
  }

  /** statx, because its structure is the same on every machine. */
  private int statx(int directory, int flags, FileStat stat) {
    int result = c.statx(directory, path.address(), flags, STATX_BASIC_STATS, small.address());
    if (result < 0) return answer(result);
    stat.links = small.getInt(16);
    stat.uid = small.getInt(20);
    stat.gid = small.getInt(24);
    stat.mode = small.getShort(28) & 0xffff;
    stat.inode = small.getLong(32);
    stat.size = small.getLong(40);
    stat.accessedNanos = small.getLong(96) * 1_000_000_000 + small.getInt(104);
    stat.modifiedNanos = small.getLong(112) * 1_000_000_000 + small.getInt(120);
    stat.specialDevice = device(small.getInt(128) & 0xffffffffL, small.getInt(132) & 0xffffffffL);
    stat.device = device(small.getInt(136) & 0xffffffffL, small.getInt(140) & 0xffffffffL);
    return 0;
  }

  /** The C library's makedev. */
  private static long device(long major, long minor) {
    return (major & 0xfff) << 8 | (major & ~0xfffL) << 32 | minor & 0xff | (minor & ~0xffL) << 12;
  }

  @Override
  public int access(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.faccessat(directory, path.address(), mode, 0));
  }

  @Override
  public int mkdir(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.mkdirat(directory, path.address(), mode));
  }

  @Override
  public int mkfifo(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.mkfifoat(directory, path.address(), mode));
  }

  @Override
  public int mknod(int directory, byte[] name, int mode, long device) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.mknodat(directory, path.address(), mode, device));
  }

  @Override
  public int unlink(int directory, byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.unlinkat(directory, path.address(), 0));
  }

  @Override
  public int rmdir(int directory, byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.unlinkat(directory, path.address(), AT_REMOVEDIR));
  }

  @Override
  public int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    if (!path.set(from) || !other.set(to)) return -ENAMETOOLONG;
    return answer(c.renameat(fromDirectory, path.address(), toDirectory, other.address()));
  }

  @Override
  public int link(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    if (!path.set(from) || !other.set(to)) return -ENAMETOOLONG;
    return answer(c.linkat(fromDirectory, path.address(), toDirectory, other.address(), 0));
  }

  @Override
  public int symlink(byte[] target, int directory, byte[] name) {
    if (!path.set(name) || !other.set(target)) return -ENAMETOOLONG;
    return answer(c.symlinkat(other.address(), directory, path.address()));
  }

  @Override
  public int readlink(int directory, byte[] name, byte[] buffer) {
    if (!path.set(name)) return -ENAMETOOLONG;
    long address = data.address(buffer.length);
    long count = c.readlinkat(directory, path.address(), address, buffer.length);
    if (count > 0) data.get(0, buffer, 0, (int) count);
    return (int) answer(count);
  }

  @Override
  public int chmod(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.fchmodat(directory, path.address(), mode, 0));
  }

  @Override
  public int fchmod(int fd, int mode) {
    return answer(c.fchmod(fd, mode));
  }

  @Override
  public int chown(int directory, byte[] name, int uid, int gid) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.fchownat(directory, path.address(), uid, gid, 0));
  }

  @Override
  public int chownLink(int directory, byte[] name, int uid, int gid) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.fchownat(directory, path.address(), uid, gid, AT_SYMLINK_NOFOLLOW));
  }

  @Override
  public int fchown(int fd, int uid, int gid) {
    return answer(c.fchown(fd, uid, gid));
  }

  @Override
  public int setTimes(int directory, byte[] name, long accessNanos, long modificationNanos) {
    if (!path.set(name)) return -ENAMETOOLONG;
    putTime(0, accessNanos);
    putTime(16, modificationNanos);
    return answer(c.utimensat(directory, path.address(), small.address(), 0));
  }

  private void putTime(int at, long nanos) {
    small.putLong(at, Math.floorDiv(nanos, 1_000_000_000L));
    small.putLong(at + 8, Math.floorMod(nanos, 1_000_000_000L));
  }

  @Override
  public int umask(int mask) {
    return c.umask(mask);
  }

  @Override
  public int chdir(byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.chdir(path.address()));
  }

  @Override
  public int chroot(byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.chroot(path.address()));
  }

  @Override
  public int fchdir(int fd) {
    return answer(c.fchdir(fd));
  }

  @Override
  public int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] options) {
    NativePath third = new NativePath();
    NativePath fourth = new NativePath();
    boolean fits = path.set(source) && other.set(target) && third.set(type) && fourth.set(options);
    if (!fits) return -ENAMETOOLONG;
    int result = c.mount(path.address(), other.address(), third.address(), flags, fourth.address());
    Reference.reachabilityFence(third);
    Reference.reachabilityFence(fourth);
    return answer(result);
  }

  @Override
  public int setMountFlags(byte[] target, long set, long clear, boolean recursive) {
    if (!path.set(target)) return -ENAMETOOLONG;
    long[] value = {set, clear, 0, 0};
    long flags = recursive ? AT_RECURSIVE : 0;
    return (int) answer(c.syscall(SYS_MOUNT_SETATTR, CWD, path.address(), flags, value, 32));
  }

  @Override
  public int unmount(byte[] target) {
    if (!path.set(target)) return -ENAMETOOLONG;
    return answer(c.umount2(path.address(), 0));
  }

  @Override
  public int getcwd(byte[] buffer) {
    long address = data.address(buffer.length + 1);
    if (c.getcwd(address, buffer.length + 1L) == 0) return -CLibrary.errno();
    int length = 0;
    while (data.getByte(length) != 0) length++;
    data.get(0, buffer, 0, length);
    return length;
  }

  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    long address = data.address(buffer.length);
    long count = c.getdents64(fd, address, buffer.length);
    if (count > 0) data.get(0, buffer, 0, (int) count);
    return (int) answer(count);
  }
}
