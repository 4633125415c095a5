package s6j.posix.jnr;

import static s6j.posix.Errno.EACCES;
import static s6j.posix.Errno.EAGAIN;
import static s6j.posix.Errno.EINVAL;
import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_DIRECTORY;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.jnr.CLibrary.answer;
import static s6j.posix.jnr.CLibrary.interrupted;

import s6j.posix.FileStat;
import s6j.posix.Poller;

/** Files, directories and descriptors of {@link JnrPosix}. */
final class JnrFiles {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int STATX_BASIC_STATS = 0x7ff;
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_GETLK = 5;
  private static final long PIDFD_GET_INFO = 0xc040ff0bL;
  private static final int PIDFD_INFO_SIZE = 64;
  private static final int PIDFD_INFO_EXIT = 8;
  private static final int PIDFD_INFO_EXIT_CODE_AT = 60;
  private static final int F_SETLK = 6;
  private static final int F_SETLKW = 7;
  private static final int F_DUPFD = 0;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int FD_CLOEXEC = 1;
  private static final int F_RDLCK = 0;
  private static final int F_WRLCK = 1;
  private static final int F_UNLCK = 2;
  private static final int LOCK_SH = 1;
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLLIN = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final byte[] EMPTY = {};

  /** The most that one read or write moves; more is told by the count answered. */
  private static final int MOST = 1 << 20;

  private static final boolean ARM = "aarch64".equals(System.getProperty("os.arch"));

  /** Of a struct epoll_event, whose data, 8 bytes, come last. */
  private static final int EVENT_SIZE = ARM ? 16 : 12;

  private static final int ARM_O_DIRECTORY = 040000;
  private static final int ARM_O_NOFOLLOW = 0100000;

  private final FileCalls c;
  private final NativePath path = new NativePath();
  private final NativePath other = new NativePath();
  private final NativeMemory data = new NativeMemory(1 << 16);
  private final NativeMemory small = new NativeMemory(256);

  JnrFiles(FileCalls calls) {
    c = calls;
  }

  int open(int directory, byte[] name, int flags, int mode) {
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

  private static int fromMachine(int flags) {
    if (!ARM) return flags;
    int others = flags & ~(ARM_O_DIRECTORY | ARM_O_NOFOLLOW | O_DIRECTORY | O_NOFOLLOW);
    int directory = (flags & ARM_O_DIRECTORY) != 0 ? O_DIRECTORY : 0;
    return others | directory | ((flags & ARM_O_NOFOLLOW) != 0 ? O_NOFOLLOW : 0);
  }

  int close(int fd) {
    return answer(c.close(fd));
  }

  int read(int fd, byte[] buffer, int offset, int length) {
    int most = Math.min(length, MOST);
    long address = data.address(most);
    long count;
    do count = c.read(fd, address, most);
    while (interrupted(count));
    if (count > 0) data.get(0, buffer, offset, (int) count);
    return (int) answer(count);
  }

  int write(int fd, byte[] buffer, int offset, int length) {
    int most = Math.min(length, MOST);
    long address = data.address(most);
    data.put(0, buffer, offset, most);
    long count;
    do count = c.write(fd, address, most);
    while (interrupted(count));
    return (int) answer(count);
  }

  int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    int most = Math.min(length, MOST);
    long address = data.address(most);
    data.put(0, buffer, offset, most);
    long count;
    do count = c.pwrite(fd, address, most, place);
    while (interrupted(count));
    return (int) answer(count);
  }

  long seek(int fd, long offset, int whence) {
    return answer(c.lseek(fd, offset, whence));
  }

  int truncate(int fd, long length) {
    return answer(c.ftruncate(fd, length));
  }

  int fsync(int fd) {
    return answer(c.fsync(fd));
  }

