package s6j.log.view;

import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_DIRECTORY;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_RDONLY;

import s6j.cli.Messages;
import s6j.formats.Tai64n;
import s6j.log.directory.Archives;
import s6j.log.directory.OldestNames;
import s6j.log.loop.LineSplitter;
import s6j.log.stamp.LineTime;
import s6j.posix.CString;
import s6j.posix.DirectoryReader;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * The lines of one log directory in order: archives, previous, current, and what is written while
 * it is read. A file is known by its inode, whatever it is renamed to, so that a rotation makes no
 * line appear twice or not at all.
 */
final class LogSource {
  private static final byte[] CURRENT = CString.of("current");
  private static final byte[] PREVIOUS = CString.of("previous");
  private static final int CAPACITY = 65536;
  private static final int NAME = Archives.NAME;
  private static final int NO_FILE = -1;
  private static final int MOST_NAMES = 512;

  /** A logger has one file in its processor and another in current. */
  private static final int MOST_OWED = 8;

  /** A log directory is somebody else's: what lies there leads nowhere, and is not waited for. */
  private static final int READ = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

  private final Posix posix;
  private final Messages messages;
  private final byte[] path;
  private final byte[] service;
  private final int rank;
  private final DirectoryReader reader;
  private final FileStat stat = new FileStat();
  private final LineSplitter splitter;
  private final LineTime lineTime;

  /** The last archive read or passed over, and the name being looked for behind it. */
  private final byte[] last = new byte[NAME + 1];

  private final byte[] next = new byte[NAME + 1];

  /** Names behind {@link #last}, in order from {@link #place} on, and when they were read. */
  private final OldestNames names = new OldestNames(MOST_NAMES);

  private int place;
  private long looked;
  private int directory = NO_FILE;
  private int file = NO_FILE;
  private byte[] name = CURRENT;
  private long inode;
  private boolean readsCurrent;

  /**
   * Inodes of files read before they were archived, oldest first: a processor changes the inode.
   */
  private final long[] owed = new long[MOST_OWED];

  private int owedCount;

  private final Repetition repetition;

  private boolean hasLine;
  private long time = Long.MIN_VALUE;

  /** Whether something could not be shown. */
  private boolean incomplete;

  private boolean saidOfCurrent;
  private boolean saidOfPrevious;
  private boolean saidOfDirectory;

  /** Files behind one that no descriptor was left for would come in its place. */
  private boolean givenUp;

