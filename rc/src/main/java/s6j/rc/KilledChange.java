package s6j.rc;

import s6j.formats.LockFile;
import s6j.formats.RcDatabase;
import s6j.formats.ServiceStatus;
import s6j.formats.StatusFile;
import s6j.posix.Deadline;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/**
 * What tells the next s6-rc that this one was killed in the middle of a change: the file {@code
 * .unfinished}. A longrun that had been told to stop is then down, whatever the state file says;
 * one that had been told to start is treated like any start that failed.
 */
final class KilledChange {
  private static final String MARK = ".unfinished";
  private static final int CREATE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;

  /** For supervisors to read their letters, and for services to end that were told to. */
  private static final long PATIENCE_MILLIS = 3000;

  private static final int LOOK_MILLIS = 10;

  private final Posix posix;
  private final LiveDirectory live;
  private final byte[] mark;

  KilledChange(Posix posix, LiveDirectory live) {
    this.posix = posix;
    this.live = live;
    mark = live.file(MARK);
  }

  /** A change begins: 0, or the negated errno. */
  int begin() {
    int fd = posix.open(Posix.CWD, mark, CREATE, 0644);
    if (fd < 0) return fd;
    posix.close(fd);
    return 0;
  }

  /** The change came to its end, whichever. */
  void end() {
    posix.unlink(Posix.CWD, mark);
  }

  /** Whether the state file may be wrong. */
  boolean isFound() {
    return posix.access(Posix.CWD, mark, Posix.F_OK) >= 0;
  }

  /**
   * Sets {@code state} and its file right, if a change was killed: 0, or the negated errno. Before
   * a stop what was told to stop counts as up still, so that it is waited for, and others look
   * later.
   */
  int recover(RcDatabase database, byte[] state, boolean beforeStop) {
    int found = posix.access(Posix.CWD, mark, Posix.F_OK);
    if (found < 0) return found == -Errno.ENOENT ? 0 : found;
    long deadline = Deadline.after(posix.monotonicNanos(), PATIENCE_MILLIS);
    awaitReading(database, deadline);
    boolean[] ends = new boolean[database.longruns];
    for (int i = 0; i < ends.length; i++) ends[i] = recover(database.nameOf(i), state, i);
    if (beforeStop) return 0;
    for (int i = 0; i < ends.length; i++) if (ends[i]) awaitEnd(database.nameOf(i), deadline);
    for (int i = 0; i < ends.length; i++) if (ends[i]) state[i] &= ~StateFile.UP;
    int answer = new StateFile(posix, live.file("state")).write(state, 0);
    if (answer >= 0) end();
    return answer;
  }

  /** The last letters of the one that was killed may not have been read yet. */
  private void awaitReading(RcDatabase database, long deadline) {
    byte[][] supervised = new byte[database.longruns][];
    for (int i = 0; i < supervised.length; i++) {
      byte[] directory = live.service(database.nameOf(i));
      if (LockFile.isSupervised(posix, directory) != 1) continue;
      supervised[i] = directory;
      Control.sendNothing(posix, directory);
    }
    for (byte[] directory : supervised)
      if (directory != null) Control.awaitReading(posix, directory, deadline);
  }

  /** Whether the service was told to stop, now or before. */
  private boolean recover(byte[] name, byte[] state, int service) {
    byte[] directory = live.service(name);
    ServiceStatus status = new ServiceStatus();
    if (LockFile.isSupervised(posix, directory) != 1 || !read(directory, status)) return false;
    boolean up = (state[service] & StateFile.UP) != 0;
    if (!up && status.wantUp) Control.sendService(posix, directory, "d");
    return up != status.wantUp;
  }

  private boolean read(byte[] directory, ServiceStatus status) {
    return new StatusFile(posix).readOf(directory, status) >= 0;
  }

  /** A start would find it up still, and be content, before it ends. */
  private void awaitEnd(byte[] name, long deadline) {
    byte[] directory = live.service(name);
    ServiceStatus status = new ServiceStatus();
    Control.sendNothing(posix, directory);
    Control.awaitReading(posix, directory, deadline);
    while (read(directory, status)
        && status.isUp()
        && !Deadline.passed(deadline, posix.monotonicNanos())) Control.pause(posix, LOOK_MILLIS);
  }
}
