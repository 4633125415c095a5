package s6j.log.directory;

/**
 * Inodes of files that were read before they were archived, the oldest first. A processor changes
 * the inode, so an archive of which it is known by its turn alone.
 */
final class OwedFiles {
  static final int MOST = 8;

  private final long[] inodes = new long[MOST];
  private int count;

  int count() {
    return count;
  }

  long get(int number) {
    return inodes[number];
  }

  /** Adds one; of too many the oldest is forgotten. */
  void add(long inode) {
    if (count == MOST) forget(1);
    inodes[count++] = inode;
  }

  /** Forgets so many of the oldest. */
  void forget(int most) {
    count -= most;
    System.arraycopy(inodes, most, inodes, 0, count);
  }

  /** Strikes out one and all that are older: files are archived in order. False if it is none. */
  boolean settle(long inode) {
    for (int i = 0; i < count; i++) {
      if (inodes[i] != inode) continue;
      forget(i + 1);
      return true;
    }
    return false;
  }

  /** Begins with these. */
  void begin(long[] alreadyRead, int number) {
    System.arraycopy(alreadyRead, 0, inodes, 0, number);
    count = number;
  }
}