  /** {@code rank} tells which of two lines of the same time is shown first. */
  LogSource(
      Posix posix, Messages messages, byte[] path, byte[] service, LineTime lineTime, int rank) {
    this.rank = rank;
    this.posix = posix;
    this.messages = messages;
    this.path = path;
    this.service = service;
    this.lineTime = lineTime;
    this.reader = new DirectoryReader(posix, 4096);
    this.splitter = new LineSplitter(posix, CAPACITY, 0);
    this.repetition = new Repetition(posix);
    this.directory = posix.open(Posix.CWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  }

  /** 0, or the negated errno of opening the directory. */
  int error() {
    return directory < 0 ? directory : 0;
  }

  void close() {
    if (file != NO_FILE) posix.close(file);
    file = NO_FILE;
    repetition.begin(NO_FILE);
    if (directory >= 0) posix.close(directory);
    directory = NO_FILE;
  }

  byte[] service() {
    return service;
  }

  /** Whether something could not be shown; it was said what. */
  boolean isIncomplete() {
    return incomplete;
  }

  /** Nanoseconds since 1970 of the present line; of an unstamped one that before it. */
  long time() {
    return time;
  }

  /** Whether the present line is to be shown before that of another. */
  boolean precedes(LogSource other) {
    return time < other.time || time == other.time && rank < other.rank;
  }

  byte[] buffer() {
    return splitter.buffer;
  }

  int from() {
    return splitter.from;
  }

  int to() {
    return splitter.to;
  }

  /** Passes over archives that were finished before a moment. */
  void skipTo(long moment) {
    while (findNext() && Tai64n.parseLabel(next, 0) < moment) pass();
  }

  /** Whether the present piece begins its line: one over 64 KB comes in several. */
  boolean isFirst() {
    return splitter.first;
  }

  boolean isLast() {
    return splitter.last;
  }

  /** Whether there is a present line, or piece of one; reads on if not. */
  boolean hasLine(boolean follows) {
    while (!hasLine) {
      if (splitter.next()) {
        takeLine();
      } else if (!readMore(follows)) {
        return false;
      }
    }
    return true;
  }

  private void takeLine() {
    long stamp = LineTime.NONE;
    if (splitter.first) stamp = lineTime.of(splitter.buffer, splitter.from, splitter.to);
    hasLine = !repetition.repeats(splitter, stamp);
    if (stamp != LineTime.NONE) time = stamp;
  }

  /** Takes the present line as shown. */
  void advance() {
    hasLine = false;
  }

  /** Reads more of the file, or begins with the next one; false if there is nothing now. */
  private boolean readMore(boolean follows) {
    if (file == NO_FILE) return openNext();
    if (readPiece()) return true;
    if (readsCurrent && !isRotated()) return endOfCurrent(follows);
    if (readsCurrent && readPiece()) return true;
    return leaveFile();
  }

  private boolean readPiece() {
    int count = splitter.read(file, CAPACITY);
    if (count < 0) cannot("read ", name, count);
    return count > 0;
  }

  /** What is looked for again and again is told of once. */
  private void cannot(String what, byte[] file, int error) {
    boolean said = file == CURRENT && saidOfCurrent || file == PREVIOUS && saidOfPrevious;
    if (!said) messages.warning().unableTo(what).bytes(path).text("/").bytes(file).end(error);
    saidOfCurrent |= file == CURRENT;
    saidOfPrevious |= file == PREVIOUS;
    incomplete = true;
  }

  private void cannotList(int error) {
    if (!saidOfDirectory) messages.warning().unableTo("read directory ").bytes(path).end(error);
    saidOfDirectory = true;
    incomplete = true;
  }

  /** An unfinished line is shown when nobody waits for its end. */
  private boolean endOfCurrent(boolean follows) {
    if (follows || !splitter.endsInMidLine()) return false;
    splitter.finish();
    return true;
  }

  private boolean leaveFile() {
    if (splitter.endsInMidLine()) {
      splitter.finish();
      return true;
    }
    splitter.goOn();
    // An empty file is never archived.
    if (readsCurrent && posix.fstat(file, stat) >= 0 && stat.size > 0) owe();
    repetition.begin(file);
    file = NO_FILE;
    readsCurrent = false;
    return openNext();
  }

  private boolean isRotated() {
    int found = posix.stat(directory, CURRENT, true, stat);
    return found >= 0 && stat.inode != inode;
  }

  /**
   * Opens the oldest file behind those read. Each is opened before the older ones are looked for:
   * what gets older meanwhile is found under its next name, or read here.
   */
  private boolean openNext() {
    int current = open(CURRENT);
    int previous = open(PREVIOUS);
    int archive = openArchive();
    int unread = isUnread(previous) ? previous : current;
    int oldest = archive >= 0 ? archive : givenUp ? NO_FILE : unread;
    if (current >= 0 && current != oldest) posix.close(current);
    if (previous >= 0 && previous != oldest) posix.close(previous);
    name = oldest == archive ? last : oldest == previous ? PREVIOUS : CURRENT;
    return take(oldest, oldest != archive);
  }

  /** What is not there has been renamed or removed meanwhile. */
  private int open(byte[] file) {
    if (givenUp) return NO_FILE;
    int fd = posix.open(directory, file, READ, 0);
    if (fd < 0 && fd != -Errno.ENOENT) cannot("open ", file, fd);
    givenUp = fd == -Errno.EMFILE || fd == -Errno.ENFILE;
    return fd;
  }

  /** The oldest archive that was not read; negative if there is none. */
  private int openArchive() {
    while (!givenUp && findNext()) {
      pass();
      if (isOwed(next)) continue;
      int archive = open(next);
      if (archive >= 0) return archive;
    }
    return NO_FILE;
  }

  private void owe() {
    if (owedCount == MOST_OWED) settle(1);
    owed[owedCount++] = inode;
  }

  /** Strikes out the {@code count} oldest of the files owed. */
  private void settle(int count) {
    owedCount -= count;
    System.arraycopy(owed, count, owed, 0, owedCount);
  }

  /**
   * Whether an archive is what was read before it was one: by its inode, else because files are
   * archived in order and the oldest one owed is no longer previous.
   */
  private boolean isOwed(byte[] name) {
    if (owedCount == 0) return false;
    boolean there = posix.stat(directory, name, true, stat) >= 0;
    for (int i = 0; there && i < owedCount; i++) {
      if (owed[i] != stat.inode) continue;
      settle(i + 1);
      return true;
    }
    boolean waits = posix.stat(directory, PREVIOUS, true, stat) >= 0 && stat.inode == owed[0];
    if (!waits) settle(1);
    return !waits;
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
    names.clear();
    place = 0;
    reader.start(directory);
    while (reader.next()) {
      byte[] name = reader.name();
      if (Archives.isArchive(name) && Archives.compare(name, last) > 0) names.offer(name);
    }
    if (reader.error() != 0) cannotList(reader.error());
    names.sort();
  }
}
