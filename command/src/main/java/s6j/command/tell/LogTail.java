package s6j.command.tell;

import s6j.cli.ScreenLine;
import s6j.formats.Tai64n;
import s6j.formats.files.NameList;
import s6j.posix.CString;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;

/** The last lines of what a service has written, stamps of TAI64N as the time of the day. */
final class LogTail {
  private static final byte[] CURRENT = CString.of("current");
  private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
  private static final int SEEK_END = 2;
  private static final int PIECE = 16384;
  private static final long SECOND = 1_000_000_000;

  private final Posix posix;
  private final byte[] piece = new byte[PIECE];
  private final int[] clock = new int[8];

  LogTail(Posix posix) {
    this.posix = posix;
  }

  /** At most {@code most} lines, cut to the columns; one that says why, if there are none. */
  NameList of(KnownServices known, KnownService service, int most, int columns) {
    NameList lines = new NameList();
    NameList directories = new NameList();
    if (!new LogDirectories(posix, directories).add(known.logger(service))) {
      lines.add(CString.of("(no log is known of it)"));
      return lines;
    }
    int length = read(CString.path(directories.get(0), CURRENT));
    int from = startOfLast(most, length);
    while (from < length) {
      int to = endOfLine(from, length);
      lines.add(line(from, to, columns));
      from = to + 1;
    }
    return lines;
  }

  /** Reads the end of a file: its length. */
  private int read(byte[] file) {
    int fd = posix.open(Posix.CWD, file, READ, 0);
    if (fd < 0) return 0;
    int length = fill(fd);
    posix.close(fd);
    return length;
  }

  private int fill(@Descriptor int fd) {
    long end = posix.seek(fd, 0, SEEK_END);
    if (end < 0 || posix.seek(fd, end > PIECE ? end - PIECE : 0, 0) < 0) return 0;
    int length = 0;
    int got = 1;
    while (got > 0 && length < PIECE) {
      got = posix.read(fd, piece, length, PIECE - length);
      if (got > 0) length += got;
    }
    return length;
  }

  /** Where the last lines begin, of which the last may still grow. */
  private int startOfLast(int most, int length) {
    int from = length;
    int left = most;
    int at = length > 0 && piece[length - 1] == '\n' ? length - 1 : length;
    while (at > 0 && left > 0) {
      at--;
      if (piece[at] != '\n') continue;
      from = at + 1;
      left--;
    }
    return left > 0 && length < PIECE ? 0 : from;
  }

  private int endOfLine(int from, int length) {
    int end = posix.indexOf(piece, from, length, '\n');
    return end < 0 ? length : end;
  }

  private byte[] line(int from, int to, int columns) {
    boolean isStamped = to - from >= Tai64n.LABEL_SIZE && Tai64n.isLabel(piece, from);
    if (!isStamped) return ScreenLine.fit(piece, from, to, columns);
    byte[] time = timeOfDay(Tai64n.parseLabel(piece, from));
    int rest = Math.max(0, columns - time.length);
    return CString.concat(time, ScreenLine.fit(piece, from + Tai64n.LABEL_SIZE, to, rest));
  }

  private byte[] timeOfDay(long nanos) {
    byte[] time = CString.of("00:00:00");
    if (posix.localTime(nanos / SECOND, clock) < 0) return time;
    for (int i = 0; i < 3; i++) {
      time[3 * i] += (byte) (clock[3 + i] / 10);
      time[3 * i + 1] += (byte) (clock[3 + i] % 10);
    }
    return time;
  }
}
