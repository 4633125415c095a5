package s6j.supervise;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.OpenFlags;
import s6j.posix.Poller;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/**
 * A kernel that, from the first wait on, sends control letters and lets every other child die, and
 * answers without allocating anything itself; then QUIT.
 */
final class Flood extends FakePosix {
  private static final int FILE = 700;
  private static final int PROCESS = 701;
  private static final int WARM_UP = 100_000;

  private static final byte[] STAT =
      CString.of("20001 (run) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 77 0 0\n");

  private final byte[] letters;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long count;
  private long left;
  private boolean flooding;
  private boolean told;
  private int control;
  private long measured;
  private int polls;
  private int signals;
  private int children = 20_000;
  private int living;

  /** The letters in turn, {@code count} in all. */
  Flood(String letters, long count) {
    this.letters = CString.of(letters);
    this.count = count;
    this.left = count + WARM_UP;
    directory("/a");
  }

  /** Bytes that the thread allocated under the flood. */
  long allocated() {
    return measured;
  }

  /** How many children were started. */
  int children() {
    return children - 20_000;
  }

  private long allocatedNow() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
    flooding = true;
    control = poller.descriptors[2];
    polls++;
    poller.ready[left > 0 && polls % 2 == 0 ? 2 : 1] = Poller.READ;
    signals = 1;
    return 1;
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    if (!flooding) return super.read(fd, buffer, offset, length);
    if (fd == PROCESS && !told) {
      told = true;
      System.arraycopy(STAT, 0, buffer, offset, STAT.length);
      return STAT.length;
    }
    if (fd != control) return 0;
    left--;
    if (left < 0) return -Errno.EAGAIN;
    buffer[offset] = letters[(int) (left % letters.length)];
    measure();
    return 1;
  }

  private void measure() {
    if (left == count) measured = allocatedNow();
    else if (left == 0) measured = allocatedNow() - measured;
  }

  @Override
  public int nextSignal(int fd) {
    if (left <= 0) return Signal.SIGQUIT;
    return signals-- > 0 ? Signal.SIGCHLD : 0;
  }

  @Override
  public int open(int directory, byte[] path, int flags, int mode) {
    if (!flooding) return super.open(directory, path, flags, mode);
    if (path[0] == '/') {
      told = false;
      return PROCESS;
    }
    return (flags & OpenFlags.O_CREAT) != 0 || (flags & OpenFlags.O_DIRECTORY) != 0
        ? FILE
        : -Errno.ENOENT;
  }

  @Override
  public int close(int fd) {
    return flooding && fd >= FILE ? 0 : super.close(fd);
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    return flooding ? length : super.write(fd, buffer, offset, length);
  }

  @Override
  public int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    return flooding ? length : super.writeAt(fd, buffer, offset, length, place);
  }

  @Override
  public int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return flooding ? 0 : super.rename(fromDirectory, from, toDirectory, to);
  }

  @Override
  public int unlink(int directory, byte[] path) {
    return flooding ? 0 : super.unlink(directory, path);
  }

  @Override
  public int access(int directory, byte[] path, int mode) {
    return flooding ? -Errno.ENOENT : super.access(directory, path, mode);
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    return flooding ? 0 : super.seek(fd, offset, whence);
  }

  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    return flooding ? 0 : super.directoryEntries(fd, buffer);
  }

  @Override
  public int spawn(Spawn spawn) {
    living = ++children;
    return living;
  }

  @Override
  public int kill(int pid, int signal) {
    return 0;
  }

  @Override
  public int waitpid(int pid, int[] status, int options) {
    int dead = living;
    living = 0;
    return dead;
  }

  /** Runs the supervisor of /a under the flood. */
  int supervise() {
    return supervise("s6-supervise");
  }

  int supervise(String name) {
    byte[][] arguments = {CString.of(name), CString.of("a")};
    Posix kernel = this;
    return SuperviseMain.run(kernel, SuperviseMain.declaration(), arguments);
  }
}
