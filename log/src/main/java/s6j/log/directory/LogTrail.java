package s6j.log.directory;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_DIRECTORY;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_RDONLY;

import org.jspecify.annotations.Nullable;
import s6j.cli.Messages;
import s6j.formats.Tai64n;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;
import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;

/**
 * The files of a log directory in order: archives, previous, current. A file is known by its inode,
 * whatever it is renamed to, so that a rotation makes none appear twice or not at all.
 */
public final class LogTrail {
  public static final int NO_FILE = -1;

  /** A logger has one file in its processor and another in current. */
  public static final int MOST_OWED = OwedFiles.MOST;

  static final byte[] CURRENT = CString.of("current");
  static final byte[] PREVIOUS = CString.of("previous");
  private static final int NAME = Archives.NAME;
  private static final int MOST_NAMES = 512;

  /** A log directory is somebody else's: what lies there leads nowhere, and is not waited for. */
  private static final int READ = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

  private final Posix posix;
  private final TrailComplaints complaints;
  private final DirectoryReader reader;
  private final FileStat stat = new FileStat();

  /** The last archive read or passed over, and the name being looked for behind it. */
  private final byte[] last = new byte[NAME + 1];

  private final byte[] next = new byte[NAME + 1];

  /** Names behind {@link #last}, in order from {@link #place} on, and when they were read. */
  private OldestNames names = new OldestNames(MOST_NAMES);

  private int place;
  private long looked;

  /** The names of the look before, where it matters which are gone. */
  private @Nullable OldestNames former;

  private int vanished;
  private int directory;
  private int file = NO_FILE;
  private byte[] name = CURRENT;
  private long inode;
  private boolean readsCurrent;

  /** What the file was archived as is known to be removed. */
  private boolean isOpenGone;

  private final OwedFiles owed = new OwedFiles();

  /** Files behind one that no descriptor was left for would come in its place. */
  private boolean givenUp;

  /** The directory could not be read. */
  private boolean isUnlisted;

