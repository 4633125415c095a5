package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Descriptors of the fake kernel, and what a test sees of them. */
abstract class FakeDescriptors extends FakeFiles implements Descriptors {
  /** The files at descriptors as the process got them, whatever it does with the descriptors. */
  final Map<Integer, FakeInode> inherited = new HashMap<>();

  FakeDescriptors(FakeKernel kernel) {
    super(kernel);
  }

  /** What was written to descriptor 1 as the process got it. */
  public String output() {
    return latin1(inherited.get(1).bytes());
  }

  /** What was written to descriptor 2 as the process got it. */
  public String errors() {
    return latin1(inherited.get(2).bytes());
  }

  /** The open descriptors from 3, with names: what a program should not leave behind. */
  public List<String> openDescriptors() {
    List<String> open = new ArrayList<>();
    slots.forEach((fd, slot) -> open.add(fd + " " + slot.file.name));
    open.removeIf(line -> line.matches("[012] .*"));
    return open;
  }

  FakeOpenFile anonymous(String name) {
    FakeInode inode = kernel.newInode(FakeInode.REGULAR, 0600);
    return new FakeOpenFile(name, inode, null, O_WRONLY | O_APPEND);
  }

  /** Gives the process a descriptor, as one it was started with. */
  void inherit(int fd, FakeOpenFile open) {
    if (slots.containsKey(fd)) release(fd);
    Slot slot = new Slot(open, false);
    slot.inherited = true;
    slots.put(fd, slot);
    if (open.inode != null) inherited.put(fd, open.inode);
  }

  /** Puts {@code from}, an open descriptor of this process, at {@code to} as if inherited. */
  public FakePosix inherit(int from, int to) {
    inherit(to, slots.get(from).file);
    if (from != to) release(from);
    return self();
  }

  @Override
  public int pipe(int[] ends, int flags) {
    return answer(
        () -> {
          int reading = lowestFree(0);
          int writing = lowestFree(reading + 1);
          FakePipe pipe = new FakePipe();
          pipe.number = kernel.nextPipe();
          String name = "pipe " + reading + "-" + writing;
          boolean closeOnExec = (flags & O_CLOEXEC) != 0;
          int nonBlocking = flags & O_NONBLOCK;
          put(reading, new FakeOpenFile(name, null, pipe, O_RDONLY | nonBlocking), closeOnExec);
          put(writing, new FakeOpenFile(name, null, pipe, O_WRONLY | nonBlocking), closeOnExec);
          ends[0] = reading;
          ends[1] = writing;
          return 0;
        });
  }

  @Override
  public int dup2(int from, int to) {
    return answer(
        () -> {
          FakeOpenFile file = slot(from).file;
          if (to < 0 || softLimits[NOFILE] >= 0 && to >= softLimits[NOFILE])
            throw fail(Errno.EBADF);
          if (from == to) return to;
          file.descriptors++;
          if (slots.containsKey(to)) release(to);
          put(to, file, false);
          file.descriptors--;
          return to;
        });
  }

  @Override
  public int dup(int fd, int least, boolean closeOnExec) {
    return answer(
        () -> {
          FakeOpenFile file = slot(fd).file;
          if (least < 0 || softLimits[NOFILE] >= 0 && least >= softLimits[NOFILE])
            throw fail(Errno.EINVAL);
          int copy = lowestFree(least);
          put(copy, file, closeOnExec);
          return copy;
        });
  }

  @Override
  public int setNonBlocking(int fd, boolean nonBlocking) {
    return answer(
        () -> {
          FakeOpenFile file = slot(fd).file;
          file.flags = nonBlocking ? file.flags | O_NONBLOCK : file.flags & ~O_NONBLOCK;
          return 0;
        });
  }

  @Override
  public int setCloseOnExec(int fd, boolean closeOnExec) {
    return answer(
        () -> {
          Slot slot = slot(fd);
          slot.closeOnExec = closeOnExec;
          slot.inherited |= !closeOnExec;
          return 0;
        });
  }

  @Override
  public int isCloseOnExec(int fd) {
    return answer(() -> slot(fd).closeOnExec ? 1 : 0);
  }

  @Override
  public int descriptorFlags(int fd) {
    return answer(() -> slot(fd).file.flags & (3 | O_NONBLOCK | O_APPEND | O_DIRECTORY));
  }

