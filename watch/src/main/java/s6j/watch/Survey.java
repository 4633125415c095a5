package s6j.watch;

import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.WatchEvents;

/**
 * Looks at files and directories, so that a look can be compared with another: one number stands
 * for all that a path leads to. On the way it watches every directory that the path goes through,
 * each before it is looked at, so that no later change is missed. Allocates nothing once made.
 *
 * <p>Of a file count its identity, size, time, owner and permissions; of a directory, its entries,
 * {@link #DEPTH} levels down. Names that begin with a dot or end in ~ are those of editors and of
 * files on their way, and do not count. A path that leads nowhere keeps its number.
 */
final class Survey {
  /** Levels of directories that are looked at. */
  static final int DEPTH = 8;

  private static final int LONGEST = 4096;
  private static final int MOST_LINKS = 40;
  private static final int WAY = WatchEvents.NAMES | WatchEvents.GONE | WatchEvents.ADD;
  private static final int END = WAY | WatchEvents.MODIFY | WatchEvents.ATTRIBUTES;
  private static final int DIRECTORY =
      OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
  private static final byte[] HERE = CString.of(".");

  private final Posix posix;
  private final byte[][] paths;

  /** What each path leads to; 0 if it never led anywhere. */
  final long[] contents;

  /** Whether there was ever a look at each path that did not fail. */
  final boolean[] isKnown;

  /** Which way the paths go. */
  long way;

  /** Why something could not be watched or looked at, negated; 0 if all was. */
  int blindness;

  private final DirectoryReader[] readers = new DirectoryReader[DEPTH];
  private final FileStat stat = new FileStat();
  private final byte[] link = new byte[LONGEST];

  /** The way so far, NUL-ended, and what is left of it. */
  private final byte[] place = new byte[LONGEST + 1];

  private int length;
  private final byte[] rest = new byte[LONGEST];
  private int restAt;
  private int restEnd;
  private int watch;
  private boolean hasFailed;

  Survey(Posix posix, byte[][] paths) {
    this.posix = posix;
    this.paths = paths;
    contents = new long[paths.length];
    isKnown = new boolean[paths.length];
    for (int i = 0; i < DEPTH; i++) readers[i] = new DirectoryReader(posix, 4096);
  }

  /** Looks at all paths and watches them by {@code watchFd}, unless it is negative. */
  void look(int watchFd) {
    watch = watchFd;
    way = 0;
    blindness = 0;
    for (int i = 0; i < paths.length; i++) lookAt(i);
  }

  /** A look that failed says nothing. */
  private void lookAt(int i) {
    hasFailed = false;
    long sum = contents[i];
    if (resolve(paths[i])) {
      watchPlace(END);
      if (found(posix.stat(Posix.CWD, present(), true, stat)) >= 0)
        sum = stat.isDirectory() ? mix(fingerprint(1, false), tree(0)) : fingerprint(1, true);
    }
    if (hasFailed) return;
    contents[i] = sum;
    isKnown[i] = true;
  }

  private byte[] present() {
    return length == 0 ? HERE : place;
  }

  /** Goes the way of a path, links and all: whether there is something at its end. */
  private boolean resolve(byte[] path) {
    restAt = 0;
    restEnd = CString.length(path);
    if (restEnd > LONGEST) return false;
    System.arraycopy(path, 0, rest, 0, restEnd);
    length = 0;
    if (restEnd > 0 && rest[0] == '/') append('/');
    int links = 0;
    while (restAt < restEnd) {
      int end = endOfName();
      int before = length;
      if (end == restAt || end == restAt + 1 && rest[restAt] == '.') {
        restAt = end + 1;
        continue;
      }
      watchPlace(WAY);
      if (!enter(end)) return false;
      int answer = found(posix.stat(Posix.CWD, place, false, stat));
      way = answer < 0 ? mix(way, answer) : mix(mix(way, stat.inode), stat.device);
      if (answer < 0) return false;
      if (!stat.isLink()) restAt = end + 1;
      else if (++links > MOST_LINKS || !follow(before, end)) return false;
    }
    return true;
  }

