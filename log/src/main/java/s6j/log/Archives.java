package s6j.log;

import s6j.cli.Messages;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/** The archived files of a log directory: {@code @LABEL.s} and {@code @LABEL.u} (spec E.6, E.9). */
final class Archives {
  private static final int LENGTH = Tai64n.LABEL_SIZE + 2;
  private static final int READER_BYTES = 1024;
  private static final int MOST_LABELS = 100;

  private final Posix posix;
  private final Messages messages;
  private final boolean warns;
  private final DirectoryReader reader;
  private final FileStat stat = new FileStat();
  private final byte[] name = new byte[LENGTH + 1];

  /** The first name in order behind {@link #passed}, once {@link #look} has looked. */
  private final byte[] oldest = new byte[LENGTH + 1];

  /** A name that could not be removed: what precedes it is left alone too. */
  private final byte[] passed = new byte[LENGTH + 1];

  /** The moment of the last label: a clock set back must not make the newest file the oldest. */
  private long latest = Long.MIN_VALUE;

  private long count;
  private long total;

  Archives(Posix posix, Messages messages, boolean warns) {
    this.posix = posix;
    this.messages = messages;
    this.warns = warns;
    this.reader = new DirectoryReader(posix, READER_BYTES);
  }

  /** Whether a name is that of an archive. */
  static boolean isArchive(byte[] name) {
    if (CString.length(name) != LENGTH) return false;
    if (!Tai64n.isLabel(name, 0)) return false;
    byte suffix = name[LENGTH - 1];
    return name[Tai64n.LABEL_SIZE] == '.' && (suffix == 's' || suffix == 'u');
  }

  /**
   * Links a file under the label of this moment, or the next one that is free: a previous and a
   * current left by the same crash are archived within one tick of the clock.
   */
  int add(int directory, byte[] file, int suffix) {
    long moment = posix.realtimeNanos() + Stamps.ROUNDING;
    if (moment <= latest) moment = latest + 1;
    for (int i = 0; i < MOST_LABELS; i++) {
      latest = moment + i;
      Tai64n.label(latest, name, 0);
      name[Tai64n.LABEL_SIZE] = '.';
      name[Tai64n.LABEL_SIZE + 1] = (byte) suffix;
      int linked =
          isTaken(directory) ? -Errno.EEXIST : posix.link(directory, file, directory, name);
      if (linked != -Errno.EEXIST) return linked;
    }
    return -Errno.EEXIST;
  }

  /** Whether this label is in use, with either suffix: names must also sort in order of time. */
  private boolean isTaken(int directory) {
    byte suffix = name[LENGTH - 1];
    name[LENGTH - 1] = (byte) (suffix == 's' ? 'u' : 's');
    int found = posix.access(directory, name, Posix.F_OK);
    name[LENGTH - 1] = suffix;
    return found >= 0;
  }

  /** Removes the oldest archives while there are too many, or too many bytes in them. */
  int trim(int directory, byte[] path, RotationLimits limits) {
    passed[0] = 0;
    int error = look(directory, limits);
    while (error == 0 && isOver(limits) && oldest[0] != 0) {
      if (!removeOldest(directory, path)) System.arraycopy(oldest, 0, passed, 0, LENGTH);
      if (limits.totalSize == 0 && count == limits.archives + 1) return 0;
      error = look(directory, limits);
    }
    if (error != 0 && warns) messages.warning().unableTo("read directory ").bytes(path).end(error);
    return -error;
  }

  /** Removes the oldest archive if there are more than a full disk may keep. */
  void removeOneOver(int directory, byte[] path, RotationLimits limits) {
    passed[0] = 0;
    if (look(directory, limits) != 0 || oldest[0] == 0) return;
    if (count > limits.archivesOnFullDisk) removeOldest(directory, path);
  }

  private boolean removeOldest(int directory, byte[] path) {
    int removed = posix.unlink(directory, oldest);
    if (removed < 0 && warns)
      messages.warning().unableTo("unlink ").bytes(path).text("/").bytes(oldest).end(removed);
    if (removed < 0 && removed != -Errno.ENOENT) return false;
    return true;
  }

  private boolean isOver(RotationLimits limits) {
    return count > limits.archives || limits.totalSize != 0 && total > limits.totalSize;
  }

  /** Counts the archives and finds the oldest; 0, or an errno. */
  private int look(int directory, RotationLimits limits) {
    count = 0;
    total = 0;
    oldest[0] = 0;
    reader.start(directory);
    while (reader.next()) if (isArchive(reader.name())) see(directory, limits);
    return reader.error();
  }

  private void see(int directory, RotationLimits limits) {
    byte[] seen = reader.name();
    if (compare(seen, passed) <= 0) return;
    stat.size = 0;
    if (limits.totalSize != 0) posix.stat(directory, seen, true, stat);
    count++;
    total += stat.size;
    if (oldest[0] != 0 && compare(seen, oldest) >= 0) return;
    System.arraycopy(seen, 0, oldest, 0, LENGTH);
  }

  private static int compare(byte[] a, byte[] b) {
    for (int i = 0; i < LENGTH; i++) if (a[i] != b[i]) return a[i] - b[i];
    return 0;
  }
}