  @Override
  public int lock(int fd, boolean exclusive, boolean wait) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "lock");
          if (exclusive ? !file.writes() : !file.reads()) throw fail(Errno.EBADF);
          if (file.inode == null) throw fail(Errno.EINVAL);
          while (file.inode.lockAgainst(self(), exclusive) != null) {
            if (!wait) throw fail(Errno.EAGAIN);
            waitForEvent(
                "lock of " + file.name, () -> file.inode.lockAgainst(self(), exclusive) == null);
          }
          file.inode.unlock(self());
          file.inode.locks.add(new FakeInode.Lock(self(), exclusive));
          return 0;
        });
  }

  @Override
  public int unlock(int fd) {
    return answer(
        () -> {
          FakeInode inode = used(fd, "unlock").inode;
          if (inode != null) inode.unlock(self());
          return 0;
        });
  }

  @Override
  public int flock(int fd, boolean exclusive, boolean wait) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "flock");
          if (file.inode == null) throw fail(Errno.EINVAL);
          while (file.inode.isFlockedAgainst(file, exclusive)) {
            if (!wait) throw fail(Errno.EAGAIN);
            waitForEvent(
                "flock of " + file.name, () -> !file.inode.isFlockedAgainst(file, exclusive));
          }
          file.inode.flocks.put(file, exclusive);
          return 0;
        });
  }

  @Override
  public int isLocked(int fd) {
    return answer(
        () -> {
          FakeInode inode = used(fd, "isLocked").inode;
          return inode != null && inode.lockAgainst(self(), false) != null ? 1 : 0;
        });
  }

  @Override
  public int lockHolder(int fd) {
    return answer(
        () -> {
          FakeInode inode = used(fd, "lockHolder").inode;
          FakeInode.Lock held = inode == null ? null : inode.lockAgainst(self(), false);
          return held == null ? 0 : held.owner().getpid();
        });
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
    kernel.countTurn();
    kernel.passTo(kernel.monotonicNanos);
    long deadline =
        timeoutMillis < 0 ? Deadline.NEVER : Deadline.after(kernel.monotonicNanos, timeoutMillis);
    int ready = countReady(poller);
    if (ready == 0 && kernel.turnTaking != null) {
      kernel.turnTaking.await(() -> countReady(poller) > 0, deadline);
      goOn();
      return countReady(poller);
    }
    while (ready == 0) {
      if (!kernel.step(deadline)) {
        if (deadline == Deadline.NEVER) throw waitsForEver("poll");
        kernel.passTo(deadline);
        return countReady(poller);
      }
      goOn();
      ready = countReady(poller);
    }
    return ready;
  }

  private int countReady(Poller poller) {
    int ready = 0;
    for (int i = 0; i < poller.count; i++) {
      poller.ready[i] = (short) readiness(poller.descriptors[i], poller.wanted[i]);
      if (poller.ready[i] != 0) ready++;
    }
    return ready;
  }

  int readiness(int fd, int wanted) {
    if (fd < 0) return 0;
    Slot slot = slots.get(fd);
    if (slot != null) return slot.file.readiness() & (wanted | Poller.HANGUP | Poller.ERROR);
    complain("poll of descriptor " + fd + ", which is not open");
    return Poller.INVALID;
  }

  @Override
  public int openPollSet() {
    return answer(
        () -> {
          int fd = lowestFree(0);
          FakeOpenFile file = new FakeOpenFile("poll set", null, null, O_RDWR);
          file.pollSet = new FakePollSet();
          put(fd, file, true);
          return fd;
        });
  }

  @Override
  public int addToPollSet(int set, int fd) {
    return answer(
        () -> {
          FakeOpenFile file = used(set, "addToPollSet");
          if (file.pollSet == null) throw fail(Errno.EINVAL);
          file.pollSet.add(fd, used(fd, "addToPollSet"));
          return 0;
        });
  }

  @Override
  public int removeFromPollSet(int set, int fd) {
    return answer(
        () -> {
          FakeOpenFile file = used(set, "removeFromPollSet");
          if (file.pollSet == null) throw fail(Errno.EINVAL);
          file.pollSet.remove(fd, used(fd, "removeFromPollSet"));
          return 0;
        });
  }

  @Override
  public int readyOfPollSet(int set, int[] descriptors) {
    return answer(
        () -> {
          FakeOpenFile file = used(set, "readyOfPollSet");
          if (file.pollSet == null) throw fail(Errno.EINVAL);
          return file.pollSet.ready(descriptors);
        });
  }

  @Override
  public int openWatch() {
    return answer(
        () -> {
          if (!kernel.hasWatches) throw fail(Errno.ENOSYS);
          int fd = lowestFree(0);
          FakeOpenFile file = new FakeOpenFile("watch", null, null, O_RDONLY | O_NONBLOCK);
          file.watch = new FakeWatch();
          file.whenReleased = () -> kernel.watches.remove(file.watch);
          kernel.watches.add(file.watch);
          put(fd, file, true);
          return fd;
        });
  }

  @Override
  public int addWatch(int watch, byte[] path, int events) {
    return answer(
        () -> {
          FakeOpenFile file = used(watch, "addWatch");
          if (file.watch == null || (events & ~WatchEvents.ADD) == 0) throw fail(Errno.EINVAL);
          FakeInode inode = path(CWD, path, true).existing();
          demand(inode, R_OK);
          if (kernel.mostWatches-- <= 0) throw fail(Errno.ENOSPC);
          return file.watch.add(inode, events);
        });
  }

  @Override
  public boolean isTerminal(int fd) {
    return false;
  }

  @Override
  public int terminalColumns(int fd) {
    return -Errno.ENOTTY;
  }

  @Override
  public int terminalRows(int fd) {
    return -Errno.ENOTTY;
  }

  @Override
  public int terminalSettings(int fd, byte[] settings) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int setTerminalSettings(int fd, byte[] settings) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int setControllingTerminal(int fd) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int giveUpTerminal(int fd) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int forgetInput(int fd) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int signalKeyboardRequests(int fd, int signal) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int setForegroundGroup(int fd, int newGroup) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }
}