  public LogTrail(Posix posix, Messages messages, byte[] path) {
    this.posix = posix;
    complaints = new TrailComplaints(messages, path);
    reader = new DirectoryReader(posix, 4096);
    directory = posix.open(Posix.CWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  }

  /** 0, or the negated errno of opening the directory. */
  public @OrErrno int error() {
    return directory < 0 ? directory : 0;
  }

  public void close() {
    if (file != NO_FILE) posix.close(file);
    file = NO_FILE;
    if (directory >= 0) posix.close(directory);
    directory = NO_FILE;
  }

  /** The file that is read, or {@link #NO_FILE}. */
  public @Descriptor int file() {
    return file;
  }

  public long inode() {
    return inode;
  }

  /** Whether the file was not archived yet when it was opened. */
  public boolean readsCurrent() {
    return readsCurrent;
  }

  /** Whether something could not be shown; it was said what. */
  public boolean isIncomplete() {
    return complaints.some();
  }

  /** Says once that the file cannot be read. */
  public void cannotRead(int error) {
    complaints.cannot("read ", name, error);
  }

  /** Passes over archives that were finished before a moment. */
  public void skipTo(long moment) {
    while (findNext() && Tai64n.parseLabel(next, 0) < moment) pass();
  }

  /** Whether current is another file by now than the one that is read. */
  public boolean isRotated() {
    int found = posix.stat(directory, CURRENT, true, stat);
    return found >= 0 && stat.inode != inode;
  }

  /** Leaves the file to the caller, who has read it, and closes it: its descriptor. */
  public @Descriptor int leave() {
    int left = file;
    // An empty file is never archived.
    boolean isKept = posix.fstat(left, stat) >= 0 && stat.size > 0;
    if (readsCurrent && isKept && !isOpenGone) owed.add(inode);
    file = NO_FILE;
    readsCurrent = false;
    return left;
  }

  // ---- the next file ---------------------------------------------------------------------------

  /**
   * Opens the oldest file behind those read. Each is opened before the older ones are looked for:
   * what gets older meanwhile is found under its next name, or read here. False if there is none.
   */
  public boolean openNext() {
    int current = open(CURRENT);
    int previous = open(PREVIOUS);
    int archive = openArchive();
    int unread = isUnread(previous) ? previous : current;
    // Where no file may be left out, none is opened while it is not known what there is.
    boolean isUncertain = givenUp || former != null && isUnlisted;
    int oldest = archive >= 0 ? archive : isUncertain ? NO_FILE : unread;
    if (current >= 0 && current != oldest) posix.close(current);
    if (previous >= 0 && previous != oldest) posix.close(previous);
    name = oldest == archive ? last : oldest == previous ? PREVIOUS : CURRENT;
    return take(oldest, oldest != archive);
  }

  /** What is not there has been renamed or removed meanwhile. */
  private int open(byte[] file) {
    if (givenUp) return NO_FILE;
    int fd = posix.open(directory, file, READ, 0);
    if (fd < 0 && fd != -Errno.ENOENT) complaints.cannot("open ", file, fd);
    givenUp = fd == -Errno.EMFILE || fd == -Errno.ENFILE;
    return fd;
  }

  /** The oldest archive that was not read; negative if there is none. */
  private int openArchive() {
    while (!givenUp && findNext()) {
      boolean isOwed = isOwed(next);
      int archive = isOwed ? NO_FILE : openProcessed(open(next));
      if (givenUp) return NO_FILE;
      pass();
      if (archive >= 0) return archive;
      if (!isOwed) vanished++;
    }
    return NO_FILE;
  }

  /** What a processor has just finished has the other suffix. */
  private int openProcessed(int opened) {
    if (opened != -Errno.ENOENT || next[NAME - 1] != 'u') return opened;
    next[NAME - 1] = 's';
    return open(next);
  }

  /**
   * Whether an archive is what was read before it was one: by its inode, else because files are
   * archived in order and the oldest one owed is no longer previous.
   */
  private boolean isOwed(byte[] name) {
    if (owed.count() == 0) return false;
    boolean isThere = posix.stat(directory, name, true, stat) >= 0;
    return isThere && owed.settle(stat.inode) || settleOldest();
  }

  /** Whether the oldest one owed, which is then struck out, does not wait as previous. */
  private boolean settleOldest() {
    boolean isOver = owed.count() > 0 && !isPrevious(owed.get(0));
    if (isOver) owed.forget(1);
    return isOver;
  }

  private boolean isPrevious(long wanted) {
    return posix.stat(directory, PREVIOUS, true, stat) >= 0 && stat.inode == wanted;
  }

  /** What was read last may still be previous. */
  private boolean isUnread(int fd) {
    return fd >= 0 && posix.fstat(fd, stat) >= 0 && stat.inode != inode && stat.size > 0;
  }

  private boolean take(int fd, boolean isCurrent) {
    if (fd < 0) return false;
    posix.fstat(fd, stat);
    file = fd;
    inode = stat.inode;
    readsCurrent = isCurrent;
    isOpenGone = false;
    return true;
  }

  /** Finds the archive that follows {@link #last}; false if there is none. */
  private boolean findNext() {
    if (place == names.count() || isChanged()) look();
    if (place == names.count()) return false;
    names.copy(place, next);
    return true;
  }

  private void pass() {
    System.arraycopy(next, 0, last, 0, NAME);
    place++;
  }

  /** A logger whose clock was set back may have put an archive between those that are known. */
  private boolean isChanged() {
    return posix.fstat(directory, stat) >= 0 && stat.modifiedNanos != looked;
  }

  /** Reads the oldest names behind {@link #last}: one look is for many archives. */
  private void look() {
    looked = posix.fstat(directory, stat) < 0 ? 0 : stat.modifiedNanos;
    OldestNames known = names;
    int from = place;
    if (former != null) {
      names = former;
      former = known;
    }
    names.clear();
    place = 0;
    reader.start(directory);
    while (reader.next()) {
      byte[] name = reader.name();
      if (Archives.isArchive(name) && Archives.compare(name, last) > 0) names.offer(name);
    }
    isUnlisted = reader.error() != 0;
    if (isUnlisted) complaints.cannotList(reader.error());
    names.sort();
    if (former == null) return;
    if (isUnlisted) names.clear();
    else countVanished(known, from);
  }

  // ---- for who must not lose a file ------------------------------------------------------------

  /** From now on archives that are removed before they were opened are counted. */
  public void countVanished() {
    former = new OldestNames(MOST_NAMES);
  }

  /**
   * How many archives were removed before they were opened, as far as it was seen, or could not.
   */
  public int vanished() {
    return vanished;
  }

  /** Looks whether archives have gone; a file that could not be opened is tried again. */
  public void notice() {
    givenUp = false;
    if (isChanged()) look();
  }

  /**
   * The oldest are removed: those known that are older than all that is there now. The first of
   * them are what was read before it was archived, and what is being read.
   */
  private void countVanished(OldestNames known, int from) {
    for (int i = from; i < known.count(); i++) {
      known.copy(i, next);
      if (names.count() > 0 && !isOlder(next, names)) return;
      if (settleOldest()) continue;
      if (file != NO_FILE && readsCurrent && !isOpenGone) isOpenGone = true;
      else vanished++;
    }
  }

  /** By the label alone: a processor changes what is behind it. */
  private boolean isOlder(byte[] label, OldestNames others) {
    byte suffix = label[NAME - 1];
    label[NAME - 1] = '~';
    boolean isOlder = others.isBehind(label);
    label[NAME - 1] = suffix;
    return isOlder;
  }

  /** The last archive that was opened or passed over, NUL-ended; empty if there was none. */
  public byte[] last() {
    return last;
  }

  /** How many files were read that are not archived yet. */
  public int owedCount() {
    return owed.count();
  }

  public long owed(int number) {
    return owed.get(number);
  }

  /** Begins behind an archive and what was read behind it. */
  public void begin(byte[] behind, long[] alreadyRead, int count) {
    System.arraycopy(behind, 0, last, 0, NAME);
    owed.begin(alreadyRead, count);
    names.clear();
    place = 0;
    looked = 0;
    inode = 0;
  }

  /** Opens the file with this inode if it is the next, or was the last; false if there is none. */
  public boolean reopen(long wanted) {
    return takeIf(wanted, CURRENT, true)
        || takeIf(wanted, PREVIOUS, true)
        || last[0] != 0 && takeIf(wanted, last, false)
        || reopenArchive(wanted);
  }

  private boolean reopenArchive(long wanted) {
    while (findNext()) {
      if (isOwed(next)) {
        pass();
        continue;
      }
      boolean isIt = takeIf(wanted, next, false);
      if (isIt) pass();
      name = last;
      return isIt;
    }
    return false;
  }

  private boolean takeIf(long wanted, byte[] file, boolean isCurrent) {
    int fd = open(file);
    if (fd < 0) return false;
    boolean isIt = posix.fstat(fd, stat) >= 0 && stat.inode == wanted;
    if (!isIt) posix.close(fd);
    name = file;
    return isIt && take(fd, isCurrent);
  }

  /** Closes the file as if it had not been opened. */
  public void drop() {
    if (file != NO_FILE) posix.close(file);
    file = NO_FILE;
    readsCurrent = false;
  }
}
