package s6j.timer;

import org.jspecify.annotations.Nullable;
import s6j.formats.files.WholeFile;
import s6j.formats.timer.TimerStatus;
import s6j.posix.CString;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** What an earlier daemon has left of when services were started; for the start alone. */
final class LastStarts {
  private final Posix posix;
  private final @Nullable WholeFile file;
  private final int length;

  LastStarts(Posix posix, byte[] statusFile) {
    this.posix = posix;
    WholeFile whole = new WholeFile(posix);
    int answer = whole.read(Posix.CWD, statusFile);
    file = answer < 0 ? null : whole;
    length = Math.max(answer, 0);
  }

  /** What the status file of the daemon before says; {@link TimerStatus#NONE} if nothing. */
  long lastStart(byte[] name) {
    if (file == null) return TimerStatus.NONE;
    TimerStatus status = new TimerStatus(file.bytes(), length);
    while (status.read()) if (CString.equal(status.name, name)) return status.last;
    return TimerStatus.NONE;
  }

  /** When a stamp was written, or {@link TimerStatus#NONE}. */
  long stamp(byte[] path) {
    FileStat stat = new FileStat();
    int answer = posix.stat(Posix.CWD, path, true, stat);
    return answer < 0 ? TimerStatus.NONE : stat.modifiedNanos;
  }
}
