package s6j.posix;

/**
 * Every system call of the suite, and the only place where the JVM and the native build differ.
 *
 * <p>Rules of the seam, the same for every implementation:
 *
 * <ul>
 *   <li>A call returns its result, or the negated errno ({@link Errno}); it never throws for what
 *       the system answered.
 *   <li>A path or other string is raw bytes, ended by its first NUL or by the end of the array. So
 *       a preallocated buffer with a NUL behind the name is a path. Longer than 4095 bytes is
 *       {@code -ENAMETOOLONG}.
 *   <li>A {@code byte[][]} of strings ends at its first null element or its end.
 *   <li>{@code directory} is an open directory descriptor or {@link #CWD}; an absolute path ignores
 *       it.
 *   <li>Calls used by daemons after their start allocate nothing on the native build: all but those
 *       marked "allocates".
 *   <li>A call cut short by a signal answers {@code -EINTR} only where said; reads, writes and
 *       opens are repeated inside.
 * </ul>
 */
public interface Posix {
  /** Stands for the working directory where a directory descriptor is asked for (AT_FDCWD). */
  int CWD = -100;

  int F_OK = 0;
  int X_OK = 1;
  int W_OK = 2;
  int R_OK = 4;

  // ---- files -------------------------------------------------------------------------------

  /** Opens a file; {@code flags} from {@link OpenFlags}. The descriptor, or the negated errno. */
  int open(int directory, byte[] path, int flags, int mode);

  int close(int fd);

  /** Reads at most {@code length} bytes into {@code buffer} from {@code offset}; 0 at the end. */
  int read(int fd, byte[] buffer, int offset, int length);

  /** Writes at most {@code length} bytes; the count written. */
  int write(int fd, byte[] buffer, int offset, int length);

  /**
   * Writes at a place counted from the start of a file, whose position stays: as {@link #write}.
   */
  int writeAt(int fd, byte[] buffer, int offset, int length, long place);

  /** Moves the file position, {@code whence} 0 start, 1 current, 2 end; the new position. */
  long seek(int fd, long offset, int whence);

  int truncate(int fd, long length);

  int fsync(int fd);

  /** Fills {@code stat}; links are followed if {@code follow}. */
  int stat(int directory, byte[] path, boolean follow, FileStat stat);

  int fstat(int fd, FileStat stat);

  /** 0 if the access ({@link #F_OK}, {@link #X_OK}, ...) is allowed to the real ids. */
  int access(int directory, byte[] path, int mode);

  int mkdir(int directory, byte[] path, int mode);

  int mkfifo(int directory, byte[] path, int mode);

  int unlink(int directory, byte[] path);

  int rmdir(int directory, byte[] path);

