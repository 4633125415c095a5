package s6j.posix.tea;

import org.jspecify.annotations.Nullable;
import org.teavm.interop.Address;
import org.teavm.interop.Structure;
import s6j.posix.Descriptors;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;

/** Open descriptors, natively. */
abstract class NativeDescriptors extends NativeFiles implements Descriptors {
  /** Bytes of a struct pollfd: an int and two shorts. */
  private static final int POLL = 8;

  private static final int WAITED_FOR_AT = 4;
  private static final int READY_AT = 6;

  private static final int FEW = 16;

  private Address polled = NativeBlock.take(POLL * FEW);
  private int capacity = FEW;

  /** Events of one look at a poll set; made for the first set. */
  private static final int EVENTS = 64;

  private CDescriptors.@Nullable PollEvent events;
  private final CDescriptors.Lock lock =
      NativeBlock.take(Structure.sizeOf(CDescriptors.Lock.class)).toStructure();

  @Override
  public int pipe(int[] ends, int flags) {
    if (ends.length < 2) return -Errno.EFAULT;
    int error = answer(CDescriptors.pipe2(Address.ofData(ends), flags));
    if (error >= 0 && (flags & OpenFlags.O_CLOEXEC) != 0) marked(Math.max(ends[0], ends[1]));
    return error;
  }

  @Override
  public int dup2(int from, int to) {
    if (from != to) return answer(CDescriptors.dup2(from, to));
    int error = setCloseOnExec(from, false);
    return error < 0 ? error : to;
  }

  @Override
  public int dup(int fd, int least, boolean closeOnExec) {
    int command = closeOnExec ? CDescriptors.F_DUPFD_CLOEXEC : CDescriptors.F_DUPFD;
    int copy = answer(CDescriptors.fcntl(fd, command, least));
    return closeOnExec ? marked(copy) : copy;
  }

  @Override
  public int setNonBlocking(int fd, boolean nonBlocking) {
    int flags = descriptorFlags(fd);
    if (flags < 0) return flags;
    int wanted = nonBlocking ? flags | OpenFlags.O_NONBLOCK : flags & ~OpenFlags.O_NONBLOCK;
    return answer(CDescriptors.fcntl(fd, CDescriptors.F_SETFL, wanted));
  }

  @Override
  public int setCloseOnExec(int fd, boolean closeOnExec) {
    int flags = answer(CDescriptors.fcntl(fd, CDescriptors.F_GETFD, 0));
    if (flags < 0) return flags;
    if (closeOnExec) marked(fd);
    int wanted = closeOnExec ? flags | CDescriptors.FD_CLOEXEC : flags & ~CDescriptors.FD_CLOEXEC;
    return answer(CDescriptors.fcntl(fd, CDescriptors.F_SETFD, wanted));
  }

  @Override
  public int isCloseOnExec(int fd) {
    int flags = answer(CDescriptors.fcntl(fd, CDescriptors.F_GETFD, 0));
    return flags < 0 ? flags : flags & CDescriptors.FD_CLOEXEC;
  }

  @Override
  public int descriptorFlags(int fd) {
    return answer(CDescriptors.fcntl(fd, CDescriptors.F_GETFL, 0));
  }

  @Override
  public int lock(int fd, boolean exclusive, boolean wait) {
    int type = exclusive ? CDescriptors.F_WRLCK : CDescriptors.F_RDLCK;
    int command = wait ? CDescriptors.setLockWaiting() : CDescriptors.setLock();
    int answer = locked(fd, command, type);
    return answer == -Errno.EACCES ? -Errno.EAGAIN : answer;
  }

  @Override
  public int unlock(int fd) {
    int command = CDescriptors.setLock();
    return locked(fd, command, CDescriptors.F_UNLCK);
  }

  @Override
  public int flock(int fd, boolean exclusive, boolean wait) {
    int operation = exclusive ? CDescriptors.LOCK_EX : CDescriptors.LOCK_SH;
    return answer(CDescriptors.flock(fd, wait ? operation : operation | CDescriptors.LOCK_NB));
  }

  @Override
  public int isLocked(int fd) {
    int command = CDescriptors.getLock();
    int answer = locked(fd, command, CDescriptors.F_RDLCK);
    if (answer < 0) return answer;
    return lock.type == CDescriptors.F_UNLCK ? 0 : 1;
  }

  @Override
  public int lockHolder(int fd) {
    int locked = isLocked(fd);
    return locked != 1 ? locked : lock.pid < 0 ? 0 : lock.pid;
  }