  private int endOfName() {
    int end = restAt;
    while (end < restEnd && rest[end] != '/') end++;
    return end;
  }

  private boolean enter(int end) {
    if (length + 1 + end - restAt >= LONGEST) return false;
    if (length > 0 && place[length - 1] != '/') append('/');
    for (int i = restAt; i < end; i++) append(rest[i]);
    return true;
  }

  private void append(int b) {
    place[length++] = (byte) b;
    place[length] = 0;
  }

  private void cut(int to) {
    length = to;
    place[to] = 0;
  }

  /** Puts the target of the link at {@link #place} in front of what is left. */
  private boolean follow(int before, int end) {
    int target = found(posix.readlink(Posix.CWD, place, link));
    int left = restEnd - end;
    if (target <= 0 || target + left > LONGEST) return false;
    System.arraycopy(rest, end, rest, target, left);
    System.arraycopy(link, 0, rest, 0, target);
    restAt = 0;
    restEnd = target + left;
    cut(before);
    if (rest[0] != '/') return true;
    cut(0);
    append('/');
    return true;
  }

  /** The entries of the directory at {@link #place}, in no order. */
  private long tree(int depth) {
    int fd = posix.open(Posix.CWD, present(), DIRECTORY, 0);
    if (found(fd) < 0) return fd;
    DirectoryReader reader = readers[depth];
    int own = length;
    long sum = 0;
    reader.start(fd);
    while (reader.next()) {
      if (counts(reader.name()) && enterName(reader.name())) sum += entry(depth, reader.name());
      cut(own);
    }
    found(-reader.error());
    posix.close(fd);
    return sum;
  }

  private static boolean counts(byte[] name) {
    return name[0] != '.' && name[CString.length(name) - 1] != '~';
  }

  private boolean enterName(byte[] name) {
    int size = CString.length(name);
    if (length + 1 + size >= LONGEST) return false;
    if (length > 0 && place[length - 1] != '/') append('/');
    for (int i = 0; i < size; i++) append(name[i]);
    return true;
  }

  private long entry(int depth, byte[] name) {
    long seed = 1;
    for (int i = 0; name[i] != 0; i++) seed = mix(seed, name[i]);
    int answer = found(posix.stat(Posix.CWD, place, false, stat));
    if (answer < 0) return mix(seed, answer);
    if (stat.isDirectory() && depth + 1 < DEPTH) {
      watchPlace(END);
      return mix(fingerprint(seed, false), tree(depth + 1));
    }
    if (!stat.isLink()) return fingerprint(seed, true);
    watchPlace(END);
    answer = posix.stat(Posix.CWD, place, true, stat);
    return answer < 0 ? mix(seed, answer) : fingerprint(seed, true);
  }

  private long fingerprint(long seed, boolean whole) {
    long sum = mix(mix(seed, stat.device), stat.inode);
    sum = mix(mix(mix(sum, stat.mode), stat.uid), stat.gid);
    return whole ? mix(mix(sum, stat.size), stat.modifiedNanos) : sum;
  }

  private static long mix(long sum, long value) {
    long mixed = (sum ^ value) * 0x9E3779B97F4A7C15L;
    return mixed ^ mixed >>> 32;
  }

  private void watchPlace(int events) {
    int answer = watch < 0 ? 0 : posix.addWatch(watch, present(), events);
    if (answer < 0 && !isGone(answer) && blindness == 0) blindness = answer;
  }

  /** Passes an answer on, and notes what was not seen. */
  private int found(int answer) {
    if (answer >= 0 || isGone(answer)) return answer;
    if (blindness == 0) blindness = answer;
    if (answer != -Errno.EACCES) hasFailed = true;
    return answer;
  }

  /** What has gone is told by the directory that it was in. */
  private static boolean isGone(int answer) {
    return answer == -Errno.ENOENT || answer == -Errno.ENOTDIR;
  }
}
