package s6j.log.directory;

import static s6j.posix.OpenFlags.O_APPEND;
import static s6j.posix.OpenFlags.O_CLOEXEC;
import static s6j.posix.OpenFlags.O_CREAT;
import static s6j.posix.OpenFlags.O_DIRECTORY;
import static s6j.posix.OpenFlags.O_NOFOLLOW;
import static s6j.posix.OpenFlags.O_NONBLOCK;
import static s6j.posix.OpenFlags.O_RDONLY;
import static s6j.posix.OpenFlags.O_TRUNC;
import static s6j.posix.OpenFlags.O_WRONLY;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FileStat;
import s6j.posix.Posix;

/**
 * The files of a log directory on disk, byte and mode as s6-log has them (docs/specification/s6.md,
 * E.6), so that each can take over the other's directory at any moment. Every method is one step: 0
 * or a descriptor, or a negated errno after a warning.
 */
public final class LogFiles {
  private static final byte[] LOCK = CString.of("lock");
  private static final byte[] CURRENT = CString.of("current");
  private static final byte[] PREVIOUS = CString.of("previous");
  private static final byte[] PROCESSED = CString.of("processed");
  private static final byte[] STATE = CString.of("state");
  private static final byte[] NEW_STATE = CString.of("newstate");
  private static final int DIRECTORY_MODE = 02700;
  private static final int FILE_MODE = 0666;
  private static final int OWNER_EXECUTES = 0100;

  /** Whoever may write in the directory must not lead the logger elsewhere, or make it wait. */
  private static final int HERE = O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;

  private static final int APPEND = O_WRONLY | O_APPEND | HERE;
  private static final int EMPTY = O_WRONLY | O_CREAT | O_TRUNC | HERE;
  private static final int READ = O_RDONLY | HERE;

  private final Posix posix;
  private final Messages messages;

  /** Whether the logger does without, if it cannot be opened. */
  public boolean isOptional;

  /** What fails at the start ends the program, and is told whatever the verbosity. */
  private boolean starting;

  private final boolean warns;
  private final byte[] path;

  /** The mode of a file in use: 0666 without the umask. */
  private final int mode;

  private final Archives archives;

  /** The newest name of the directory, which the archives to come are put behind. */
  private final byte[] latest = new byte[Archives.NAME];

  private final FileStat stat = new FileStat();
  private int directory = -1;
  private int current = -1;
  private int lock = -1;
  private long sizeOfCurrent;

  public LogFiles(
      Posix posix, Messages messages, boolean warns, byte[] path, int umask, Archives archives) {
    this.posix = posix;
    this.messages = messages;
    this.warns = warns;
    this.path = path;
    this.mode = FILE_MODE & ~umask;
    this.archives = archives;
  }

  public byte[] path() {
    return path;
  }

  int directory() {
    return directory;
  }

  long now() {
    return posix.monotonicNanos();
  }

  /** Bytes that current had when it was opened. */
  long sizeOfCurrent() {
    return sizeOfCurrent;
  }

  // ---- start -------------------------------------------------------------------------------

