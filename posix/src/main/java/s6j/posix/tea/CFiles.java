package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;
import org.teavm.interop.c.Variable;

/** C's calls on paths and files. */
final class CFiles {
  static final int AT_SYMLINK_NOFOLLOW = 0x100;
  static final int AT_REMOVEDIR = 0x200;

  private CFiles() {}

  @Import(name = "openat")
  @Include("fcntl.h")
  static native int openat(int directory, Address path, int flags, int mode);

  @Import(name = "O_DIRECTORY")
  @Include("fcntl.h")
  @Variable
  static native int directoryFlag();

  @Import(name = "O_NOFOLLOW")
  @Include("fcntl.h")
  @Variable
  static native int noFollowFlag();

  @Import(name = "close")
  @Include("unistd.h")
  static native int close(int fd);

  @Import(name = "read")
  @Include("unistd.h")
  static native long read(int fd, Address buffer, long length);

  @Import(name = "write")
  @Include("unistd.h")
  static native long write(int fd, Address buffer, long length);

  @Import(name = "pwrite")
  @Include("unistd.h")
  static native long pwrite(int fd, Address buffer, long length, long place);

  @Import(name = "lseek")
  @Include("unistd.h")
  static native long lseek(int fd, long offset, int whence);

  @Import(name = "ftruncate")
  @Include("unistd.h")
  static native int ftruncate(int fd, long length);

  @Import(name = "fsync")
  @Include("unistd.h")
  static native int fsync(int fd);

  @Import(name = "sync")
  @Include("unistd.h")
  static native void sync();

  @Import(name = "fstatat")
  @Include("sys/stat.h")
  static native int fstatat(int directory, Address path, Stat stat, int flags);

  @Import(name = "fstat")
  @Include("sys/stat.h")
  static native int fstat(int fd, Stat stat);

  @Import(name = "faccessat")
  @Include("unistd.h")
  static native int faccessat(int directory, Address path, int mode, int flags);

  @Import(name = "mkdirat")
  @Include("sys/stat.h")
  static native int mkdirat(int directory, Address path, int mode);

  @Import(name = "mkfifoat")
  @Include("sys/stat.h")
  static native int mkfifoat(int directory, Address path, int mode);

  @Import(name = "mknodat")
  @Include("sys/stat.h")
  static native int mknodat(int directory, Address path, int mode, long device);

  @Import(name = "unlinkat")
  @Include("unistd.h")
  static native int unlinkat(int directory, Address path, int flags);

  @Import(name = "renameat")
  @Include("stdio.h")
  static native int renameat(int fromDirectory, Address from, int toDirectory, Address to);

  @Import(name = "linkat")
  @Include("unistd.h")
  static native int linkat(int fromDirectory, Address from, int toDirectory, Address to, int flags);

  @Import(name = "symlinkat")
  @Include("unistd.h")
  static native int symlinkat(Address target, int directory, Address path);

  @Import(name = "readlinkat")
  @Include("unistd.h")
  static native long readlinkat(int directory, Address path, Address buffer, long length);

  @Import(name = "fchmodat")
  @Include("sys/stat.h")
  static native int fchmodat(int directory, Address path, int mode, int flags);

  @Import(name = "fchmod")
  @Include("sys/stat.h")
  static native int fchmod(int fd, int mode);

  @Import(name = "fchownat")
  @Include("unistd.h")
  static native int fchownat(int directory, Address path, int uid, int gid, int flags);

  @Import(name = "fchown")
  @Include("unistd.h")
  static native int fchown(int fd, int uid, int gid);

  @Import(name = "utimensat")
  @Include("sys/stat.h")
  static native int utimensat(int directory, Address path, Address times, int flags);

  @Import(name = "umask")
  @Include("sys/stat.h")
  static native int umask(int mask);

  @Import(name = "chdir")
  @Include("unistd.h")
  static native int chdir(Address path);

  @Import(name = "chroot")
  @Include("unistd.h")
  static native int chroot(Address path);

  @Import(name = "mount")
  @Include("sys/mount.h")
  static native int mount(Address source, Address target, Address type, long flags, Address data);

  @Import(name = "umount2")
  @Include("sys/mount.h")
  static native int umount(Address target, int flags);

  @Import(name = "gethostname")
  @Include("unistd.h")
  static native int gethostname(Address buffer, long length);

  @Import(name = "sethostname")
  @Include("unistd.h")
  static native int sethostname(Address name, long length);

  @Import(name = "fchdir")
  @Include("unistd.h")
  static native int fchdir(int fd);

  @Import(name = "getcwd")
  @Include("unistd.h")
  static native Address getcwd(Address buffer, long length);

  @Import(name = "SYS_getdents64")
  @Include("sys/syscall.h")
  @Variable
  static native long getdents64();

  /** The same on every machine, and missing in older headers. */
  static final int SYS_MOUNT_SETATTR = 442;

  static final int AT_RECURSIVE = 0x8000;

  /** Filled by fstatat and fstat. */
  @Native(structKeyword = true)
  @Name("stat")
  @Include("sys/stat.h")
  static final class Stat extends Structure {
    @Name("st_mode")
    int mode;

    @Name("st_dev")
    long device;

    @Name("st_rdev")
    long specialDevice;

    @Name("st_ino")
    long inode;

    @Name("st_nlink")
    long links;

    @Name("st_uid")
    int uid;

    @Name("st_gid")
    int gid;

    @Name("st_size")
    long size;

    @Name("st_atim.tv_sec")
    long accessedSeconds;

    @Name("st_atim.tv_nsec")
    long accessedNanos;

    @Name("st_mtim.tv_sec")
    long modifiedSeconds;

    @Name("st_mtim.tv_nsec")
    long modifiedNanos;
  }
}