  int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to);

  int link(int fromDirectory, byte[] from, int toDirectory, byte[] to);

  int symlink(byte[] target, int directory, byte[] path);

  /** The link's target into {@code buffer}, not NUL-ended; its length, cut at the buffer's. */
  int readlink(int directory, byte[] path, byte[] buffer);

  int chmod(int directory, byte[] path, int mode);

  int fchmod(int fd, int mode);

  /** Changes owner and group, -1 leaves one alone; links are followed. */
  int chown(int directory, byte[] path, int uid, int gid);

  int fchown(int fd, int uid, int gid);

  /** Sets the times of last access and modification, nanoseconds since 1970. */
  int setTimes(int directory, byte[] path, long accessNanos, long modificationNanos);

  /** The old mask. */
  int umask(int mask);

  int chdir(byte[] path);

  /** Makes a directory the root of this process's paths; the working directory stays. */
  int chroot(byte[] path);

  int fchdir(int fd);

  /** The working directory into {@code buffer}, not NUL-ended; its length. */
  int getcwd(byte[] buffer);

  /**
   * The raw {@code linux_dirent64} records (see {@link DirectoryReader}); bytes filled, 0 at end.
   */
  int directoryEntries(int fd, byte[] buffer);

  // ---- descriptors -------------------------------------------------------------------------

  /** A pipe: {@code ends[0]} reads, {@code ends[1]} writes; {@code flags} O_CLOEXEC, O_NONBLOCK. */
  int pipe(int[] ends, int flags);

  /** Makes {@code to} a copy of {@code from}, not close-on-exec; {@code to}. */
  int dup2(int from, int to);

  /** A copy of {@code fd} at the lowest free number not under {@code least}. */
  int dup(int fd, int least, boolean closeOnExec);

  int setNonBlocking(int fd, boolean nonBlocking);

  int setCloseOnExec(int fd, boolean closeOnExec);

  /** The flags of the open file (O_WRONLY, O_NONBLOCK, ...), F_GETFL: {@code -EBADF} if closed. */
  int descriptorFlags(int fd);

  /**
   * Takes an fcntl record lock on the whole file. {@code -EAGAIN} if another process holds it and
   * not {@code wait}; {@code -EINTR} if a wait was cut short by a signal.
   */
  int lock(int fd, boolean exclusive, boolean wait);

  int unlock(int fd);

  /**
   * Takes the lock of flock, which has nothing to do with {@link #lock}: it belongs to the open
   * file, so children share it and it lasts until the last copy of {@code fd} is closed. {@code
   * -EAGAIN} if another open file holds it and not {@code wait}; {@code -EINTR}.
   */
  int flock(int fd, boolean exclusive, boolean wait);

  /** 1 if some other process holds a write lock on the file (F_GETLK with a read lock), else 0. */
  int isLocked(int fd);

  /** The pid behind {@link #isLocked}; 0 if there is no lock, or no pid of it in this namespace. */
  int lockHolder(int fd);

  /**
   * Waits until a descriptor of {@code poller} is ready, at most {@code timeoutMillis} (-1 for
   * ever): the number ready, 0 at the timeout, {@code -EINTR} at a signal.
   */
  int poll(Poller poller, int timeoutMillis);

  /**
   * A close-on-exec descriptor for a set of descriptors, readable while one of them is (epoll): for
   * thousands, which {@link #poll} would look at one by one each time.
   */
  int openPollSet();

  /**
   * Adds a descriptor to wait for with what can be read from it. It leaves the set when it is
   * closed. {@code -EPERM} for a file that never keeps a reader waiting, {@code -EEXIST}.
   */
  int addToPollSet(int set, int fd);

  /**
   * Those of a set that a read would not block on, without waiting, into {@code descriptors}: how
   * many; if there are more, others come first in the next call.
   */
  int readyOfPollSet(int set, int[] descriptors);

  /**
   * A non-blocking, close-on-exec descriptor that is readable once a watched file has changed; a
   * read answers whole records ({@link WatchEvents}), {@code -EAGAIN} if there is none. {@code
   * -EMFILE} if the user has too many, {@code -ENOSYS} where the system has no such thing.
   */
  int openWatch();

  /**
   * Watches a file or directory for {@link WatchEvents}, or-ed; links are followed, {@code path} is
   * seen from the working directory. The number of the watch, the same for every name of a file;
   * {@code -ENOSPC} if the user has too many.
   */
  int addWatch(int watch, byte[] path, int events);

  /** 1 if the descriptor is a terminal. */
  boolean isTerminal(int fd);

  /** Columns of the terminal, or the negated errno. */
  int terminalColumns(int fd);

  // ---- time --------------------------------------------------------------------------------

  /** Nanoseconds of CLOCK_MONOTONIC, for deadlines. */
  long monotonicNanos();

  /** Nanoseconds since 1970-01-01 00:00:00 UTC, for what is written to disk. */
  long realtimeNanos();

  /**
   * The local time (TZ, /etc/localtime) of a moment: fields 0..5 are year, month 1..12, day, hour,
   * minute, second.
   */
  int localTime(long epochSeconds, int[] fields);

  // ---- processes and signals ---------------------------------------------------------------

  int getpid();

  int getppid();

  int getuid();

  int geteuid();

  int getgid();

  int getegid();

  /** The environment, each NAME=value. Allocates. */
  byte[][] environment();

  /**
   * The path by which the kernel was told to run this program, into {@code buffer}, not NUL-ended:
   * its length. {@code -ENOENT} if nothing tells it. Allocates.
   */
  int ownPath(byte[] buffer);

  /** The PATH that the build gave to programs that have none; null if it gave none. Allocates. */
  byte[] builtPath();

  /** Ends the process at once. */
  void exit(int code);

  /** Starts a child as {@code spawn} says: its pid, or the negated errno of what failed. */
  int spawn(Spawn spawn);

  /**
   * Replaces the process: no path search. Returns only to say why not, as a negated errno. What
   * {@link #signals} blocked is unblocked first. {@code environment} null keeps the present one.
   */
  int exec(byte[] file, byte[][] arguments, byte[][] environment);

  /**
   * A copy of this process: 0 in the child, the child's pid in the parent. For the few chainloaders
   * that fork without an exec in the child; {@code -ENOSYS} on the JVM.
   */
  int fork();

  int WNOHANG = 1;

  /** The resource of {@link #getLimit} that bounds the numbers of descriptors. */
  int RLIMIT_NOFILE = 7;

  /**
   * Collects a dead child: its pid with {@code status[0]} the raw wait status ({@link WaitStatus}),
   * 0 if none is dead ({@link #WNOHANG}), {@code -ECHILD}, {@code -EINTR}. {@code pid} -1 for any.
   */
  int waitpid(int pid, int[] status, int options);

  /** Sends a signal; {@code pid} under -1 for a process group. pid 0 and -1 are {@code -EINVAL}. */
  int kill(int pid, int signal);

  /** Sends a signal to every process but this one and process 1: kill(-1). Shutdown only. */
  int killAll(int signal);

  /**
   * A close-on-exec descriptor that stands for a process, and never for another that gets its
   * number later; readable when it has ended (pidfd_open). {@code -ESRCH} without such a process,
   * {@code -ENOSYS} before Linux 5.3.
   */
  int openProcess(int pid);

  /**
   * Sends a signal to the process of a {@link #openProcess} descriptor, or to the process group
   * that it leads; signal 0 only asks. {@code -ESRCH} once it has ended and been collected; {@code
   * -EINVAL} for a group before Linux 6.9.
   */
  int signalProcess(int process, int signal, boolean group);

  /**
   * How the process of a {@link #openProcess} descriptor ended, whoever collected it: 0 with {@code
   * status[0]} as {@link #waitpid} has it, or a negated errno: it has not been collected, or the
   * system does not tell (before Linux 6.15).
   */
  int endOfProcess(int process, int[] status);

  /**
   * Blocks the signals of {@code set} ({@link Signal#bit}, or-ed) and answers a non-blocking,
   * close-on-exec descriptor that becomes readable when one arrives.
   */
  int signals(long set);

  /** The next signal that arrived at a {@link #signals} descriptor; 0 when there is none. */
  int nextSignal(int fd);

  int ignoreSignal(int signal);

  int defaultSignal(int signal);

  /** 1 if the signal is ignored at present. */
  int isIgnored(int signal);

  /** Starts a new session; the session id. */
  int setsid();

  int getpgid(int pid);

  int setpgid(int pid, int group);

  /** Makes {@code fd}, a terminal, the controlling one of this session (TIOCSCTTY). */
  int setControllingTerminal(int fd);

  /** Makes {@code group} the foreground process group of the terminal. */
  int setForegroundGroup(int fd, int group);

  /** Orphaned descendants become children of this process (PR_SET_CHILD_SUBREAPER). */
  int becomeSubreaper();

  /** Soft limit in {@code limits[0]}, hard limit in {@code limits[1]}; -1 is no limit. */
  int getLimit(int resource, long[] limits);

  int setLimit(int resource, long soft, long hard);

  /** Adds to the nice value, as far as its range goes; 0. */
  int nice(int increment);

  int setuid(int uid);

  int setgid(int gid);

  /** Sets the supplementary groups to the first {@code count} of {@code groups}. */
  int setgroups(int[] groups, int count);

  /** Fills {@code buffer} with random bytes. */
  int random(byte[] buffer, int offset, int length);

  // ---- users and groups (allocate) -----------------------------------------------------------

  /** Fills {@code account} from the user database by name; {@code -ENOENT} if unknown. */
  int userByName(byte[] name, Account account);

  /** Fills {@code account} by user number; {@code -ENOENT} if unknown. */
  int userById(int uid, Account account);

  /** The number of a group; {@code -ENOENT} if unknown. */
  int groupByName(byte[] name);

  /** The name of a group into {@code buffer}, not NUL-ended; its length, {@code -ENOENT}. */
  int groupById(int gid, byte[] buffer);

  /** The groups that list {@code name} as a member, without the primary one; their count. */
  int groupsOf(byte[] name, int[] groups);

  // ---- sockets -----------------------------------------------------------------------------

  int AF_UNIX = 1;
  int AF_INET = 2;
  int AF_INET6 = 10;
  int SOCK_STREAM = 1;
  int SOCK_DGRAM = 2;

  /**
   * A close-on-exec socket; {@code flags} O_NONBLOCK or 0. One of AF_INET6 leaves IPv4 to others.
   */
  int socket(int family, int type, int flags);

  int socketpair(int type, int[] ends);

  int bind(int fd, SocketAddress address);

  /** {@code -EINPROGRESS} if non-blocking and not done; {@code -EINTR}. */
  int connect(int fd, SocketAddress address);

  int listen(int fd, int backlog);

  /** A close-on-exec connection, its peer into {@code peer}; {@code flags} O_NONBLOCK or 0. */
  int accept(int fd, SocketAddress peer, int flags);

  /** The address of this end. {@code -ENOTSOCK} if {@code fd} is none. */
  int localAddress(int fd, SocketAddress address);

  /** The error pending on a socket (SO_ERROR), as a negated errno, or 0. */
  int socketError(int fd);

  /** Who is at the other end of a Unix socket, as of its connect. */
  int peerCredentials(int fd, PeerCredentials peer);

  /** Ends one direction: 0 reading, 1 writing, 2 both. */
  int shutdown(int fd, int how);

  /** Sends a datagram; {@code to} null on a connected socket. */
  int sendTo(int fd, byte[] buffer, int offset, int length, SocketAddress to);

  /** Receives a datagram, its sender into {@code from} unless null. */
  int receiveFrom(int fd, byte[] buffer, int offset, int length, SocketAddress from);

  /** Sends bytes with descriptors attached to the first of them (SCM_RIGHTS); bytes sent. */
  int sendWithDescriptors(int fd, byte[] buffer, int offset, int length, DescriptorSet attached);

  /**
   * Receives bytes; descriptors that came along are close-on-exec in {@code attached}. {@code
   * -EMSGSIZE} if there were more than fit (all are closed).
   */
  int receiveWithDescriptors(int fd, byte[] buffer, int offset, int length, DescriptorSet attached);

  // ---- memory ------------------------------------------------------------------------------

  /** The place of the first {@code wanted} byte in {@code from} to {@code to}, or -1: memchr. */
  default int indexOf(byte[] buffer, int from, int to, int wanted) {
    for (int i = from; i < to; i++) if (buffer[i] == (byte) wanted) return i;
    return -1;
  }

  // ---- regular expressions -------------------------------------------------------------------

  int REG_NEWLINE = 4;

  /**
   * Compiles a POSIX extended regular expression as the C library understands it: a handle from 0,
   * or the negated regcomp error, to be told by {@link #regexError}. {@code flags} {@link
   * #REG_NEWLINE} or 0.
   */
  int compileRegex(byte[] pattern, int flags);

  /** Whether the bytes match somewhere; they may not hold a NUL, the match ends at it. */
  boolean matchesRegex(int regex, byte[] buffer, int offset, int length);

  void freeRegex(int regex);

  /** What a negative answer of {@link #compileRegex} means, into {@code buffer}; its length. */
  int regexError(int error, byte[] buffer);
}
