package s6j.posix.jnr;

import jnr.ffi.annotations.In;

/**
 * The C library on files and descriptors, and what every program calls. Pointers are addresses, so
 * that a call allocates nothing; variadic functions are declared with the arguments they get, which
 * both machines pass alike.
 */
public interface FileCalls {
  int openat(int directory, long path, int flags, int mode);

  int close(int fd);

  long read(int fd, long buffer, long length);

  long write(int fd, long buffer, long length);

  long pwrite(int fd, long buffer, long length, long place);

  long lseek(int fd, long offset, int whence);

  int ftruncate(int fd, long length);

  int fsync(int fd);

  void sync();

  int statx(int directory, long path, int flags, int mask, long result);

  int faccessat(int directory, long path, int mode, int flags);

  int mkdirat(int directory, long path, int mode);

  int mkfifoat(int directory, long path, int mode);

  int mknodat(int directory, long path, int mode, long device);

  int unlinkat(int directory, long path, int flags);

  int renameat(int fromDirectory, long from, int toDirectory, long to);

  int linkat(int fromDirectory, long from, int toDirectory, long to, int flags);

  int symlinkat(long target, int directory, long path);

  long readlinkat(int directory, long path, long buffer, long length);

  int fchmodat(int directory, long path, int mode, int flags);

  int fchmod(int fd, int mode);

  int fchownat(int directory, long path, int uid, int gid, int flags);

  int fchown(int fd, int uid, int gid);

  int utimensat(int directory, long path, long times, int flags);

  int umask(int mask);

  int chdir(long path);

  int chroot(long path);

  int fchdir(int fd);

  int mount(long source, long target, long type, long flags, long data);

  int umount2(long target, int flags);

  int gethostname(long buffer, long length);

  int sethostname(long name, long length);

  long getcwd(long buffer, long length);

  long getdents64(int fd, long buffer, long length);

  int pipe2(long ends, int flags);

  int dup2(int from, int to);

  int fcntl(int fd, int command, long argument);

  int flock(int fd, int operation);

  /** The value in an array: see {@link ProcessCalls#posix_spawn}. */
  long syscall(long number, long directory, long path, long flags, @In long[] value, long size);

  int ioctl(int fd, long request, long argument);

  int isatty(int fd);

  int poll(long descriptors, long count, int timeout);

  int epoll_create1(int flags);

  int epoll_ctl(int set, int operation, int fd, long event);

  int epoll_wait(int set, long events, int count, int timeout);

  int inotify_init1(int flags);

  int inotify_add_watch(int fd, long path, int mask);

  int clock_gettime(int clock, long time);

  void tzset();

  long localtime_r(long time, long fields);

  int getpid();

  int getppid();

  int getuid();

  int geteuid();

  int getgid();

  int getegid();

  long getrandom(long buffer, long length, int flags);

  void _exit(int code);
}