  int stat(int directory, byte[] name, boolean follow, FileStat stat) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return statx(directory, follow ? 0 : AT_SYMLINK_NOFOLLOW, stat);
  }

  int fstat(int fd, FileStat stat) {
    path.set(EMPTY);
    return fd < 0 ? -s6j.posix.Errno.EBADF : statx(fd, AT_EMPTY_PATH, stat);
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
    stat.modifiedNanos = small.getLong(112) * 1_000_000_000 + small.getInt(120);
    stat.device = device(small.getInt(136) & 0xffffffffL, small.getInt(140) & 0xffffffffL);
    return 0;
  }

  /** The C library's makedev. */
  private static long device(long major, long minor) {
    return (major & 0xfff) << 8 | (major & ~0xfffL) << 32 | minor & 0xff | (minor & ~0xffL) << 12;
  }

  int access(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.faccessat(directory, path.address(), mode, 0));
  }

  int openPollSet() {
    return answer(c.epoll_create1(O_CLOEXEC));
  }

  int addToPollSet(int set, int fd) {
    small.clear(16);
    small.putInt(0, EPOLLIN);
    small.putInt(EVENT_SIZE - 8, fd);
    return answer(c.epoll_ctl(set, EPOLL_CTL_ADD, fd, small.address()));
  }

  int readyOfPollSet(int set, int[] descriptors) {
    long events = data.address(descriptors.length * EVENT_SIZE);
    int count = answer(c.epoll_wait(set, events, descriptors.length, 0));
    for (int i = 0; i < count; i++) descriptors[i] = data.getInt(i * EVENT_SIZE + EVENT_SIZE - 8);
    return count;
  }

  int openWatch() {
    return answer(c.inotify_init1(O_NONBLOCK | O_CLOEXEC));
  }

  int addWatch(int watch, byte[] name, int events) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.inotify_add_watch(watch, path.address(), events));
  }

  int mkdir(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.mkdirat(directory, path.address(), mode));
  }

  int mkfifo(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.mkfifoat(directory, path.address(), mode));
  }

  int unlink(int directory, byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.unlinkat(directory, path.address(), 0));
  }

  int rmdir(int directory, byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.unlinkat(directory, path.address(), AT_REMOVEDIR));
  }

  int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    if (!path.set(from) || !other.set(to)) return -ENAMETOOLONG;
    return answer(c.renameat(fromDirectory, path.address(), toDirectory, other.address()));
  }

  int link(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    if (!path.set(from) || !other.set(to)) return -ENAMETOOLONG;
    return answer(c.linkat(fromDirectory, path.address(), toDirectory, other.address(), 0));
  }

  int symlink(byte[] target, int directory, byte[] name) {
    if (!path.set(name) || !other.set(target)) return -ENAMETOOLONG;
    return answer(c.symlinkat(other.address(), directory, path.address()));
  }

  int readlink(int directory, byte[] name, byte[] buffer) {
    if (!path.set(name)) return -ENAMETOOLONG;
    long address = data.address(buffer.length);
    long count = c.readlinkat(directory, path.address(), address, buffer.length);
    if (count > 0) data.get(0, buffer, 0, (int) count);
    return (int) answer(count);
  }

  int chmod(int directory, byte[] name, int mode) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.fchmodat(directory, path.address(), mode, 0));
  }

  int fchmod(int fd, int mode) {
    return answer(c.fchmod(fd, mode));
  }

  int chown(int directory, byte[] name, int uid, int gid) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.fchownat(directory, path.address(), uid, gid, 0));
  }

  int fchown(int fd, int uid, int gid) {
    return answer(c.fchown(fd, uid, gid));
  }

  int setTimes(int directory, byte[] name, long accessNanos, long modificationNanos) {
    if (!path.set(name)) return -ENAMETOOLONG;
    putTime(0, accessNanos);
    putTime(16, modificationNanos);
    return answer(c.utimensat(directory, path.address(), small.address(), 0));
  }

  private void putTime(int at, long nanos) {
    small.putLong(at, Math.floorDiv(nanos, 1_000_000_000L));
    small.putLong(at + 8, Math.floorMod(nanos, 1_000_000_000L));
  }

  int chdir(byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.chdir(path.address()));
  }

  int chroot(byte[] name) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.chroot(path.address()));
  }

  int getcwd(byte[] buffer) {
    long address = data.address(buffer.length + 1);
    if (c.getcwd(address, buffer.length + 1L) == 0) return -CLibrary.errno();
    int length = 0;
    while (data.getByte(length) != 0) length++;
    data.get(0, buffer, 0, length);
    return length;
  }

  int directoryEntries(int fd, byte[] buffer) {
    long address = data.address(buffer.length);
    long count = c.getdents64(fd, address, buffer.length);
    if (count > 0) data.get(0, buffer, 0, (int) count);
    return (int) answer(count);
  }

  int pipe(int[] ends, int flags) {
    int result = c.pipe2(small.address(), flags);
    if (result < 0) return answer(result);
    ends[0] = small.getInt(0);
    ends[1] = small.getInt(4);
    return 0;
  }

  int dup2(int from, int to) {
    int result;
    do result = c.dup2(from, to);
    while (interrupted(result));
    return answer(result);
  }

  int dup(int fd, int least, boolean closeOnExec) {
    return answer(c.fcntl(fd, closeOnExec ? F_DUPFD_CLOEXEC : F_DUPFD, least));
  }

  int setNonBlocking(int fd, boolean nonBlocking) {
    int flags = c.fcntl(fd, F_GETFL, 0);
    if (flags < 0) return answer(flags);
    int wanted = nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    return wanted == flags ? 0 : answer(c.fcntl(fd, F_SETFL, wanted));
  }

  int setCloseOnExec(int fd, boolean closeOnExec) {
    int flags = c.fcntl(fd, F_GETFD, 0);
    if (flags < 0) return answer(flags);
    int wanted = closeOnExec ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC;
    return wanted == flags ? 0 : answer(c.fcntl(fd, F_SETFD, wanted));
  }

  int descriptorFlags(int fd) {
    int flags = c.fcntl(fd, F_GETFL, 0);
    return flags < 0 ? answer(flags) : fromMachine(flags);
  }

  int lock(int fd, boolean exclusive, boolean wait) {
    putLock(exclusive ? F_WRLCK : F_RDLCK);
    int result = answer(c.fcntl(fd, wait ? F_SETLKW : F_SETLK, small.address()));
    return result == -EACCES ? -EAGAIN : result;
  }

  int unlock(int fd) {
    putLock(F_UNLCK);
    return answer(c.fcntl(fd, F_SETLK, small.address()));
  }

  int flock(int fd, boolean exclusive, boolean wait) {
    return answer(c.flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)));
  }

  int isLocked(int fd) {
    putLock(F_RDLCK);
    int result = c.fcntl(fd, F_GETLK, small.address());
    if (result < 0) return answer(result);
    return small.getShort(0) == F_UNLCK ? 0 : 1;
  }

  int lockHolder(int fd) {
    int locked = isLocked(fd);
    return locked == 1 ? Math.max(0, small.getInt(24)) : locked;
  }

  int endOfProcess(int process, int[] status) {
    small.clear(PIDFD_INFO_SIZE);
    small.putLong(0, PIDFD_INFO_EXIT);
    int result = c.ioctl(process, PIDFD_GET_INFO, small.address());
    if (result < 0) return answer(result);
    if ((small.getLong(0) & PIDFD_INFO_EXIT) == 0) return -EAGAIN;
    status[0] = small.getInt(PIDFD_INFO_EXIT_CODE_AT);
    return 0;
  }

  private void putLock(int type) {
    small.clear(32);
    small.putShort(0, type);
  }

  int poll(Poller poller, int timeoutMillis) {
    long address = data.address(poller.count * 8);
    for (int i = 0; i < poller.count; i++) {
      data.putInt(i * 8, poller.descriptors[i]);
      data.putShort(i * 8 + 4, poller.wanted[i]);
      data.putShort(i * 8 + 6, 0);
    }
    int result = c.poll(address, poller.count, timeoutMillis);
    if (result < 0) return answer(result);
    for (int i = 0; i < poller.count; i++) poller.ready[i] = data.getShort(i * 8 + 6);
    return result;
  }

  int terminalColumns(int fd) {
    int result = c.ioctl(fd, TIOCGWINSZ, small.address());
    return result < 0 ? answer(result) : small.getShort(2) & 0xffff;
  }

  long clock(int clock) {
    c.clock_gettime(clock, small.address());
    return small.getLong(0) * 1_000_000_000 + small.getLong(8);
  }

  int localTime(long epochSeconds, int[] fields) {
    small.putLong(0, epochSeconds);
    c.tzset();
    if (c.localtime_r(small.address(), small.address() + 8) == 0) return -EINVAL;
    fields[0] = small.getInt(8 + 20) + 1900;
    fields[1] = small.getInt(8 + 16) + 1;
    for (int i = 2; i < 6; i++) fields[i] = small.getInt(8 + 4 * (5 - i));
    return 0;
  }

  int random(byte[] buffer, int offset, int length) {
    for (int done = 0; done < length; ) {
      int most = Math.min(length - done, 256);
      long count = c.getrandom(small.address(), most, 0);
      if (count < 0 && !interrupted(count)) return (int) answer(count);
      if (count > 0) small.get(0, buffer, offset + done, (int) count);
      if (count > 0) done += (int) count;
    }
    return 0;
  }
}
