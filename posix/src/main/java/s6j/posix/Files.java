package s6j.posix;

import s6j.posix.meaning.Always;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/** The system calls on files: their contents, their names, and what is told of them. */
@OrErrno
public interface Files {
  /** Stands for the working directory where a directory descriptor is asked for (AT_FDCWD). */
  int CWD = -100;

  int F_OK = 0;
  int X_OK = 1;
  int W_OK = 2;
  int R_OK = 4;

  /** Opens a file; {@code flags} from {@link OpenFlags}. The descriptor, or the negated errno. */
  @Descriptor
  int open(@Descriptor int directory, byte[] path, int flags, int mode);

  int close(@Descriptor int fd);

  /** Reads at most {@code length} bytes into {@code buffer} from {@code offset}; 0 at the end. */
  int read(@Descriptor int fd, byte[] buffer, int offset, int length);

  /** Writes at most {@code length} bytes; the count written. */
  int write(@Descriptor int fd, byte[] buffer, int offset, int length);

  /**
   * Writes at a place counted from the start of a file, whose position stays: as {@link #write}.
   */
  int writeAt(@Descriptor int fd, byte[] buffer, int offset, int length, long place);

  /** Moves the file position, {@code whence} 0 start, 1 current, 2 end; the new position. */
  long seek(@Descriptor int fd, long offset, int whence);

  int truncate(@Descriptor int fd, long length);

  int fsync(@Descriptor int fd);

  /** Has everything written that is not on its disk; 0. */
  int sync();

  /** Fills {@code stat}; links are followed if {@code follow}. */
  int stat(@Descriptor int directory, byte[] path, boolean follow, FileStat stat);

  int fstat(@Descriptor int fd, FileStat stat);

  /** 0 if the access ({@link #F_OK}, {@link #X_OK}, ...) is allowed to the real ids. */
  int access(@Descriptor int directory, byte[] path, int mode);

  int mkdir(@Descriptor int directory, byte[] path, int mode);

  int mkfifo(@Descriptor int directory, byte[] path, int mode);

  /** Makes a file of any type, which {@code mode} has too; {@code device} for device files. */
  int mknod(@Descriptor int directory, byte[] path, int mode, long device);

  int unlink(@Descriptor int directory, byte[] path);

  int rmdir(@Descriptor int directory, byte[] path);

  int rename(@Descriptor int fromDirectory, byte[] from, @Descriptor int toDirectory, byte[] to);

  int link(@Descriptor int fromDirectory, byte[] from, @Descriptor int toDirectory, byte[] to);

  int symlink(byte[] target, @Descriptor int directory, byte[] path);

  /** The link's target into {@code buffer}, not NUL-ended; its length, cut at the buffer's. */
  int readlink(@Descriptor int directory, byte[] path, byte[] buffer);

  int chmod(@Descriptor int directory, byte[] path, int mode);

  int fchmod(@Descriptor int fd, int mode);

  /** Changes owner and group, -1 leaves one alone; links are followed. */
  int chown(@Descriptor int directory, byte[] path, int uid, int gid);

  /** The same of a link itself. */
  int chownLink(@Descriptor int directory, byte[] path, int uid, int gid);

  int fchown(@Descriptor int fd, int uid, int gid);

  /** Sets the times of last access and modification, nanoseconds since 1970. */
  int setTimes(@Descriptor int directory, byte[] path, long accessNanos, long modificationNanos);

  /** The old mask. */
  @Always
  int umask(int mask);

  int chdir(byte[] path);

  /** Makes a directory the root of this process's paths; the working directory stays. */
  int chroot(byte[] path);

  int fchdir(@Descriptor int fd);

  /**
   * Mounts a file system, or changes a mount; {@code flags} MS_RDONLY and the like as the kernel
   * numbers them, {@code data} is what the file system makes of it. Allocates.
   */
  int mount(byte[] source, byte[] target, byte[] type, long flags, byte[] data);

  /** Of {@link #setMountFlags}. */
  long MOUNT_READ_ONLY = 1;

  /**
   * Changes flags of what is mounted on a path, and below if {@code recursive} (mount_setattr);
   * {@code -EINVAL} if nothing is mounted right there, {@code -ENOSYS} before Linux 5.12.
   */
  int setMountFlags(byte[] path, long set, long clear, boolean recursive);

  /** Takes away what is mounted last on a directory. */
  int unmount(byte[] target);

  /** The working directory into {@code buffer}, not NUL-ended; its length. */
  int getcwd(byte[] buffer);

  /**
   * The raw {@code linux_dirent64} records (see {@link DirectoryReader}); bytes filled, 0 at end.
   */
  int directoryEntries(@Descriptor int fd, byte[] buffer);
}
