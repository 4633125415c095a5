package s6j.posix;

import s6j.posix.meaning.Descriptor;
import s6j.posix.meaning.OrErrno;
import s6j.posix.meaning.Pid;

/** The system calls on descriptors, whatever is behind them: copies, locks, waiting, terminals. */
@OrErrno
public interface Descriptors {
  /** A pipe: {@code ends[0]} reads, {@code ends[1]} writes; {@code flags} O_CLOEXEC, O_NONBLOCK. */
  int pipe(@Descriptor int[] ends, int flags);

  /** Makes {@code to} a copy of {@code from}, not close-on-exec; {@code to}. */
  @Descriptor
  int dup2(@Descriptor int from, @Descriptor int to);

  /** A copy of {@code fd} at the lowest free number not under {@code least}. */
  @Descriptor
  int dup(@Descriptor int fd, int least, boolean closeOnExec);

  int setNonBlocking(@Descriptor int fd, boolean nonBlocking);

  int setCloseOnExec(@Descriptor int fd, boolean closeOnExec);

  /** 1 if the programs that this process becomes or starts do not get the descriptor, else 0. */
  int isCloseOnExec(@Descriptor int fd);

  /** The flags of the open file (O_WRONLY, O_NONBLOCK, ...), F_GETFL: {@code -EBADF} if closed. */
  int descriptorFlags(@Descriptor int fd);

  /**
   * Takes an fcntl record lock on the whole file. {@code -EAGAIN} if another process holds it and
   * not {@code wait}; {@code -EINTR} if a wait was cut short by a signal.
   */
  int lock(@Descriptor int fd, boolean exclusive, boolean wait);

  int unlock(@Descriptor int fd);

  /**
   * Takes the lock of flock, which has nothing to do with {@link #lock}: it belongs to the open
   * file, so children share it and it lasts until the last copy of {@code fd} is closed. {@code
   * -EAGAIN} if another open file holds it and not {@code wait}; {@code -EINTR}.
   */
  int flock(@Descriptor int fd, boolean exclusive, boolean wait);

  /** 1 if some other process holds a write lock on the file (F_GETLK with a read lock), else 0. */
  int isLocked(@Descriptor int fd);

  /** The pid behind {@link #isLocked}; 0 if there is no lock, or no pid of it in this namespace. */
  @Pid
  int lockHolder(@Descriptor int fd);

  /**
   * Waits until a descriptor of {@code poller} is ready, at most {@code timeoutMillis} (-1 for
   * ever): the number ready, 0 at the timeout, {@code -EINTR} at a signal.
   */
  int poll(Poller poller, int timeoutMillis);

  /**
   * A close-on-exec descriptor for a set of descriptors, readable while one of them is (epoll): for
   * thousands, which {@link #poll} would look at one by one each time.
   */
  @Descriptor
  int openPollSet();

  /**
   * Adds a descriptor to wait for with what can be read from it. It leaves the set when it is
   * closed. {@code -EPERM} for a file that never keeps a reader waiting, {@code -EEXIST}.
   */
  int addToPollSet(@Descriptor int set, @Descriptor int fd);

  /** Takes a descriptor that stays open out of a set; {@code -ENOENT} if it is in none. */
  int removeFromPollSet(@Descriptor int set, @Descriptor int fd);

  /**
   * Those of a set that a read would not block on, without waiting, into {@code descriptors}: how
   * many; if there are more, others come first in the next call.
   */
  int readyOfPollSet(@Descriptor int set, @Descriptor int[] descriptors);

  /**
   * A non-blocking, close-on-exec descriptor that is readable once a watched file has changed; a
   * read answers whole records ({@link WatchEvents}), {@code -EAGAIN} if there is none. {@code
   * -EMFILE} if the user has too many, {@code -ENOSYS} where the system has no such thing.
   */
  @Descriptor
  int openWatch();

  /**
   * Watches a file or directory for {@link WatchEvents}, or-ed; links are followed, {@code path} is
   * seen from the working directory. The number of the watch, the same for every name of a file;
   * {@code -ENOSPC} if the user has too many.
   */
  int addWatch(@Descriptor int watch, byte[] path, int events);

  /** 1 if the descriptor is a terminal. */
  boolean isTerminal(@Descriptor int fd);

  /** Columns of the terminal, or the negated errno. */
  int terminalColumns(@Descriptor int fd);

  /** Rows of the terminal, or the negated errno. */
  int terminalRows(@Descriptor int fd);

  /** Size of the settings of a terminal, in bytes: the kernel's struct termios. */
  int TERMINAL_SETTINGS = 36;

  /**
   * The settings of a terminal into {@code settings} (TCGETS): four words of 32 bits in the
   * machine's order, which are flags of input, output, control and local; then the line discipline
   * and the control characters.
   */
  int terminalSettings(@Descriptor int fd, byte[] settings);

  /** Changes the settings of a terminal at once (TCSETS). */
  int setTerminalSettings(@Descriptor int fd, byte[] settings);

  /** Makes {@code fd}, a terminal, the controlling one of this session (TIOCSCTTY). */
  int setControllingTerminal(@Descriptor int fd);

  /** Leaves {@code fd}, the controlling terminal of this process, to others (TIOCNOTTY). */
  int giveUpTerminal(int fd);

  /** Forgets what was typed and not read yet (TCFLSH). */
  int forgetInput(int fd);

  /** Has a request of the keyboard sent to this process as a signal (KDSIGACCEPT). */
  int signalKeyboardRequests(int fd, int signal);

  /** Makes {@code group} the foreground process group of the terminal. */
  int setForegroundGroup(@Descriptor int fd, @Pid int group);
}
