package s6j.timer;

import s6j.formats.timer.TimerFile;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.WatchEvents;
import s6j.posix.meaning.Descriptor;

/** A path that makes a service due: by being there, by being no empty directory, by a change. */
final class PathTrigger {
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  private static final int PLACE = WatchEvents.NAMES | WatchEvents.GONE | WatchEvents.ADD;
  private static final int END = PLACE | WatchEvents.MODIFY | WatchEvents.ATTRIBUTES;

  private final Posix posix;
  private final TimerFile.Trigger trigger;
  private final byte[] path;

  /** A place on the way to it, NUL-ended. */
  private final byte[] place;

  private final DirectoryReader reader;
  private final FileStat stat = new FileStat();

  /** What the service knows, and what was seen last. */
  private long known;

  private long seen;

  PathTrigger(Posix posix, TimerFile.Trigger trigger, byte[] path) {
    this.posix = posix;
    this.trigger = trigger;
    this.path = path;
    place = new byte[path.length + 1];
    reader = new DirectoryReader(posix, 4096);
  }

  /** What is there now is what the service knows. */
  void learn() {
    holds();
    known = seen;
  }

  /** Whether the service is due. */
  boolean holds() {
    int answer = posix.stat(Posix.CWD, path, true, stat);
    seen = answer < 0 ? 0 : fingerprint();
    return switch (trigger) {
      case EXISTS -> answer >= 0;
      case NOT_EMPTY -> answer >= 0 && stat.isDirectory() && hasEntries();
      case CHANGED -> seen != known && seen != 0;
    };
  }

  private long fingerprint() {
    long sum = stat.inode * 31 + stat.size;
    return (sum * 31 + stat.modifiedNanos) * 31 + 1;
  }

  private boolean hasEntries() {
    int fd = posix.open(Posix.CWD, path, DIRECTORY, 0);
    if (fd < 0) return false;
    reader.start(fd);
    boolean has = reader.next();
    posix.close(fd);
    return has;
  }

  /** Has a change told that may make it due: of the path, and of all places on the way to it. */
  boolean watch(@Descriptor int watch) {
    boolean isWatched = watch >= 0;
    int length = CString.length(path);
    for (int i = 1; i <= length && isWatched; i++) {
      boolean isPlace = i == 1 || i == length || path[i] == '/';
      if (!isPlace) continue;
      System.arraycopy(path, 0, place, 0, i);
      place[i] = 0;
      if (posix.stat(Posix.CWD, place, true, stat) < 0) break;
      isWatched = posix.addWatch(watch, place, i == length ? END : PLACE) >= 0;
    }
    return isWatched;
  }
}
