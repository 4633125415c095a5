package s6j.rc.change;

import s6j.formats.ByteSink;
import s6j.formats.RcDatabase;
import s6j.formats.TransitionTimes;
import s6j.formats.files.Transfer;
import s6j.formats.files.WholeFile;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.WaitStatus;
import s6j.rc.live.LiveDirectory;

/**
 * Writes when transitions began and how long they took, for {@code rc times}. What cannot be
 * written is not: it is no reason to stop a service from starting.
 */
final class TimesLog {
  private static final int APPEND =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND | OpenFlags.O_CLOEXEC;
  private static final int REPLACE =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC | OpenFlags.O_CLOEXEC;
  private static final int BUFFERED = 16384;

  /** A file this long, and of so many bytes a service, is reduced to what counts. */
  private static final int LONG = 65536;

  private static final int LONG_PER_SERVICE = 256;

  private final Posix posix;
  private final RcDatabase database;
  private final byte[] path;

  /** By service, on the monotonic clock. */
  private final long[] startedAt;

  private final ByteSink lines = new ByteSink(BUFFERED + 512);

  TimesLog(Posix posix, RcDatabase database, LiveDirectory live) {
    this.posix = posix;
    this.database = database;
    path = live.file(TransitionTimes.FILE);
    startedAt = new long[database.count()];
  }

  void begun(int service) {
    startedAt[service] = posix.monotonicNanos();
  }

  /** When the transition under way began, on the monotonic clock. */
  long startedAt(int service) {
    return startedAt[service];
  }

  /** Notes an end with a raw wait status. */
  void ended(int service, Transition transition, boolean good, int waitStatus) {
    long took = Math.max(0, posix.monotonicNanos() - startedAt[service]);
    new TransitionTimes.Record(
            database.nameOf(service),
            way(transition),
            posix.realtimeNanos() - took,
            took / 1000,
            good,
            good ? TransitionTimes.UNKNOWN : WaitStatus.shellCode(waitStatus))
        .write(lines);
    if (lines.length() >= BUFFERED) flush();
  }

  private static TransitionTimes.Way way(Transition transition) {
    return switch (transition) {
      case START -> TransitionTimes.Way.UP;
      case STOP -> TransitionTimes.Way.DOWN;
      case RELOAD -> TransitionTimes.Way.RELOAD;
    };
  }

  /** Writes what is noted. */
  void flush() {
    if (lines.length() == 0) return;
    int fd = posix.open(Posix.CWD, path, APPEND, 0644);
    long size = fd < 0 ? fd : posix.seek(fd, 0, 2);
    if (size > LONG + (long) LONG_PER_SERVICE * database.count()) {
      posix.close(fd);
      fd = reduce();
    }
    if (fd >= 0) write(fd, lines);
    lines.cut(0);
  }

  /** A new file with only the last of each service: its descriptor, or the negated errno. */
  private int reduce() {
    WholeFile file = new WholeFile(posix);
    int length = file.read(Posix.CWD, path);
    if (length < 0) return length;
    ByteSink counting = new TransitionTimes().read(file.bytes(), length).encode();
    byte[] fresh = CString.concat(path, CString.of(".new"));
    int fd = posix.open(Posix.CWD, fresh, REPLACE, 0644);
    if (fd < 0 || !write(fd, counting)) return -1;
    int answer = posix.rename(Posix.CWD, fresh, Posix.CWD, path);
    return answer < 0 ? answer : posix.open(Posix.CWD, path, APPEND, 0644);
  }

  /** Writes and closes; whether all was written. */
  private boolean write(int fd, ByteSink bytes) {
    int answer = Transfer.writeFully(posix, fd, bytes.array(), bytes.length());
    posix.close(fd);
    return answer >= 0;
  }
}
