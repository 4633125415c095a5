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

  private CDescriptors() {}

  @Import(name = "pipe2")
  @Include("unistd.h")
  static native int pipe2(Address ends, int flags);

  @Import(name = "dup2")
  @Include("unistd.h")
  static native int dup2(int from, int to);

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
  static native int setLockWait();

  @Import(name = "F_RDLCK")
  @Include("fcntl.h")
  @Variable
  static native int readLock();

  @Import(name = "F_WRLCK")
  @Include("fcntl.h")
  @Variable
  static native int writeLock();

  @Import(name = "F_UNLCK")
  @Include("fcntl.h")
  @Variable
  static native int noLock();

  @Import(name = "poll")
  @Include("poll.h")
  static native int poll(Address descriptors, long count, int timeoutMillis);

  @Import(name = "isatty")
  @Include("unistd.h")
  static native int isatty(int fd);

  @Import(name = "ioctl")
  @Include("sys/ioctl.h")
  static native int ioctl(int fd, long request, Address argument);

  @Import(name = "TIOCGWINSZ")
  @Include("sys/ioctl.h")
  @Variable
  static native long getWindowSize();

  @Import(name = "TIOCSCTTY")
  @Include("sys/ioctl.h")
  @Variable
  static native long setControllingTerminal();

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
  }
}