  /** Makes, locks and recovers the directory and opens current: 0, or 111 after a message. */
  int open(RotationLimits limits) {
    int made = posix.mkdir(Posix.CWD, path, DIRECTORY_MODE);
    if (made < 0 && made != -Errno.EEXIST) return refuse("mkdir ", null, made);
    directory = posix.open(Posix.CWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    // s6-log opens no directory, but the lock in it first.
    if (directory < 0) return refuse("open ", LOCK, directory);
    lock = openLock();
    if (lock < 0) return refuse("open ", LOCK, lock);
    int locked = lock(lock);
    if (locked < 0) return refuse("lock ", LOCK, locked);
    int found = posix.stat(directory, CURRENT, true, stat);
    if (found < 0 && found != -Errno.ENOENT) return refuse("stat ", CURRENT, found);
    boolean finalized = found >= 0 && (stat.mode & OWNER_EXECUTES) != 0;
    if (finalized) sizeOfCurrent = stat.size;
    int seen = archives.findLatest(directory, latest);
    if (seen < 0) return refuse("read directory ", null, seen);
    starting = true;
    int recovered = finalized ? 0 : recover(limits);
    if (recovered < 0) return ExitCode.SYSTEM;
    int opened = openCurrent();
    if (opened < 0) return ExitCode.SYSTEM;
    starting = false;
    int marked = posix.fchmod(current, mode);
    return marked < 0 ? refuse("chmod ", CURRENT, marked) : 0;
  }

  private int openLock() {
    return posix.open(directory, LOCK, O_WRONLY | O_CREAT | HERE, FILE_MODE);
  }

  private int lock(int fd) {
    int locked = posix.lock(fd, true, false);
    return locked == -Errno.EAGAIN || locked == -Errno.EACCES ? -Errno.EBUSY : locked;
  }

  /** Archives what a logger left that did not come to its end (docs/specification/s6.md, E.7). */
  private int recover(RotationLimits limits) {
    posix.unlink(directory, STATE);
    posix.unlink(directory, NEW_STATE);
    int done = recoverPrevious();
    if (done >= 0) done = archiveAndRemove(CURRENT, 'u');
    if (done >= 0) done = makeState();
    if (done >= 0) trim(limits);
    return done;
  }

  /** Once processed is marked, it stands for previous; before, it is not worth keeping. */
  private int recoverPrevious() {
    int found = posix.stat(directory, PROCESSED, true, stat);
    if (found < 0 && found != -Errno.ENOENT) return failed("stat ", PROCESSED, found);
    if (found >= 0 && (stat.mode & OWNER_EXECUTES) != 0) {
      int removed = removePrevious();
      return removed < 0 ? removed : archiveAndRemove(PROCESSED, 's');
    }
    posix.unlink(directory, PROCESSED);
    return archiveAndRemove(PREVIOUS, 'u');
  }

  private int archiveAndRemove(byte[] name, int suffix) {
    int archived = archive(name, suffix);
    return archived < 0 ? archived : remove(name);
  }

  private int makeState() {
    int fd = posix.open(directory, STATE, EMPTY, FILE_MODE);
    if (fd < 0) return failed("create ", STATE, fd);
    int closed = posix.close(fd);
    return closed < 0 ? failed("write ", STATE, closed) : 0;
  }

  // ---- writing -------------------------------------------------------------------------------

  int append(byte[] source, int offset, int length) {
    return posix.write(current, source, offset, length);
  }

  /**
   * Opens current to append; the file open so far, if any, is closed. A directory that somebody
   * removed is made again.
   */
  int openCurrent() {
    int fd = openToAppend();
    if (fd == -Errno.ENOENT && reopen() >= 0) fd = openToAppend();
    if (fd < 0) return failed("open ", CURRENT, fd);
    if (current >= 0) posix.close(current);
    current = fd;
    return 0;
  }

  private int openToAppend() {
    return posix.open(directory, CURRENT, APPEND | O_CREAT, FILE_MODE);
  }

  private int reopen() {
    posix.mkdir(Posix.CWD, path, DIRECTORY_MODE);
    int opened = posix.open(Posix.CWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    if (opened < 0) return failed("open ", CURRENT, opened);
    posix.close(directory);
    directory = opened;
    if (lock >= 0) posix.close(lock);
    lock = openLock();
    int locked = lock < 0 ? lock : lock(lock);
    return locked < 0 ? failed("lock ", LOCK, locked) : 0;
  }

  // ---- rotation ------------------------------------------------------------------------------

  int syncCurrent() {
    int synced = posix.fsync(current);
    return synced < 0 ? failed("fsync ", CURRENT, synced) : 0;
  }

  int setAside() {
    return archiveAndRemove(PREVIOUS, 'u');
  }

  /** A current that somebody removed leaves nothing to archive; logging goes on in a new one. */
  int renameCurrent() {
    int renamed = posix.rename(directory, CURRENT, directory, PREVIOUS);
    if (renamed >= 0) return 0;
    failed("rename ", CURRENT, renamed);
    return renamed == -Errno.ENOENT ? 0 : renamed;
  }

  int markPrevious() {
    int fd = posix.open(directory, PREVIOUS, READ, 0);
    if (fd == -Errno.ENOENT) return 0;
    if (fd < 0) return failed("open ", PREVIOUS, fd);
    int marked = posix.fchmod(fd, mode | OWNER_EXECUTES);
    posix.close(fd);
    return marked < 0 ? failed("chmod ", PREVIOUS, marked) : 0;
  }

  int archivePrevious(int suffix) {
    return archive(PREVIOUS, suffix);
  }

  int removePrevious() {
    return remove(PREVIOUS);
  }

  int trim(RotationLimits limits) {
    return archives.trim(directory, path, limits, latest);
  }

  /** The disk is full: removes the oldest archive, if more than svlogd's N are there. */
  void makeSpace(RotationLimits limits) {
    archives.removeOneOver(directory, path, limits, latest);
  }

  // ---- processor -------------------------------------------------------------------------------

  /** The processor's descriptor 0; made if somebody removed it, like state. */
  int openPrevious() {
    int fd = posix.open(directory, PREVIOUS, READ | O_CREAT, FILE_MODE);
    return fd < 0 ? failed("open ", PREVIOUS, fd) : fd;
  }

  /** Its descriptor 1. */
  int openProcessed() {
    return openEmpty(PROCESSED);
  }

  /** Its descriptor 4; made if somebody removed it, since the processor must have one. */
  int openState() {
    int fd = posix.open(directory, STATE, READ | O_CREAT, FILE_MODE);
    return fd < 0 ? failed("open ", STATE, fd) : fd;
  }

  /** Its descriptor 5. */
  int openNewState() {
    return openEmpty(NEW_STATE);
  }

  private int openEmpty(byte[] name) {
    int fd = posix.open(directory, name, EMPTY, FILE_MODE);
    return fd < 0 ? failed("create ", name, fd) : fd;
  }

  /** From the moment processed is marked, a successor takes it instead of previous. */
  int markProcessed() {
    int fd = posix.open(directory, PROCESSED, APPEND, 0);
    if (fd < 0) return failed("open ", PROCESSED, fd);
    int done = posix.fsync(fd);
    if (done >= 0) done = posix.fchmod(fd, mode | OWNER_EXECUTES);
    posix.close(fd);
    return done < 0 ? failed("finalize ", PROCESSED, done) : 0;
  }

  int syncNewState() {
    int fd = posix.open(directory, NEW_STATE, APPEND, 0);
    if (fd == -Errno.ENOENT) return 0;
    if (fd < 0) return failed("open ", NEW_STATE, fd);
    int synced = posix.fsync(fd);
    posix.close(fd);
    return synced < 0 ? failed("fsync ", NEW_STATE, synced) : 0;
  }

  int renameState() {
    int renamed = posix.rename(directory, NEW_STATE, directory, STATE);
    return renamed < 0 && renamed != -Errno.ENOENT ? failed("rename ", NEW_STATE, renamed) : 0;
  }

  int archiveProcessed() {
    return archive(PROCESSED, 's');
  }

  int removeProcessed() {
    return remove(PROCESSED);
  }

  int discardProcessed() {
    int removed = remove(PROCESSED);
    return removed < 0 ? removed : remove(NEW_STATE);
  }

  // ---- end -----------------------------------------------------------------------------------

  int markCurrent() {
    int marked = posix.fchmod(current, mode | OWNER_EXECUTES);
    return marked < 0 ? failed("chmod ", CURRENT, marked) : 0;
  }

  /** Lets go of the directory, which another logger may have then. */
  public void release() {
    if (current >= 0) posix.close(current);
    if (lock >= 0) posix.close(lock);
    if (directory >= 0) posix.close(directory);
    current = lock = directory = -1;
  }

  // ---- messages --------------------------------------------------------------------------------

  /** Says that lines wait. */
  void warnOfWrite(int error) {
    if (error < 0) failed("write to ", CURRENT, error);
  }

  void warnOfSurprise() {
    if (warns) messages.warning().text("unexpected event in ").bytes(path).end();
  }

  void warnOfProcessor(String fate) {
    if (warns) messages.warning().text("processor ").text(fate).text(" in ").bytes(path).end();
  }

  int warnOfSpawn(int error) {
    if (warns) messages.warning().unableTo("spawn processor for logdir ").bytes(path).end(error);
    return error;
  }

  private int failed(String what, byte[] name, int error) {
    if (!starting && !warns) return error;
    Messages message = starting && !isOptional ? messages.fatal() : messages.warning();
    message.unableTo(what).bytes(path).text("/").bytes(name).end(error);
    return error;
  }

  private int refuse(String what, byte @Nullable [] name, int error) {
    Messages message = isOptional ? messages.warning() : messages.fatal();
    message.unableTo(what).bytes(path);
    if (name != null) messages.text("/").bytes(name);
    messages.end(error);
    return ExitCode.SYSTEM;
  }

  // ---- archives ----------------------------------------------------------------------------

  /**
   * Gives a file its archive name too. A file that is empty, gone, or already linked (the last call
   * of a dead logger) needs none.
   */
  private int archive(byte[] name, int suffix) {
    int found = posix.stat(directory, name, true, stat);
    if (found == -Errno.ENOENT) return 0;
    if (found < 0) return failed("stat ", name, found);
    if (stat.size == 0 || stat.links > 1) return 0;
    int linked = archives.add(directory, name, suffix, latest);
    return linked < 0 ? failed("archive ", name, linked) : 0;
  }

  private int remove(byte[] name) {
    int removed = posix.unlink(directory, name);
    return removed < 0 && removed != -Errno.ENOENT ? failed("unlink ", name, removed) : 0;
  }
}
