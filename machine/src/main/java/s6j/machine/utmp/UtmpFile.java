package s6j.machine.utmp;

import s6j.formats.files.Transfer;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;

/** A file of {@link UtmpRecord}s, read from its start; one that is cut short is none. */
public final class UtmpFile {
  private static final byte[] UTMP = CString.of("/var/run/utmp");
  private static final byte[] WTMP = CString.of("/var/log/wtmp");
  private static final int START = 0;
  private static final int END = 2;

  private final Posix posix;
  private int fd = -1;
  private long place;

  public UtmpFile(Posix posix) {
    this.posix = posix;
  }

  /** Opens the file of those who are logged in, to read it: 0, or the negated errno. */
  public int open() {
    return open(UTMP, OpenFlags.O_RDONLY);
  }

  private int open(byte[] path, int mode) {
    place = 0;
    fd = posix.open(Posix.CWD, path, mode | OpenFlags.O_CLOEXEC, 0);
    return Math.min(fd, 0);
  }

  public void close() {
    posix.close(fd);
  }

  /** Reads the next record: 1, 0 behind the last, or the negated errno. */
  public int next(UtmpRecord record) {
    int got = Transfer.readFully(posix, fd, record.bytes, UtmpRecord.SIZE);
    if (got < 0) return got;
    place += got;
    return got == UtmpRecord.SIZE ? 1 : 0;
  }

  /**
   * Adds a record to the history, if there is one: 0, also if not, or the negated errno. What
   * somebody left of a record at its end is written over.
   */
  static int addToHistory(Posix posix, UtmpRecord record) {
    UtmpFile history = new UtmpFile(posix);
    int answer = history.open(WTMP, OpenFlags.O_WRONLY);
    if (answer == -Errno.ENOENT) return 0;
    if (answer < 0) return answer;
    answer = posix.lock(history.fd, true, true);
    if (answer >= 0) answer = history.append(record);
    history.close();
    return answer;
  }

  private int append(UtmpRecord record) {
    long end = posix.seek(fd, 0, END);
    if (end < 0) return (int) end;
    end -= end % UtmpRecord.SIZE;
    int answer = posix.truncate(fd, end);
    if (answer < 0) return answer;
    answer = (int) Math.min(posix.seek(fd, end, START), 0);
    if (answer >= 0) answer = Transfer.writeFully(posix, fd, record.bytes, UtmpRecord.SIZE);
    if (answer < 0) posix.truncate(fd, end);
    return answer;
  }

  /** The first record of a process into {@code record}: as {@link #next} answers. */
  int find(int pid, UtmpRecord record) {
    int answer = next(record);
    while (answer > 0 && record.pid() != pid) answer = next(record);
    return answer;
  }

  /** Puts a record in the place of the one that it replaces, else behind all: 0 or an error. */
  static int replace(Posix posix, UtmpRecord record) {
    UtmpFile file = new UtmpFile(posix);
    int answer = file.open(UTMP, OpenFlags.O_RDWR);
    if (answer < 0) return answer;
    answer = posix.lock(file.fd, true, true);
    if (answer >= 0) answer = file.put(record);
    file.close();
    return answer;
  }

  private int put(UtmpRecord record) {
    UtmpRecord present = new UtmpRecord();
    int answer = next(present);
    while (answer > 0 && !present.isReplacedBy(record)) answer = next(present);
    if (answer < 0) return answer;
    if (answer == 0) return append(record);
    long at = place - UtmpRecord.SIZE;
    int written = posix.writeAt(fd, record.bytes, 0, UtmpRecord.SIZE, at);
    if (written < 0) return written;
    return written == UtmpRecord.SIZE ? 0 : -Errno.EIO;
  }
}