  private int locked(int fd, int command, int type) {
    lock.type = (short) type;
    lock.whence = 0;
    lock.start = 0;
    lock.length = 0;
    return answer(CDescriptors.fcntl(fd, command, lock));
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
    reserve(poller.count);
    for (int i = 0; i < poller.count; i++) {
      Address entry = polled.add(POLL * i);
      entry.putInt(poller.descriptors[i]);
      entry.add(WAITED_FOR_AT).putShort(poller.wanted[i]);
      entry.add(READY_AT).putShort((short) 0);
    }
    int count = answer(CDescriptors.poll(polled, poller.count, timeoutMillis));
    for (int i = 0; i < poller.count; i++)
      poller.ready[i] = count < 0 ? 0 : polled.add(POLL * i + READY_AT).getShort();
    return count;
  }

  /** The entries are written anew for each call, so that a bigger place need not be a copy. */
  private void reserve(int count) {
    if (count <= capacity) return;
    if (capacity > FEW) CMemory.free(polled);
    polled = CMemory.had(CMemory.malloc((long) POLL * count));
    capacity = count;
  }

  @Override
  public int openPollSet() {
    if (events == null) events = NativeBlock.take((long) EVENTS * eventSize()).toStructure();
    return marked(answer(CDescriptors.epoll_create1(OpenFlags.O_CLOEXEC)));
  }

  private static int eventSize() {
    return Structure.sizeOf(CDescriptors.PollEvent.class);
  }

  @Override
  public int addToPollSet(int set, int fd) {
    if (events == null) return -Errno.EINVAL;
    events.events = CDescriptors.EPOLLIN;
    events.descriptor = fd;
    return answer(CDescriptors.epoll_ctl(set, CDescriptors.EPOLL_CTL_ADD, fd, events));
  }

  @Override
  public int removeFromPollSet(int set, int fd) {
    if (events == null) return -Errno.EINVAL;
    return answer(CDescriptors.epoll_ctl(set, CDescriptors.EPOLL_CTL_DEL, fd, events));
  }

  @Override
  public int readyOfPollSet(int set, int[] descriptors) {
    if (events == null) return -Errno.EINVAL;
    int most = Math.min(descriptors.length, EVENTS);
    int count = answer(CDescriptors.epoll_wait(set, events, most, 0));
    for (int i = 0; i < count; i++) {
      CDescriptors.PollEvent event = events.toAddress().add((long) i * eventSize()).toStructure();
      descriptors[i] = event.descriptor;
    }
    return count;
  }

  @Override
  public int openWatch() {
    return marked(answer(CDescriptors.inotify_init1(OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC)));
  }

  @Override
  public int addWatch(int watch, byte[] name, int events) {
    int error = path.set(name);
    return error < 0 ? error : answer(CDescriptors.inotify_add_watch(watch, path.bytes, events));
  }

  @Override
  public boolean isTerminal(int fd) {
    return CDescriptors.isatty(fd) == 1;
  }

  @Override
  public int terminalColumns(int fd) {
    int answer = answer(CDescriptors.ioctl(fd, CDescriptors.TIOCGWINSZ, scratch));
    return answer < 0 ? answer : scratch.add(2).getShort() & 0xffff;
  }

  @Override
  public int terminalRows(int fd) {
    int answer = answer(CDescriptors.ioctl(fd, CDescriptors.TIOCGWINSZ, scratch));
    return answer < 0 ? answer : scratch.getShort() & 0xffff;
  }

  @Override
  public int terminalSettings(int fd, byte[] settings) {
    if (settings.length < TERMINAL_SETTINGS) return -Errno.EINVAL;
    return answer(CDescriptors.ioctl(fd, CDescriptors.TCGETS, Address.ofData(settings)));
  }

  @Override
  public int setTerminalSettings(int fd, byte[] settings) {
    if (settings.length < TERMINAL_SETTINGS) return -Errno.EINVAL;
    return answer(CDescriptors.ioctl(fd, CDescriptors.TCSETS, Address.ofData(settings)));
  }

  @Override
  public int setControllingTerminal(int fd) {
    Address none = Address.fromLong(0);
    return answer(CDescriptors.ioctl(fd, CDescriptors.TIOCSCTTY, none));
  }

  @Override
  public int giveUpTerminal(int fd) {
    return answer(CDescriptors.ioctl(fd, CDescriptors.TIOCNOTTY, Address.fromLong(0)));
  }

  @Override
  public int forgetInput(int fd) {
    return answer(CDescriptors.ioctl(fd, CDescriptors.TCFLSH, Address.fromLong(0)));
  }

  @Override
  public int signalKeyboardRequests(int fd, int signal) {
    return answer(CDescriptors.ioctl(fd, CDescriptors.KDSIGACCEPT, Address.fromLong(signal)));
  }

  @Override
  public int setForegroundGroup(int fd, int group) {
    return answer(CProcesses.tcsetpgrp(fd, group));
  }
}
