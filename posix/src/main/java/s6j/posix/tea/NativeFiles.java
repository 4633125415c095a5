package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Files;
import s6j.posix.OpenFlags;

/** Files, natively. */
abstract class NativeFiles implements Files {
  private static final long SECOND = 1_000_000_000L;

  /** Room for what a call reads or fills in: numbers, times, addresses of sockets. */
  final Address scratch = NativeBlock.take(512);

  private final CFiles.Stat record =
      NativeBlock.take(Structure.sizeOf(CFiles.Stat.class)).toStructure();

  final NativeString path = new NativeString();
  private final NativeString otherPath = new NativeString();

  /** No descriptor above this one was made close-on-exec in this process; -1 at first. */
  int highestMarked = -1;

  /** Remembers that a descriptor is close-on-exec, if it is one. */
  final int marked(int fd) {
    if (fd > highestMarked) highestMarked = fd;
    return fd;
  }

  /** A call's result, or the negated errno if it is negative. */
  static int answer(int result) {
    return result < 0 ? -CMemory.errno() : result;
  }

  static long answer(long result) {
    return result < 0 ? -CMemory.errno() : result;
  }

  static boolean isOutside(byte[] buffer, int offset, int length) {
    return offset < 0 || length < 0 || offset > buffer.length - length;
  }

  @Override
  public int open(int directory, byte[] name, int flags, int mode) {
    int error = path.set(name);
    if (error < 0) return error;
    int fd;
    do fd = answer(CFiles.openat(directory, path.bytes, translated(flags), mode));
    while (fd == -Errno.EINTR);
    return (flags & OpenFlags.O_CLOEXEC) == 0 ? fd : marked(fd);
  }

  /** The two flags whose values differ from machine to machine. */
  private static int translated(int flags) {
    int result = flags & ~(OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW);
    if ((flags & OpenFlags.O_DIRECTORY) != 0) result |= CFiles.directoryFlag();
    if ((flags & OpenFlags.O_NOFOLLOW) != 0) result |= CFiles.noFollowFlag();
    return result;
  }

  @Override
  public int close(int fd) {
    return answer(CFiles.close(fd));
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int count;
    do count = (int) answer(CFiles.read(fd, Address.ofData(buffer).add(offset), length));
    while (count == -Errno.EINTR);
    return count;
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int count;
    do count = (int) answer(CFiles.write(fd, Address.ofData(buffer).add(offset), length));
    while (count == -Errno.EINTR);
    return count;
  }

