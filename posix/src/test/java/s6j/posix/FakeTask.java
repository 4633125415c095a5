package s6j.posix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * What all calls of a process of the fake kernel share: its descriptors, user and directory, and
 * how a call answers, fails and waits.
 */
abstract class FakeTask {
  /** What a descriptor is. */
  static final class Slot {
    final FakeOpenFile file;
    boolean closeOnExec;

    /** Whether it came from before the program: then passing it on is nobody's negligence. */
    boolean inherited;

    /** Where the program under test opened it; null: the test did, or a process before. */
    String place;

    Slot(FakeOpenFile file, boolean closeOnExec) {
      this.file = file;
      this.closeOnExec = closeOnExec;
      file.descriptors++;
    }
  }

  static final int NOFILE = 7;
  static final int NO_LIMIT = -1;
  static final int LIMITS = 16;

  final FakeKernel kernel;
  final int pid;
  final long startNanos;
  FakePosix parent;

  /** Whether the test runs its program; a child's end is caught, here it is thrown. */
  boolean ofTest;

  final TreeMap<Integer, Slot> slots = new TreeMap<>();
  final long[] softLimits = new long[LIMITS];
  final long[] hardLimits = new long[LIMITS];
  final Set<Integer> groups = new HashSet<>();
  FakeInode workingDirectory;
  FakeInode rootDirectory;
  int uid = 1000;
  int gid = 1000;
  boolean ended;
  int waitStatus;

  FakeTask(FakeKernel kernel) {
    this.kernel = kernel;
    startNanos = kernel.monotonicNanos;
    pid = kernel.nextPid();
  }

  /** The process with all its calls. */
  abstract FakePosix self();

  static int answer(IntSupplier call) {
    // A test whose time is up.
    if (Thread.currentThread().isInterrupted()) throw new IllegalStateException("interrupted");
    try {
      return call.getAsInt();
    } catch (FakeFailure failure) {
      return -failure.errno;
    }
  }

  static FakeFailure fail(int errno) {
    return new FakeFailure(errno);
  }

  FakeOpenFile openFile(int fd) {
    return slot(fd).file;
  }

  Slot slot(int fd) {
    Slot slot = slots.get(fd);
    if (slot == null) throw fail(Errno.EBADF);
    return slot;
  }

  /** For calls that no careful program makes on a closed descriptor. */
  FakeOpenFile used(int fd, String call) {
    if (!slots.containsKey(fd)) complain(call + " of descriptor " + fd + ", which is not open");
    return slot(fd).file;
  }

  void complain(String what) {
    kernel.complaints.add(what);
  }

  boolean isOpen(int fd) {
    return slots.containsKey(fd);
  }

  int lowestFree(int least) {
    int fd = least;
    while (slots.containsKey(fd)) fd++;
    if (softLimits[NOFILE] >= 0 && fd >= softLimits[NOFILE]) throw fail(Errno.EMFILE);
    return fd;
  }

  void put(int fd, FakeOpenFile file, boolean closeOnExec) {
    Slot slot = new Slot(file, closeOnExec);
    slot.place = LeftOpen.place();
    slots.put(fd, slot);
    if (slot.place != null && ofTest) LeftOpen.add(self());
  }

  void release(int fd) {
    FakeOpenFile file = slots.remove(fd).file;
    if (file.inode != null) file.inode.unlock(self());
    file.released();
    if (ofTest && leftOpen().isEmpty()) LeftOpen.remove(self());
  }

  /** What the program opened and has not closed: number, name and the place in its code. */
  List<String> leftOpen() {
    List<String> left = new ArrayList<>();
    slots.forEach(
        (fd, slot) -> {
          if (fd > 2 && slot.place != null)
            left.add(fd + " " + slot.file.name + ", opened in " + slot.place);
        });
    return left;
  }

  FakePath path(int directory, byte[] path, boolean follow) {
    FakeInode start = workingDirectory;
    if (directory != Posix.CWD && (path.length == 0 || path[0] != '/')) {
      start = slot(directory).file.inode;
      if (start == null || !start.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    }
    return new FakePath(self(), start, path, follow);
  }

  /**
   * Fails with EACCES unless the process may do {@code access} ({@link Posix#R_OK}, ..., or-ed).
   */
  void demand(FakeInode inode, int access) {
    if (!may(inode, access)) throw fail(Errno.EACCES);
  }

  private boolean may(FakeInode inode, int access) {
    if (uid == 0)
      return (access & Posix.X_OK) == 0
          || inode.is(FakeInode.DIRECTORY)
          || (inode.permissions & 0111) != 0;
    int shift = 0;
    if (inode.uid == uid) shift = 6;
    else if (inode.gid == gid || groups.contains(inode.gid)) shift = 3;
    return (inode.permissions >> shift & access) == access;
  }

  void demandOwner(FakeInode inode) {
    if (uid != 0 && inode.uid != uid) throw fail(Errno.EPERM);
  }

  /** Whether this process may look into another. */
  void demandInsight(FakePosix other) {
    if (uid != 0 && uid != other.uid) throw fail(Errno.EACCES);
  }

  /** Throws {@link FakePosix.Killed} if the process has ended: nothing more happens in it. */
  public void goOn() {
    if (ended) throw new FakePosix.Killed(waitStatus & 0x7f);
  }

  /** A program that never ends has its descriptors. */
  FakePosix.Quiet waitsForEver(String what) {
    LeftOpen.remove(self());
    return new FakePosix.Quiet(what);
  }

  void waitForEvent(String what) {
    waitForEvent(what, () -> true);
  }

  /** {@code ready} only saves turns: what was waited for is asked again in any case. */
  void waitForEvent(String what, BooleanSupplier ready) {
    try {
      kernel.waitForEvent(what, ready);
    } catch (FakePosix.Quiet neverEnds) {
      LeftOpen.remove(self());
      throw neverEnds;
    }
    goOn();
  }

  static String latin1(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) text.append((char) (b & 0xff));
    return text.toString();
  }
}
