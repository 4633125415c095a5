package s6j.formats.talk;

import s6j.formats.Tai64n;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * A directory in which a notifier finds the fifos of its listeners (s6 libftrig page).
 *
 * <p>A listener's fifo is named {@code ftrig1:@LABEL:XXXXXX}, 39 bytes, LABEL the 24 digits of
 * {@link Tai64n}; with a dot before it while it is being made.
 */
public final class Fifodir {
  /** Anyone may listen. */
  public static final int PUBLIC = 01733;

  /** The directory's group may listen. */
  public static final int GROUP = 03730;

  /** No group: {@link #make} makes it public. */
  public static final int NO_GROUP = -1;

  /** Bytes of a listener's name. */
  static final int NAME_LENGTH = 39;

  private Fifodir() {}

  /**
   * Makes a fifodir for {@code group}, or a public one. An existing directory of ours is left alone
   * unless {@code force}, which gives it group and mode anew. 0; {@code -EACCES} if it is another
   * user's, {@code -ENOTDIR} if it is none; or the negated errno.
   */
  public static @OrErrno int make(
      Posix posix, @Descriptor int directory, byte[] path, int group, boolean force) {
    int mask = posix.umask(0);
    int made = posix.mkdir(directory, path, 0700);
    posix.umask(mask);
    if (made == -Errno.EEXIST) {
      int ours = isOurs(posix, directory, path);
      if (ours < 0 || !force) return ours;
    } else if (made < 0) return made;
    return open(posix, directory, path, group);
  }

  private static int isOurs(Posix posix, int directory, byte[] path) {
    FileStat stat = new FileStat();
    int found = posix.stat(directory, path, true, stat);
    if (found < 0) return found;
    if (stat.uid != posix.getuid()) return -Errno.EACCES;
    return stat.isDirectory() ? 0 : -Errno.ENOTDIR;
  }

  private static int open(Posix posix, int directory, byte[] path, int group) {
    int owned = group == NO_GROUP ? 0 : posix.chown(directory, path, -1, group);
    if (owned < 0) return owned;
    return posix.chmod(directory, path, group == NO_GROUP ? PUBLIC : GROUP);
  }
}