  @Override
  public int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    if (isOutside(buffer, offset, length)) return -Errno.EFAULT;
    int count;
    do count = (int) answer(CFiles.pwrite(fd, Address.ofData(buffer).add(offset), length, place));
    while (count == -Errno.EINTR);
    return count;
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    return answer(CFiles.lseek(fd, offset, whence));
  }

  @Override
  public int truncate(int fd, long length) {
    return answer(CFiles.ftruncate(fd, length));
  }

  @Override
  public int fsync(int fd) {
    return answer(CFiles.fsync(fd));
  }

  @Override
  public int sync() {
    CFiles.sync();
    return 0;
  }

  @Override
  public int stat(int directory, byte[] name, boolean follow, FileStat stat) {
    int error = path.set(name);
    if (error < 0) return error;
    int flags = follow ? 0 : CFiles.AT_SYMLINK_NOFOLLOW;
    return filled(stat, answer(CFiles.fstatat(directory, path.bytes, record, flags)));
  }

  @Override
  public int fstat(int fd, FileStat stat) {
    return filled(stat, answer(CFiles.fstat(fd, record)));
  }

  private int filled(FileStat stat, int answer) {
    if (answer < 0) return answer;
    stat.mode = record.mode;
    stat.device = record.device;
    stat.specialDevice = record.specialDevice;
    stat.inode = record.inode;
    stat.links = (int) record.links;
    stat.uid = record.uid;
    stat.gid = record.gid;
    stat.size = record.size;
    stat.accessedNanos = record.accessedSeconds * SECOND + record.accessedNanos;
    stat.modifiedNanos = record.modifiedSeconds * SECOND + record.modifiedNanos;
    return answer;
  }

  @Override
  public int access(int directory, byte[] name, int mode) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.faccessat(directory, path.bytes, mode, 0));
  }

  @Override
  public int mkdir(int directory, byte[] name, int mode) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.mkdirat(directory, path.bytes, mode));
  }

  @Override
  public int mkfifo(int directory, byte[] name, int mode) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.mkfifoat(directory, path.bytes, mode));
  }

  @Override
  public int mknod(int directory, byte[] name, int mode, long device) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.mknodat(directory, path.bytes, mode, device));
  }

  @Override
  public int unlink(int directory, byte[] name) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.unlinkat(directory, path.bytes, 0));
  }

  @Override
  public int rmdir(int directory, byte[] name) {
    int error = path.set(name);
    if (error < 0) return error;
    return answer(CFiles.unlinkat(directory, path.bytes, CFiles.AT_REMOVEDIR));
  }

  @Override
  public int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    int error = setBoth(from, to);
    if (error < 0) return error;
    return answer(CFiles.renameat(fromDirectory, path.bytes, toDirectory, otherPath.bytes));
  }

  @Override
  public int link(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    int error = setBoth(from, to);
    if (error < 0) return error;
    return answer(CFiles.linkat(fromDirectory, path.bytes, toDirectory, otherPath.bytes, 0));
  }

  @Override
  public int symlink(byte[] target, int directory, byte[] name) {
    int error = setBoth(target, name);
    if (error < 0) return error;
    return answer(CFiles.symlinkat(path.bytes, directory, otherPath.bytes));
  }

  private int setBoth(byte[] first, byte[] second) {
    int error = path.set(first);
    return error < 0 ? error : otherPath.set(second);
  }

  @Override
  public int readlink(int directory, byte[] name, byte[] buffer) {
    int error = path.set(name);
    if (error < 0) return error;
    Address data = Address.ofData(buffer);
    return (int) answer(CFiles.readlinkat(directory, path.bytes, data, buffer.length));
  }

  @Override
  public int chmod(int directory, byte[] name, int mode) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.fchmodat(directory, path.bytes, mode, 0));
  }

  @Override
  public int fchmod(int fd, int mode) {
    return answer(CFiles.fchmod(fd, mode));
  }

  @Override
  public int chown(int directory, byte[] name, int uid, int gid) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.fchownat(directory, path.bytes, uid, gid, 0));
  }

  @Override
  public int chownLink(int directory, byte[] name, int uid, int gid) {
    int error = path.set(name);
    if (error < 0) return error;
    return answer(CFiles.fchownat(directory, path.bytes, uid, gid, CFiles.AT_SYMLINK_NOFOLLOW));
  }

  @Override
  public int fchown(int fd, int uid, int gid) {
    return answer(CFiles.fchown(fd, uid, gid));
  }

  @Override
  public int setTimes(int directory, byte[] name, long accessNanos, long modificationNanos) {
    int error = path.set(name);
    if (error < 0) return error;
    putTime(scratch, accessNanos);
    putTime(scratch.add(16), modificationNanos);
    return answer(CFiles.utimensat(directory, path.bytes, scratch, 0));
  }

  /** A struct timespec; nanoseconds count upwards before 1970 too. */
  private static void putTime(Address at, long nanos) {
    long seconds = nanos / SECOND;
    if (seconds * SECOND > nanos) seconds--;
    at.putLong(seconds);
    at.add(8).putLong(nanos - seconds * SECOND);
  }

  @Override
  public int umask(int mask) {
    return CFiles.umask(mask);
  }

  @Override
  public int chdir(byte[] name) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.chdir(path.bytes));
  }

  @Override
  public int chroot(byte[] name) {
    int error = path.set(name);
    return error < 0 ? error : answer(CFiles.chroot(path.bytes));
  }

  @Override
  public int fchdir(int fd) {
    return answer(CFiles.fchdir(fd));
  }

  @Override
  public int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] options) {
    NativeString third = new NativeString();
    NativeString fourth = new NativeString();
    int error = setBoth(source, target);
    if (error >= 0) error = third.set(type);
    if (error >= 0) error = fourth.set(options);
    if (error < 0) return error;
    return answer(CFiles.mount(path.bytes, otherPath.bytes, third.bytes, flags, fourth.bytes));
  }

  @Override
  public int setMountFlags(byte[] target, long set, long clear, boolean recursive) {
    int error = path.set(target);
    if (error < 0) return error;
    scratch.putLong(set);
    scratch.add(8).putLong(clear);
    scratch.add(16).putLong(0);
    scratch.add(24).putLong(0);
    long flags = recursive ? CFiles.AT_RECURSIVE : 0;
    long number = CFiles.SYS_MOUNT_SETATTR;
    long place = path.bytes.toLong();
    return (int) answer(CProcesses.syscall(number, CWD, place, flags, scratch.toLong(), 32));
  }

  @Override
  public int unmount(byte[] target) {
    int error = path.set(target);
    return error < 0 ? error : answer(CFiles.umount(path.bytes, 0));
  }

  @Override
  public int getcwd(byte[] buffer) {
    Address here = CFiles.getcwd(Address.ofData(buffer), buffer.length);
    return here.toLong() == 0 ? -CMemory.errno() : (int) CMemory.strlen(here);
  }

  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    long number = CFiles.getdents64();
    long data = Address.ofData(buffer).toLong();
    return (int) answer(CProcesses.syscall(number, fd, data, buffer.length, 0, 0));
  }
}
