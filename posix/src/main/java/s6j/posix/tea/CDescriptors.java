package s6j.posix.tea;

import org.teavm.interop.Address;
import org.teavm.interop.Import;
import org.teavm.interop.Structure;
import org.teavm.interop.c.Include;
import org.teavm.interop.c.Name;
import org.teavm.interop.c.Native;
import org.teavm.interop.c.Variable;

/** C's calls on open descriptors. */
final class CDescriptors {
  static final int F_DUPFD = 0;
  static final int F_GETFD = 1;
  static final int F_SETFD = 2;
  static final int F_GETFL = 3;
  static final int F_SETFL = 4;
  static final int F_DUPFD_CLOEXEC = 1030;
  static final int FD_CLOEXEC = 1;
  static final int F_RDLCK = 0;
  static final int F_WRLCK = 1;
  static final int F_UNLCK = 2;
  static final int EPOLL_CTL_ADD = 1;
  static final int EPOLL_CTL_DEL = 2;
  static final int EPOLLIN = 1;
  static final int LOCK_SH = 1;
  static final int LOCK_EX = 2;
  static final int LOCK_NB = 4;
  static final int TIOCSCTTY = 0x540e;
  static final int TIOCGWINSZ = 0x5413;
  static final int TCGETS = 0x5401;
  static final int TCSETS = 0x5402;
  static final int TIOCNOTTY = 0x5422;
  static final int TCFLSH = 0x540b;
  static final int KDSIGACCEPT = 0x4b4e;

  private CDescriptors() {}

  @Import(name = "pipe2")
  @Include("unistd.h")
  static native int pipe2(Address ends, int flags);

  @Import(name = "dup2")
  @Include("unistd.h")
  static native int dup2(int from, int to);

  @Import(name = "dup3")
  @Include("unistd.h")
  static native int dup3(int from, int to, int flags);

  @Import(name = "fcntl")
  @Include("fcntl.h")
  static native int fcntl(int fd, int command, int argument);

  @Import(name = "fcntl")
  @Include("fcntl.h")
  static native int fcntl(int fd, int command, Lock lock);

  @Import(name = "F_GETLK")
  @Include("fcntl.h")
  @Variable
  static native int getLock();

  @Import(name = "F_SETLK")
  @Include("fcntl.h")
  @Variable
  static native int setLock();

  @Import(name = "F_SETLKW")
  @Include("fcntl.h")
  @Variable
  static native int setLockWaiting();

  @Import(name = "flock")
  @Include("sys/file.h")
  static native int flock(int fd, int operation);

  @Import(name = "poll")
  @Include("poll.h")
  static native int poll(Address descriptors, long count, int timeoutMillis);

  @Import(name = "epoll_create1")
  @Include("sys/epoll.h")
  static native int epoll_create1(int flags);

  @Import(name = "epoll_ctl")
  @Include("sys/epoll.h")
  static native int epoll_ctl(int set, int operation, int fd, PollEvent event);

  @Import(name = "epoll_wait")
  @Include("sys/epoll.h")
  static native int epoll_wait(int set, PollEvent events, int count, int timeoutMillis);

  @Import(name = "inotify_init1")
  @Include("sys/inotify.h")
  static native int inotify_init1(int flags);

  @Import(name = "inotify_add_watch")
  @Include("sys/inotify.h")
  static native int inotify_add_watch(int fd, Address path, int mask);

  @Import(name = "isatty")
  @Include("unistd.h")
  static native int isatty(int fd);

  @Import(name = "ioctl")
  @Include("sys/ioctl.h")
  static native int ioctl(int fd, long request, Address argument);

  /** A descriptor of a set; packed on some machines. */
  @Native(structKeyword = true)
  @Name("epoll_event")
  @Include("sys/epoll.h")
  static final class PollEvent extends Structure {
    @Name("events")
    int events;

    @Name("data.fd")
    int descriptor;
  }

  /** A record lock. */
  @Native(structKeyword = true)
  @Name("flock")
  @Include("fcntl.h")
  static final class Lock extends Structure {
    @Name("l_type")
    short type;

    @Name("l_whence")
    short whence;

    @Name("l_start")
    long start;

    @Name("l_len")
    long length;

    @Name("l_pid")
    int pid;
  }
}
