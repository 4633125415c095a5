package s6j.posix.jnr;

import static s6j.posix.Errno.EACCES;
import static s6j.posix.Errno.EAGAIN;
import static s6j.posix.Errno.ENAMETOOLONG;
import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.jnr.CLibrary.answer;
import static s6j.posix.jnr.CLibrary.interrupted;

import s6j.posix.Descriptors;
import s6j.posix.Poller;

/** Descriptors, on the JVM. */
abstract class JnrDescriptors extends JnrFiles implements Descriptors {
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_GETLK = 5;
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
  private static final int EPOLL_CTL_DEL = 2;
  private static final int EPOLLIN = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final long TCGETS = 0x5401;
  private static final long TCSETS = 0x5402;
  private static final long TIOCSCTTY = 0x540e;
  private static final long TIOCSPGRP = 0x5410;
  private static final long TIOCNOTTY = 0x5422;
  private static final long TCFLSH = 0x540b;
  private static final long KDSIGACCEPT = 0x4b4e;

  /** Of a struct epoll_event, whose data, 8 bytes, come last. */
  private static final int EVENT_SIZE = ARM ? 16 : 12;

  @Override
  public int pipe(int[] ends, int flags) {
    int result = c.pipe2(small.address(), flags);
    if (result < 0) return answer(result);
    ends[0] = small.getInt(0);
    ends[1] = small.getInt(4);
    return 0;
  }

  @Override
  public int dup2(int from, int to) {
    int result;
    do result = c.dup2(from, to);
    while (interrupted(result));
    return answer(result);
  }

  @Override
  public int dup(int fd, int least, boolean closeOnExec) {
    return answer(c.fcntl(fd, closeOnExec ? F_DUPFD_CLOEXEC : F_DUPFD, least));
  }

  @Override
  public int setNonBlocking(int fd, boolean nonBlocking) {
    int flags = c.fcntl(fd, F_GETFL, 0);
    if (flags < 0) return answer(flags);
    int wanted = nonBlocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
    return wanted == flags ? 0 : answer(c.fcntl(fd, F_SETFL, wanted));
  }

  /** FD_CLOEXEC or 0; a negated errno if it is closed. */
  final int markOf(int fd) {
    return answer(c.fcntl(fd, F_GETFD, 0));
  }

  @Override
  public int setCloseOnExec(int fd, boolean closeOnExec) {
    int flags = c.fcntl(fd, F_GETFD, 0);
    if (flags < 0) return answer(flags);
    int wanted = closeOnExec ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC;
    return wanted == flags ? 0 : answer(c.fcntl(fd, F_SETFD, wanted));
  }

  @Override
  public int isCloseOnExec(int fd) {
    int flags = markOf(fd);
    return flags < 0 ? flags : flags & FD_CLOEXEC;
  }

  @Override
  public int descriptorFlags(int fd) {
    int flags = c.fcntl(fd, F_GETFL, 0);
    return flags < 0 ? answer(flags) : fromMachine(flags);
  }

  @Override
  public int lock(int fd, boolean exclusive, boolean wait) {
    putLock(exclusive ? F_WRLCK : F_RDLCK);
    int result = answer(c.fcntl(fd, wait ? F_SETLKW : F_SETLK, small.address()));
    return result == -EACCES ? -EAGAIN : result;
  }

  @Override
  public int unlock(int fd) {
    putLock(F_UNLCK);
    return answer(c.fcntl(fd, F_SETLK, small.address()));
  }

  @Override
  public int flock(int fd, boolean exclusive, boolean wait) {
    return answer(c.flock(fd, (exclusive ? LOCK_EX : LOCK_SH) | (wait ? 0 : LOCK_NB)));
  }

  @Override
  public int isLocked(int fd) {
    putLock(F_RDLCK);
    int result = c.fcntl(fd, F_GETLK, small.address());
    if (result < 0) return answer(result);
    return small.getShort(0) == F_UNLCK ? 0 : 1;
  }

  @Override
  public int lockHolder(int fd) {
    int locked = isLocked(fd);
    return locked == 1 ? Math.max(0, small.getInt(24)) : locked;
  }

  private void putLock(int type) {
    small.clear(32);
    small.putShort(0, type);
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
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

  @Override
  public int openPollSet() {
    return answer(c.epoll_create1(O_CLOEXEC));
  }

  @Override
  public int addToPollSet(int set, int fd) {
    small.clear(16);
    small.putInt(0, EPOLLIN);
    small.putInt(EVENT_SIZE - 8, fd);
    return answer(c.epoll_ctl(set, EPOLL_CTL_ADD, fd, small.address()));
  }

  @Override
  public int removeFromPollSet(int set, int fd) {
    return answer(c.epoll_ctl(set, EPOLL_CTL_DEL, fd, small.address()));
  }

  @Override
  public int readyOfPollSet(int set, int[] descriptors) {
    long events = data.address(descriptors.length * EVENT_SIZE);
    int count = answer(c.epoll_wait(set, events, descriptors.length, 0));
    for (int i = 0; i < count; i++) descriptors[i] = data.getInt(i * EVENT_SIZE + EVENT_SIZE - 8);
    return count;
  }

  @Override
  public int openWatch() {
    return answer(c.inotify_init1(O_NONBLOCK | O_CLOEXEC));
  }

  @Override
  public int addWatch(int watch, byte[] name, int events) {
    if (!path.set(name)) return -ENAMETOOLONG;
    return answer(c.inotify_add_watch(watch, path.address(), events));
  }

  @Override
  public boolean isTerminal(int fd) {
    return c.isatty(fd) == 1;
  }

  @Override
  public int terminalColumns(int fd) {
    int result = c.ioctl(fd, TIOCGWINSZ, small.address());
    return result < 0 ? answer(result) : small.getShort(2) & 0xffff;
  }

  @Override
  public int terminalRows(int fd) {
    int result = c.ioctl(fd, TIOCGWINSZ, small.address());
    return result < 0 ? answer(result) : small.getShort(0) & 0xffff;
  }

  @Override
  public int terminalSettings(int fd, byte[] settings) {
    int result = c.ioctl(fd, TCGETS, data.address(TERMINAL_SETTINGS));
    if (result < 0) return answer(result);
    data.get(0, settings, 0, TERMINAL_SETTINGS);
    return 0;
  }

  @Override
  public int setTerminalSettings(int fd, byte[] settings) {
    long address = data.address(TERMINAL_SETTINGS);
    data.put(0, settings, 0, TERMINAL_SETTINGS);
    return answer(c.ioctl(fd, TCSETS, address));
  }

  @Override
  public int setControllingTerminal(int fd) {
    return answer(c.ioctl(fd, TIOCSCTTY, 0));
  }

  @Override
  public int giveUpTerminal(int fd) {
    return answer(c.ioctl(fd, TIOCNOTTY, 0));
  }

  @Override
  public int forgetInput(int fd) {
    return answer(c.ioctl(fd, TCFLSH, 0));
  }

  @Override
  public int signalKeyboardRequests(int fd, int signal) {
    return answer(c.ioctl(fd, KDSIGACCEPT, signal));
  }

  @Override
  public int setForegroundGroup(int fd, int group) {
    small.putInt(0, group);
    return answer(c.ioctl(fd, TIOCSPGRP, small.address()));
  }
}
