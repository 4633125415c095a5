package s6j.log.directory;

import s6j.cli.Messages;
import s6j.formats.Tai64n;
import s6j.log.stamp.Stamps;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * The archived files of a log directory: {@code @LABEL.s} and {@code @LABEL.u}
 * (docs/specification/s6.md, E.6, E.9).
 */
public final class Archives {
  public static final int NAME = Tai64n.LABEL_SIZE + 2;

  private static final int READER_BYTES = 1024;
  private static final int MOST_LABELS = 100;

  /** So many are removed for each look at the directory: one is the rule. */
  private static final int MOST_REMOVED = 1024;

  private final Posix posix;
  private final Messages messages;
  private final boolean warns;
  private final DirectoryReader reader;
  private final FileStat stat = new FileStat();
  private final OldestNames oldest = new OldestNames(MOST_REMOVED);

  private final byte[] name = new byte[NAME + 1];

  /** What has been dealt with, be it that it could not be removed: all up to here is left alone. */
  private final byte[] passed = new byte[NAME + 1];

  private long count;
  private long total;

  public Archives(Posix posix, Messages messages, boolean warns) {
    this.posix = posix;
    this.messages = messages;
    this.warns = warns;
    this.reader = new DirectoryReader(posix, READER_BYTES);
  }

  /** Whether a name is that of an archive. */
  public static boolean isArchive(byte[] name) {
    if (CString.length(name) != NAME) return false;
    if (!Tai64n.isLabel(name, 0)) return false;
    byte suffix = name[NAME - 1];
    return name[Tai64n.LABEL_SIZE] == '.' && (suffix == 's' || suffix == 'u');
  }

  /** Compares two names of archives, or labels, as the directory sorts them. */
  public static int compare(byte[] a, byte[] b) {
    for (int i = 0; i < NAME; i++) if (a[i] != b[i]) return a[i] - b[i];
    return 0;
  }

  // ---- adding ----------------------------------------------------------------------------------

  /**
   * Puts the newest name of a directory into {@code latest}, which {@link #add} goes on behind:
   * when the clock was set back, the files to come must not be the oldest. 0, or a negated errno.
   */
  int findLatest(int directory, byte[] latest) {
    reader.start(directory);
    while (reader.next()) if (isArchive(reader.name())) note(reader.name(), latest);
    return -reader.error();
  }

  private static void note(byte[] name, byte[] latest) {
    if (compare(name, latest) > 0) System.arraycopy(name, 0, latest, 0, NAME);
  }

  /**
   * Links a file under the label of this moment, or the next one behind {@code latest} that is
   * free, which then is the latest: a previous and a current left by the same crash are archived
   * within one tick of the clock.
   */
  int add(int directory, byte[] file, int suffix, byte[] latest) {
    Tai64n.label(posix.realtimeNanos() + Stamps.ROUNDING, name, 0);
    name[Tai64n.LABEL_SIZE] = '.';
    name[NAME - 1] = 0;
    boolean isLate = compare(name, latest) <= 0;
    if (isLate) System.arraycopy(latest, 0, name, 0, Tai64n.LABEL_SIZE);
    int linked = -Errno.EEXIST;
    for (int i = 0; i < MOST_LABELS && linked == -Errno.EEXIST; i++) {
      if (isLate || i > 0) Tai64n.advanceLabel(name, 0);
      linked = isTaken(directory, suffix) ? linked : link(directory, file, suffix);
    }
    note(name, latest);
    return linked;
  }

  private int link(int directory, byte[] file, int suffix) {
    name[NAME - 1] = (byte) suffix;
    return posix.link(directory, file, directory, name);
  }

  /** Whether this label is in use with the other suffix: names must also sort in order of time. */
  private boolean isTaken(int directory, int suffix) {
    name[NAME - 1] = (byte) (suffix == 's' ? 'u' : 's');
    return posix.access(directory, name, Posix.F_OK) >= 0;
  }

  // ---- removing --------------------------------------------------------------------------------

  /**
   * Removes the oldest archives while there are too many, or too many bytes in them; what somebody
   * else has put there may be the {@code latest}.
   */
  int trim(int directory, byte[] path, RotationLimits limits, byte[] latest) {
    passed[0] = 0;
    int error = look(directory, limits, latest);
    while (error == 0 && isOver(limits) && oldest.count() > 0) {
      removeOldest(directory, path, limits);
      if (isOver(limits)) error = look(directory, limits, latest);
    }
    if (error != 0 && warns) messages.warning().unableTo("read directory ").bytes(path).end(error);
    return -error;
  }

  private void removeOldest(int directory, byte[] path, RotationLimits limits) {
    oldest.sort();
    for (int i = 0; i < oldest.count() && isOver(limits); i++) {
      oldest.copy(i, passed);
      count--;
      total -= sizeOf(directory, passed, limits);
      remove(directory, path);
    }
  }

  /** Removes the oldest archive if there are more than a full disk may keep. */
  void removeOneOver(int directory, byte[] path, RotationLimits limits, byte[] latest) {
    passed[0] = 0;
    if (look(directory, limits, latest) != 0 || oldest.count() == 0) return;
    if (count <= limits.archivesOnFullDisk) return;
    oldest.sort();
    oldest.copy(0, passed);
    remove(directory, path);
  }

  private void remove(int directory, byte[] path) {
    int removed = posix.unlink(directory, passed);
    if (removed < 0 && warns)
      messages.warning().unableTo("unlink ").bytes(path).text("/").bytes(passed).end(removed);
  }

  private boolean isOver(RotationLimits limits) {
    return count > limits.archives || limits.totalSize != 0 && total > limits.totalSize;
  }

  /** Counts the archives behind {@link #passed} and finds the oldest of them; 0, or an errno. */
  private int look(int directory, RotationLimits limits, byte[] latest) {
    count = 0;
    total = 0;
    oldest.clear();
    reader.start(directory);
    while (reader.next())
      if (isArchive(reader.name())) see(directory, reader.name(), limits, latest);
    return reader.error();
  }

  private void see(int directory, byte[] name, RotationLimits limits, byte[] latest) {
    note(name, latest);
    if (compare(name, passed) <= 0) return;
    count++;
    total += sizeOf(directory, name, limits);
    oldest.offer(name);
  }

  private long sizeOf(int directory, byte[] name, RotationLimits limits) {
    if (limits.totalSize == 0) return 0;
    return posix.stat(directory, name, true, stat) < 0 ? 0 : stat.size;
  }
}
