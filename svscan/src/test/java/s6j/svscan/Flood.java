package s6j.svscan;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FileStat;
import s6j.posix.Poller;
import s6j.posix.Signal;
import s6j.posix.Spawn;

/**
 * A kernel whose scan directory holds a thousand services with loggers, of which every scan misses
 * some and every turn loses some; it answers without allocating anything itself.
 */
final class Flood extends FakePosix {
  private static final int SERVICES = 1000;
  private static final int WARM_UP = 200;
  private static final int RECORD = 24;
  private static final int FIRST_PID = 100_000;
  private static final int DEATHS_A_TURN = 50;
  private static final int FIRST_DESCRIPTOR = 5000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final byte[] letters = CString.of("anaNhza?");
  private final int scans;
  private final int[] living = new int[4 * SERVICES];
  private int livingCount;
  private boolean flooding;
  private int control;
  private int turns;
  private int signals;
  private int unread;
  private int deaths;
  private int entry;
  private int scanned;
  private int pid = FIRST_PID;
  private long entries;
  private long measured;
  private long now = 1_000_000_000L;

  Flood(int scans) {
    this.scans = scans + WARM_UP;
    directory("/scan");
  }

  long allocated() {
    return measured;
  }

  long entries() {
    return entries;
  }

  int starts() {
    return pid - FIRST_PID;
  }

  int scan() {
    byte[][] arguments = {CString.of("s6-svscan"), CString.of("-C9999"), CString.of("/scan")};
    return SvscanMain.run(this, SvscanMain.declaration(null), arguments, null);
  }

  private long allocatedNow() {
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
    if (poller.count == 1) {
      // For a message.
      poller.ready[0] = Poller.WRITE;
      return 1;
    }
    flooding = true;
    control = poller.descriptors[1];
    turns++;
    now += 700_000_000L;
    signals = 1;
    unread = 1;
    deaths = scanned < scans ? DEATHS_A_TURN : Integer.MAX_VALUE;
    poller.ready[0] = Poller.READ;
    poller.ready[1] = Poller.READ;
    return 2;
  }

  @Override
  public long monotonicNanos() {
    return now;
  }

  @Override
  public int nextSignal(int fd) {
    if (signals-- <= 0) return 0;
    return scanned < scans ? Signal.SIGCHLD : Signal.SIGTERM;
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    if (!flooding || fd != control) return super.read(fd, buffer, offset, length);
    if (unread-- <= 0) return -s6j.posix.Errno.EAGAIN;
    buffer[offset] = scanned < scans ? letters[turns & 7] : (byte) 'z';
    return 1;
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    if (!flooding) return super.seek(fd, offset, whence);
    entry = 0;
    scanned++;
    if (scanned == WARM_UP) measured = allocatedNow();
    else if (scanned == scans) measured = allocatedNow() - measured;
    return 0;
  }

  /** Names of four letters; every scan leaves out another tenth of them. */
  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    if (!flooding) return super.directoryEntries(fd, buffer);
    int filled = 0;
    for (; entry < SERVICES && filled + RECORD <= buffer.length; entry++) {
      if ((entry + scanned) % 10 == 0) continue;
      buffer[filled + 16] = RECORD;
      buffer[filled + 17] = 0;
      for (int i = 0, rest = entry; i < 4; i++, rest /= 10)
        buffer[filled + 19 + i] = (byte) ('a' + rest % 10);
      buffer[filled + 23] = 0;
      filled += RECORD;
      entries++;
    }
    return filled;
  }

  @Override
  public int stat(int directory, byte[] path, boolean follow, FileStat stat) {
    if (!flooding) return super.stat(directory, path, follow, stat);
    stat.mode = 0040755;
    stat.device = 1;
    stat.inode = path[4] == 0 ? 0 : 100_000;
    for (int i = 3; i >= 0; i--) stat.inode = stat.inode * 10 + path[i] - 'a';
    return 0;
  }

  /** There is nothing to be taken over. */
  @Override
  public int open(int directory, byte[] path, int flags, int mode) {
    return flooding ? -s6j.posix.Errno.ENOENT : super.open(directory, path, flags, mode);
  }

  /** Standard error is no pipe. */
  @Override
  public int fstat(int fd, FileStat stat) {
    if (!flooding) return super.fstat(fd, stat);
    stat.mode = 0020600;
    return 0;
  }

  @Override
  public int getLimit(int resource, long[] limits) {
    limits[0] = -1;
    return 0;
  }

  @Override
  public int pipe(int[] ends, int flags) {
    ends[0] = FIRST_DESCRIPTOR;
    ends[1] = FIRST_DESCRIPTOR + 1;
    return 0;
  }

  @Override
  public int close(int fd) {
    return fd >= FIRST_DESCRIPTOR ? 0 : super.close(fd);
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    return length;
  }

  @Override
  public int spawn(Spawn spawn) {
    living[livingCount++] = ++pid;
    return pid;
  }

  @Override
  public int kill(int target, int signal) {
    return 0;
  }

  @Override
  public int waitpid(int target, int[] status, int options) {
    if (deaths <= 0 || livingCount == 0) return 0;
    deaths--;
    int place = deaths * 7919 % livingCount;
    if (place < 0) place += livingCount;
    int dead = living[place];
    living[place] = living[--livingCount];
    return dead;
  }
}
