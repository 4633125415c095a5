package s6j.posix;

import static s6j.posix.Errno.*;
import static s6j.posix.OpenFlags.*;
import static s6j.posix.Posix.CWD;

/**
 * What every implementation of {@link Posix} does alike, as Linux's manual pages say: run on the
 * JVM, natively and on the kernel of the unit tests. Plain code, so that the native build can
 * compile it. Signals sent to this process must be blocked in all its threads (TERM, HUP, CHLD).
 *
 * <p>A subject leaves nothing behind but files in the scratch directory, which is empty at first.
 */
public final class PosixContract {
  /** Capabilities that an implementation may lack; see {@link #without}. */
  public static final int SPAWN_REAL = 1;

  public static final int USERS = 2;
  public static final int REGEX = 4;

  /** IPv4 on the loopback address. */
  public static final int INET = 8;

  public static final int FORK = 16;

  /** New pid namespaces, for root only. */
  public static final int NAMESPACES = 32;

  public static final int SOCKETS = 64;

  private static final int RLIMIT_NOFILE = 7;
  private static final int NO_SUCH_FD = 199;

  private final Posix posix;
  private final byte[] scratch;
  private final Report report;
  private final byte[] buffer = new byte[8192];
  private final FileStat stat = new FileStat();
  private final int[] ends = new int[2];
  private final int[] status = new int[1];
  private String subject = "start";
  private int missing;
  private int failures;
  private int dir;

  public PosixContract(Posix posix, byte[] scratchDirectory, Report report) {
    this.posix = posix;
    this.scratch = scratchDirectory;
    this.report = report;
  }

  /** Leaves out the subjects that need these capabilities, or-ed. */
  public PosixContract without(int capabilities) {
    missing = capabilities;
    return this;
  }

  /** Runs every subject that the implementation is capable of; the number of failed checks. */
  public int runAll() {
    dir = posix.open(CWD, scratch, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    check("the scratch directory opens", dir >= 0);
    files();
    names();
    permissions();
    links();
    directories();
    workingDirectory();
    fifos();
    locks();
    descriptors();
    pipes();
    poll();
    pollSets();
    watches();
    times();
    ids();
    machine();
    limits();
    signals();
    errors();
    memory();
    if (has(SOCKETS)) sockets();
    if (has(SOCKETS)) internetDatagrams();
    if (has(SOCKETS)) internet6Datagrams();
    if (has(INET)) inet();
    if (has(USERS)) users();
    if (has(REGEX)) regex();
    if (has(FORK)) fork();
    if (has(SPAWN_REAL)) spawnReal();
    if (has(SPAWN_REAL | NAMESPACES)) pidNamespace();
    subject = "end";
    check("the scratch directory closes", posix.close(dir) == 0);
    return failures;
  }

  public void spawnReal() {
    waitStatuses();
    processDescriptors();
    spawnMoves();
    spawnDirectory();
    spawnSessions();
    spawnSignals();
    spawnStrings();
    spawnErrors();
    execErrors();
    if (has(SOCKETS)) socketsStayHere();
  }

  // ---- files ---------------------------------------------------------------------------------

  public void files() {
    subject = "files";
    int fd = create("file", "hello world");
    same("seek to the start", posix.seek(fd, 6, 0), 6);
    same("read the rest", posix.read(fd, buffer, 3, 100), 5);
    check("reads land at the offset", isText(3, 5, "world"));
    same("read at the end", posix.read(fd, buffer, 0, 1), 0);
    same("seek from the end", posix.seek(fd, -5, 2), 6);
    same("seek from here", posix.seek(fd, 1, 1), 7);
    same("seek before the start", posix.seek(fd, -1, 0), -EINVAL);
    same("write at a place", posix.writeAt(fd, text("-W"), 1, 1, 6), 1);
    same("which moves nothing", posix.seek(fd, 0, 1), 7);
    same("write before the start", posix.writeAt(fd, text("-"), 0, 1, -1), -EINVAL);
    same("write behind the end", posix.writeAt(fd, text("!"), 0, 1, 11), 1);
    same("it is longer", posix.seek(fd, 0, 2), 12);
    posix.seek(fd, 0, 0);
    same("read it all", posix.read(fd, buffer, 0, 100), 12);
    check("written where it was meant", isText(0, 12, "hello World!"));
    same("truncate", posix.truncate(fd, 5), 0);
    same("fsync", posix.fsync(fd), 0);
    same("fstat", posix.fstat(fd, stat), 0);
    check("it is a regular file of one name", stat.isRegular() && stat.links == 1);
    same("its size", stat.size, 5);
    long inode = stat.inode;
    long device = stat.device;
    same("stat", posix.stat(dir, text("file"), true, stat), 0);
    check("stat and fstat name one file", stat.inode == inode && stat.device == device);
    check("its owner is this user", stat.uid == posix.geteuid());
    same("close", posix.close(fd), 0);
    same("closed twice", posix.close(fd), -EBADF);
    openModes();
    bigWrites();
    same("unlink", posix.unlink(dir, text("file")), 0);
    same("unlinked twice", posix.unlink(dir, text("file")), -ENOENT);
  }

  private void openModes() {
    int flags = O_WRONLY | O_CREAT | O_EXCL;
    same("exclusive creation", posix.open(dir, text("file"), flags, 0600), -EEXIST);
    int fd = posix.open(dir, text("file"), O_WRONLY | O_APPEND | O_CLOEXEC, 0);
    same("append", posix.write(fd, text("!?"), 0, 1), 1);
    same("a write-only file does not read", posix.read(fd, buffer, 0, 1), -EBADF);
    posix.close(fd);
    check("appended at the end", holds("file", "hello!"));
    fd = posix.open(dir, text("file"), O_RDONLY | O_CLOEXEC, 0);
    same("a read-only file does not write", posix.write(fd, buffer, 0, 1), -EBADF);
    posix.close(fd);
    fd = posix.open(dir, text("file"), O_WRONLY | O_TRUNC | O_CLOEXEC, 0);
    same("opened truncated", posix.fstat(fd, stat), 0);
    same("to no bytes", stat.size, 0);
    posix.close(fd);
    check("an absolute path ignores the directory", opens(dir, in("file")));
    check("and needs none", opens(CWD, in("file")));
    check("nor an open one", opens(NO_SUCH_FD, in("file")));
  }

  private boolean opens(int directory, byte[] path) {
    int fd = posix.open(directory, path, O_RDONLY | O_CLOEXEC, 0);
    return fd >= 0 && posix.close(fd) == 0;
  }

  private void bigWrites() {
    byte[] big = new byte[100_000];
    for (int i = 0; i < big.length; i++) big[i] = (byte) (i * 7);
    int fd = posix.open(dir, text("big"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    int done = 0;
    while (done < big.length) {
      int count = posix.write(fd, big, done, big.length - done);
      if (count <= 0) break;
      done += count;
    }
    same("100,000 bytes written", done, big.length);
    posix.seek(fd, 0, 0);
    check("and read back", sameBytes(fd, big));
    posix.close(fd);
    posix.unlink(dir, text("big"));
  }

  private boolean sameBytes(int fd, byte[] wanted) {
    byte[] found = new byte[wanted.length];
    int done = 0;
    while (done < found.length) {
      int count = posix.read(fd, found, done, found.length - done);
      if (count <= 0) return false;
      done += count;
    }
    for (int i = 0; i < found.length; i++) if (found[i] != wanted[i]) return false;
    return posix.read(fd, found, 0, 1) == 0;
  }

  /** Paths end at a NUL inside the array, and may hold any other byte. */
  public void names() {
    subject = "names";
    byte[] padded = text("padded\0behind the name");
    posix.close(posix.open(dir, padded, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    same("a path ends at its NUL", posix.stat(dir, text("padded"), true, stat), 0);
    same("in every call", posix.unlink(dir, padded), 0);
    byte[] raw = {(byte) 0xff, (byte) 0xfe, (byte) 0x80, '\n', (byte) 0xc3};
    posix.close(posix.open(dir, raw, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    DirectoryReader names = new DirectoryReader(posix, 1024).start(dir);
    check("the directory has a name", names.next());
    check("of the bytes it was given", CString.equal(names.name(), raw));
    check("which is no directory", !names.isDirectory());
    check("and no other", !names.next() && names.error() == 0);
    same("it can be removed", posix.unlink(dir, raw), 0);
    same("an empty path", posix.stat(dir, text(""), true, stat), -ENOENT);
    byte[] longest = filled(255, 'n');
    check("a name of 255 bytes", posix.mkdir(dir, longest, 0700) == 0);
    check("is that of a directory", names.start(dir).next() && names.isDirectory());
    check("is removed", posix.rmdir(dir, longest) == 0);
    same("one of 256 is too long", posix.mkdir(dir, filled(256, 'n'), 0700), -ENAMETOOLONG);
    same("a path of 4096", posix.open(dir, filled(4096, '/'), 0, 0), -ENAMETOOLONG);
    byte[] slashes = filled(4095, '/');
    check("a path of 4095", opens(dir, slashes));
    same("any too long path", posix.rename(dir, filled(5000, 'n'), dir, raw), -ENAMETOOLONG);
  }

  public void permissions() {
    subject = "permissions";
    int old = posix.umask(027);
    int fd = posix.open(dir, text("file"), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    same("umask answers the old one", posix.umask(old), 027);
    posix.fstat(fd, stat);
    same("a new file's mode is masked", stat.permissions(), 0640);
    same("fchmod", posix.fchmod(fd, 0604), 0);
    posix.fstat(fd, stat);
    same("sets the mode", stat.permissions(), 0604);
    same("chmod", posix.chmod(dir, text("file"), 03711), 0);
    posix.fstat(fd, stat);
    same("sets set-id and sticky bits", stat.permissions(), 03711);
    same("chown to itself", posix.chown(dir, text("file"), -1, posix.getegid()), 0);
    same("fchown to itself", posix.fchown(fd, posix.geteuid(), -1), 0);
    posix.chmod(dir, text("file"), 0700);
    same("exists", posix.access(dir, text("file"), Posix.F_OK), 0);
    same("is executable", posix.access(dir, text("file"), Posix.X_OK | Posix.R_OK), 0);
    posix.chmod(dir, text("file"), 0600);
    same("is not executable", posix.access(dir, text("file"), Posix.X_OK), -EACCES);
    same("is missing", posix.access(dir, text("nofile"), Posix.F_OK), -ENOENT);
    posix.close(fd);
    posix.unlink(dir, text("file"));
    posix.symlink(text("nowhere"), dir, text("s"));
    same("chown of a link", posix.chownLink(dir, text("s"), -1, posix.getegid()), 0);
    same("not of what it names", posix.chown(dir, text("s"), -1, posix.getegid()), -ENOENT);
    posix.unlink(dir, text("s"));
  }

  public void links() {
    subject = "links";
    posix.close(create("a", "a"));
    same("link", posix.link(dir, text("a"), dir, text("b")), 0);
    same("linked twice", posix.link(dir, text("a"), dir, text("b")), -EEXIST);
    posix.stat(dir, text("b"), true, stat);
    same("two names", stat.links, 2);
    same("symlink", posix.symlink(text("a"), dir, text("s")), 0);
    same("symlink over one", posix.symlink(text("a"), dir, text("s")), -EEXIST);
    same("readlink", posix.readlink(dir, text("s"), buffer), 1);
    same("tells the target", buffer[0], 'a');
    same("readlink of a file", posix.readlink(dir, text("a"), buffer), -EINVAL);
    posix.symlink(text("longtarget"), dir, text("l"));
    same("readlink is cut", posix.readlink(dir, text("l"), new byte[4]), 4);
    same("stat not followed", posix.stat(dir, text("s"), false, stat), 0);
    check("sees the link", stat.isLink());
    same("stat followed", posix.stat(dir, text("s"), true, stat), 0);
    check("sees the file", stat.isRegular());
    same("a dangling link", posix.stat(dir, text("l"), true, stat), -ENOENT);
    same("not followed", posix.open(dir, text("s"), O_RDONLY | O_NOFOLLOW, 0), -ELOOP);
    same("rename", posix.rename(dir, text("s"), dir, text("b")), 0);
    posix.stat(dir, text("b"), false, stat);
    check("replaces the name", stat.isLink());
    posix.stat(dir, text("a"), false, stat);
    same("which the file loses", stat.links, 1);
    same("rename of nothing", posix.rename(dir, text("s"), dir, text("t")), -ENOENT);
    posix.unlink(dir, text("a"));
    posix.unlink(dir, text("b"));
    posix.unlink(dir, text("l"));
  }

  public void directories() {
    subject = "directories";
    same("mkdir", posix.mkdir(dir, text("d"), 0700), 0);
    same("mkdir twice", posix.mkdir(dir, text("d"), 0700), -EEXIST);
    int d = posix.open(dir, text("d"), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    check("opens as a directory", d >= 0);
    byte[] name = text("f00");
    for (int i = 0; i < 100; i++) {
      name[1] = (byte) ('0' + i / 10);
      name[2] = (byte) ('0' + i % 10);
      posix.close(posix.open(d, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    }
    DirectoryReader reader = new DirectoryReader(posix, 512);
    same("its names, in many calls", count(reader.start(d)), 100);
    same("and again", count(reader.start(d)), 100);
    same("rmdir of a full one", posix.rmdir(dir, text("d")), -ENOTEMPTY);
    same("unlink of a directory", posix.unlink(dir, text("d")), -EISDIR);
    for (boolean more = reader.start(d).next(); more; more = reader.next())
      posix.unlink(d, reader.name());
    same("emptied while read", count(reader.start(d)), 0);
    same("rmdir", posix.rmdir(dir, text("d")), 0);
    same("rmdir twice", posix.rmdir(dir, text("d")), -ENOENT);
    posix.close(d);
    int file = create("file", "");
    check("a file has no names", posix.directoryEntries(file, buffer) == -ENOTDIR);
    posix.close(file);
    same("a file is no directory", posix.open(dir, text("file"), O_DIRECTORY, 0), -ENOTDIR);
    same("rmdir of a file", posix.rmdir(dir, text("file")), -ENOTDIR);
    posix.unlink(dir, text("file"));
  }

  private static int count(DirectoryReader names) {
    int count = 0;
    while (names.next()) count++;
    return names.error() == 0 ? count : -names.error();
  }

  public void workingDirectory() {
    subject = "working directory";
    int before = posix.open(CWD, text("."), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    posix.mkdir(dir, text("d"), 0700);
    same("fchdir", posix.fchdir(dir), 0);
    same("chdir", posix.chdir(text("d\0x")), 0);
    int length = posix.getcwd(buffer);
    check("getcwd", length > 2 && isText(length - 2, 2, "/d") && buffer[0] == '/');
    same("getcwd into too little", posix.getcwd(new byte[1]), -ERANGE);
    same("chdir to nowhere", posix.chdir(text("nowhere")), -ENOENT);
    posix.close(posix.open(CWD, text("here"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
    same("relative to it", posix.stat(dir, text("d/here"), true, stat), 0);
    posix.unlink(CWD, text("here"));
    same("and back", posix.fchdir(before), 0);
    posix.close(before);
    posix.rmdir(dir, text("d"));
  }

  // ---- fifos, locks, descriptors ---------------------------------------------------------------

  public void fifos() {
    subject = "fifos";
    same("mkfifo", posix.mkfifo(dir, text("fifo"), 0600), 0);
    same("mkfifo twice", posix.mkfifo(dir, text("fifo"), 0600), -EEXIST);
    posix.stat(dir, text("fifo"), true, stat);
    check("it is one", stat.isFifo());
    int writing = O_WRONLY | O_NONBLOCK | O_CLOEXEC;
    same("a fifo without reader", posix.open(dir, text("fifo"), writing, 0), -ENXIO);
    int reader = posix.open(dir, text("fifo"), O_RDONLY | O_NONBLOCK | O_CLOEXEC, 0);
    check("a reader needs no writer", reader >= 0);
    same("without writer it is at its end", posix.read(reader, buffer, 0, 1), 0);
    int writer = posix.open(dir, text("fifo"), writing, 0);
    check("a writer with a reader", writer >= 0);
    same("nothing to read yet", posix.read(reader, buffer, 0, 1), -EAGAIN);
    same("write", posix.write(writer, text("ab"), 0, 2), 2);
    same("a fifo has no places", posix.writeAt(writer, text("ab"), 0, 2, 0), -ESPIPE);
    same("read", posix.read(reader, buffer, 0, 10), 2);
    posix.write(writer, text("c"), 0, 1);
    posix.close(writer);
    same("bytes outlive their writer", posix.read(reader, buffer, 0, 10), 1);
    same("then comes the end", posix.read(reader, buffer, 0, 10), 0);
    same("a fifo does not seek", posix.seek(reader, 0, 0), -ESPIPE);
    posix.close(reader);
    int both = posix.open(dir, text("fifo"), O_RDWR | O_NONBLOCK | O_CLOEXEC, 0);
    check("opened for both it has a reader", both >= 0);
    posix.close(both);
    posix.unlink(dir, text("fifo"));
    same("mknod", posix.mknod(dir, text("socket"), 0140600, 0), 0);
    same("stat of it", posix.stat(dir, text("socket"), false, stat), 0);
    check("has the type, and stands for no device", stat.isSocket() && stat.specialDevice == 0);
    same("mknod twice", posix.mknod(dir, text("socket"), 0140600, 0), -EEXIST);
    posix.unlink(dir, text("socket"));
    posix.stat(CWD, text("/dev/null"), true, stat);
    check("a device", stat.isDevice());
  }

  /** A process never sees its own lock; those of others are seen in {@link #fork}. */
  public void locks() {
    subject = "locks";
    int fd = create("lock", "");
    same("not locked", posix.isLocked(fd), 0);
    same("nobody holds it", posix.lockHolder(fd), 0);
    same("lock", posix.lock(fd, true, false), 0);
    same("its own lock is not seen", posix.isLocked(fd), 0);
    same("taken again", posix.lock(fd, false, true), 0);
    same("unlock", posix.unlock(fd), 0);
    same("unlocked again", posix.unlock(fd), 0);
    posix.close(fd);
    same("no lock on a closed file", posix.lock(fd, true, false), -EBADF);
    fd = posix.open(dir, text("lock"), O_RDONLY | O_CLOEXEC, 0);
    same("an exclusive lock needs writing", posix.lock(fd, true, false), -EBADF);
    same("a shared one does not", posix.lock(fd, false, false), 0);
    posix.close(fd);
    openFileLocks();
    posix.unlink(dir, text("lock"));
  }

  /** A lock of flock stands between open files, not between processes. */
  private void openFileLocks() {
    int fd = posix.open(dir, text("lock"), O_RDONLY | O_CLOEXEC, 0);
    int other = posix.open(dir, text("lock"), O_RDONLY | O_CLOEXEC, 0);
    same("flock", posix.flock(fd, true, true), 0);
    same("flock keeps another open file out", posix.flock(other, true, false), -EAGAIN);
    same("or its sharing", posix.flock(other, false, false), -EAGAIN);
    same("flock is no record lock", posix.isLocked(other), 0);
    same("flock shared", posix.flock(fd, false, false), 0);
    same("two share", posix.flock(other, false, false), 0);
    same("but not with one alone", posix.flock(other, true, false), -EAGAIN);
    int copy = posix.dup(fd, 0, true);
    posix.close(fd);
    same("a copy holds it", posix.flock(other, true, false), -EAGAIN);
    posix.close(copy);
    same("the last copy gone", posix.flock(other, true, false), 0);
    posix.close(other);
    same("no flock of a closed file", posix.flock(other, true, false), -EBADF);
  }

  public void descriptors() {
    subject = "descriptors";
    int fd = create("file", "abc");
    int copy = posix.dup(fd, 50, true);
    check("dup not under the least", copy >= 50);
    posix.seek(fd, 1, 0);
    same("copies share the place", posix.seek(copy, 0, 1), 1);
    same("dup2", posix.dup2(fd, copy), copy);
    same("dup2 onto itself", posix.dup2(fd, fd), fd);
    same("dup2 of nothing", posix.dup2(NO_SUCH_FD, copy), -EBADF);
    same("dup of nothing", posix.dup(NO_SUCH_FD, 3, false), -EBADF);
    posix.close(fd);
    same("a copy stays open", posix.seek(copy, 0, 0), 0);
    same("set non-blocking", posix.setNonBlocking(copy, true), 0);
    check("it is", (posix.descriptorFlags(copy) & O_NONBLOCK) != 0);
    posix.setNonBlocking(copy, false);
    check("it is not", (posix.descriptorFlags(copy) & O_NONBLOCK) == 0);
    same("the access mode", posix.descriptorFlags(copy) & 3, O_RDWR);
    same("close-on-exec", posix.setCloseOnExec(copy, true), 0);
    same("it is so marked", posix.isCloseOnExec(copy), 1);
    posix.setCloseOnExec(copy, false);
    same("it is not any more", posix.isCloseOnExec(copy), 0);
    same("of nothing", posix.setCloseOnExec(NO_SUCH_FD, true), -EBADF);
    same("nothing is marked", posix.isCloseOnExec(NO_SUCH_FD), -EBADF);
    same("flags of nothing", posix.descriptorFlags(NO_SUCH_FD), -EBADF);
    check("no terminal", !posix.isTerminal(copy));
    same("so no columns", posix.terminalColumns(copy), -ENOTTY);
    same("and no rows", posix.terminalRows(copy), -ENOTTY);
    byte[] settings = new byte[Posix.TERMINAL_SETTINGS];
    same("nor settings", posix.terminalSettings(copy, settings), -ENOTTY);
    same("to be changed", posix.setTerminalSettings(copy, settings), -ENOTTY);
    same("settings of nothing", posix.terminalSettings(NO_SUCH_FD, settings), -EBADF);
    posix.close(copy);
    posix.unlink(dir, text("file"));
    int first = posix.dup(dir, 0, true);
    posix.close(first);
    int again = posix.dup(dir, 0, true);
    same("the lowest free number is taken", again, first);
    posix.close(again);
  }

  public void pipes() {
    subject = "pipes";
    same("pipe", posix.pipe(ends, O_CLOEXEC | O_NONBLOCK), 0);
    int read = ends[0];
    int write = ends[1];
    same("empty", posix.read(read, buffer, 0, 1), -EAGAIN);
    same("write from an offset", posix.write(write, text("..xyz"), 2, 3), 3);
    same("read a part", posix.read(read, buffer, 1, 2), 2);
    check("in order", isText(1, 2, "xy"));
    same("the rest", posix.read(read, buffer, 0, 9), 1);
    same("the read end does not write", posix.write(read, buffer, 0, 1), -EBADF);
    int room = 0;
    while (posix.write(write, buffer, 0, 4096) == 4096 && room < 1000) room++;
    check("a pipe gets full", room > 0 && room < 1000);
    same("and says so", posix.write(write, buffer, 0, 4096), -EAGAIN);
    posix.close(read);
    posix.ignoreSignal(Signal.SIGPIPE);
    same("without reader", posix.write(write, buffer, 0, 1), -EPIPE);
    posix.close(write);
    posix.pipe(ends, O_CLOEXEC);
    posix.close(ends[1]);
    same("without writer", posix.read(ends[0], buffer, 0, 1), 0);
    posix.close(ends[0]);
  }

  public void poll() {
    subject = "poll";
    posix.pipe(ends, O_CLOEXEC);
    Poller poller = new Poller(4);
    int reader = poller.add(ends[0], Poller.READ);
    int writer = poller.add(ends[1], Poller.WRITE);
    int none = poller.add(-1, Poller.READ);
    same("one is ready", posix.poll(poller, 0), 1);
    check("to be written", poller.writable(writer) && !poller.readable(reader));
    check("a negative one never", !poller.readable(none));
    posix.write(ends[1], text("x"), 0, 1);
    same("two are ready", posix.poll(poller, -1), 2);
    check("one to be read", (poller.ready[reader] & Poller.READ) != 0);
    posix.read(ends[0], buffer, 0, 1);
    poller.clear();
    poller.add(ends[0], Poller.READ);
    long before = posix.monotonicNanos();
    same("nothing until the timeout", posix.poll(poller, 20), 0);
    check("which is waited for", posix.monotonicNanos() - before >= 20_000_000);
    posix.close(ends[1]);
    same("hang-up", posix.poll(poller, -1), 1);
    same("is told", poller.ready[0], Poller.HANGUP);
    posix.close(ends[0]);
    same("closed", posix.poll(poller, -1), 1);
    same("is told too", poller.ready[0], Poller.INVALID);
    poller.clear();
    same("no descriptors", posix.poll(poller, 1), 0);
  }

  public void pollSets() {
    subject = "poll sets";
    int set = posix.openPollSet();
    check("a set opens", set >= 0);
    int[] first = new int[2];
    int[] second = new int[2];
    posix.pipe(first, O_CLOEXEC);
    posix.pipe(second, O_CLOEXEC);
    same("one is added", posix.addToPollSet(set, first[0]), 0);
    same("another", posix.addToPollSet(set, second[0]), 0);
    same("but once", posix.addToPollSet(set, second[0]), -EEXIST);
    same("none that is closed", posix.addToPollSet(set, NO_SUCH_FD), -EBADF);
    int file = create("member", "");
    same("no file", posix.addToPollSet(set, file), -EPERM);
    posix.close(file);
    posix.unlink(dir, text("member"));
    same("no set", posix.addToPollSet(first[1], first[0]), -EINVAL);
    int[] ready = new int[1];
    Poller poller = new Poller(1);
    poller.add(set, Poller.READ);
    same("nothing is ready", posix.poll(poller, 0), 0);
    same("and told", posix.readyOfPollSet(set, ready), 0);
    posix.write(second[1], text("x"), 0, 1);
    same("the set is ready", posix.poll(poller, -1), 1);
    same("by one", posix.readyOfPollSet(set, ready), 1);
    same("of them", ready[0], second[0]);
    posix.write(first[1], text("x"), 0, 1);
    int sum = posix.readyOfPollSet(set, ready) == 1 ? ready[0] : 0;
    sum += posix.readyOfPollSet(set, ready) == 1 ? ready[0] : 0;
    same("they take turns", sum, first[0] + second[0]);
    posix.close(first[0]);
    posix.read(second[0], buffer, 0, 1);
    same("what is closed has left", posix.readyOfPollSet(set, ready), 0);
    posix.close(second[1]);
    same("a hang-up", posix.readyOfPollSet(set, ready), 1);
    same("is told", ready[0], second[0]);
    same("it is taken out", posix.removeFromPollSet(set, second[0]), 0);
    same("what is out is not told", posix.readyOfPollSet(set, ready), 0);
    same("nor taken out again", posix.removeFromPollSet(set, second[0]), -ENOENT);
    same("but put back", posix.addToPollSet(set, second[0]), 0);
    same("and told again", posix.readyOfPollSet(set, ready), 1);
    posix.close(second[0]);
    posix.close(first[1]);
    same("a set closes", posix.close(set), 0);
  }

  // ---- time, ids, limits -----------------------------------------------------------------------

  public void watches() {
    subject = "watches";
    int watch = posix.openWatch();
    check("a watch opens", watch >= 0);
    int flags = posix.descriptorFlags(watch);
    check("a watch does not block", (flags & O_NONBLOCK) != 0);
    same("nothing happened", posix.read(watch, buffer, 0, 512), -EAGAIN);
    posix.mkdir(dir, text("watched"), 0755);
    int file = create("watched/file", "one");
    int directory =
        posix.addWatch(watch, inScratch("watched"), WatchEvents.NAMES | WatchEvents.MODIFY);
    check("a directory is watched", directory > 0);
    same("no such file", posix.addWatch(watch, inScratch("none"), WatchEvents.MODIFY), -ENOENT);
    same("nothing to look for", posix.addWatch(watch, inScratch("watched"), 0), -EINVAL);
    same("no watch", posix.addWatch(NO_SUCH_FD, inScratch("watched"), 2), -EBADF);
    posix.write(file, text("two"), 0, 3);
    seen("a write", watch, directory, WatchEvents.MODIFY, "file");
    posix.rename(dir, text("watched/file"), dir, text("watched/other"));
    same("two records", posix.read(watch, buffer, 0, 512), 64);
    record("the old name", 0, directory, WatchEvents.MOVED_FROM, "file");
    record("the new name", 32, directory, WatchEvents.MOVED_TO, "other");
    int self = posix.addWatch(watch, inScratch("watched/other"), WatchEvents.ATTRIBUTES);
    check("a file is watched by itself", self > 0 && self != directory);
    int events = WatchEvents.GONE | WatchEvents.ADD;
    same("more of it", posix.addWatch(watch, inScratch("watched/other"), events), self);
    posix.chmod(dir, text("watched/other"), 0600);
    same("one record", posix.read(watch, buffer, 0, 512), WatchEvents.HEADER);
    record("permissions", 0, self, WatchEvents.ATTRIBUTES, "");
    posix.close(file);
    watchedEnd(watch, directory);
    poller(watch);
    same("a watch closes", posix.close(watch), 0);
  }

  private void poller(int watch) {
    Poller poller = new Poller(1);
    poller.add(watch, Poller.READ);
    same("poll of a watch", posix.poll(poller, 0), 0);
    posix.mkdir(dir, text("watched"), 0755);
    posix.addWatch(watch, inScratch("watched"), WatchEvents.CREATE);
    posix.mkdir(dir, text("watched/in"), 0755);
    poller.clear();
    poller.add(watch, Poller.READ);
    same("poll of a watch that has seen something", posix.poll(poller, 0), 1);
    posix.rmdir(dir, text("watched/in"));
    posix.rmdir(dir, text("watched"));
  }

  private void watchedEnd(int watch, int directory) {
    posix.unlink(dir, text("watched/other"));
    int length = posix.read(watch, buffer, 0, 512);
    check("an end is told", length >= 32);
    boolean told = false;
    for (int at = 0; at + WatchEvents.HEADER <= length; at += WatchEvents.HEADER + word(at + 12))
      told |= word(at) == directory && word(at + 4) == WatchEvents.DELETE;
    check("a name has gone", told);
    posix.rmdir(dir, text("watched"));
    check("the directory has gone", posix.read(watch, buffer, 0, 512) > 0);
    same("that is all", posix.read(watch, buffer, 0, 512), -EAGAIN);
  }

  private void seen(String what, int watch, int number, int event, String name) {
    same(what + " is one record", posix.read(watch, buffer, 0, 512), 32);
    record(what, 0, number, event, name);
  }

  private void record(String what, int at, int number, int event, String name) {
    same(what + ": watch", word(at), number);
    same(what + ": event", word(at + 4), event);
    same(what + ": length", word(at + 12), name.isEmpty() ? 0 : 16);
    if (!name.isEmpty())
      check(what + ": name", isText(at + WatchEvents.HEADER, name.length(), name));
  }

  private int word(int at) {
    int value = 0;
    for (int i = 3; i >= 0; i--) value = value << 8 | buffer[at + i] & 0xff;
    return value;
  }

  private byte[] inScratch(String name) {
    return CString.path(scratch, CString.of(name));
  }

  public void times() {
    subject = "times";
    long wanted = 1_234_567_890_123_456_789L;
    posix.close(create("file", ""));
    same("set", posix.setTimes(dir, text("file"), 0, wanted), 0);
    posix.stat(dir, text("file"), true, stat);
    same("to the nanosecond", stat.modifiedNanos, wanted);
    same("of nothing", posix.setTimes(dir, text("nofile"), 0, 0), -ENOENT);
    posix.unlink(dir, text("file"));
    long first = posix.monotonicNanos();
    check("time does not go back", posix.monotonicNanos() >= first);
    check("it is later than 2020", posix.realtimeNanos() > 1_577_836_800_000_000_000L);
    int[] fields = new int[6];
    check("local time", posix.localTime(1_000_000_000, fields) >= 0);
    check("its date", fields[0] == 2001 && fields[1] == 9 && fields[2] >= 8 && fields[2] <= 9);
    same("its minute", fields[4] % 15, 46 % 15);
    same("its second", fields[5], 40);
    byte[] random = new byte[300];
    check("random bytes", posix.random(random, 4, 290) >= 0);
    int zeros = 0;
    for (int i = 4; i < 294; i++) if (random[i] == 0) zeros++;
    check("are not zero", zeros < 100);
    check("stay in their place", random[0] == 0 && random[3] == 0 && random[294] == 0);
  }

  public void ids() {
    subject = "ids";
    check("pid", posix.getpid() > 0);
    check("parent", posix.getppid() >= 0 && posix.getppid() != posix.getpid());
    same("group", posix.getpgid(0), posix.getpgid(posix.getpid()));
    same("group of nobody", posix.getpgid(99_999_999), -ESRCH);
    same("session of nobody", posix.getsid(99_999_999), -ESRCH);
    check("session", posix.getsid(0) >= 0);
    same("to disk", posix.sync(), 0);
    same("uid to itself", posix.setuid(posix.getuid()), 0);
    same("gid to itself", posix.setgid(posix.getgid()), 0);
    check("effective ids", posix.geteuid() >= 0 && posix.getegid() >= 0);
    byte[][] environment = posix.environment();
    boolean assignments = true;
    for (int i = 0; i < environment.length && environment[i] != null; i++)
      if (CString.indexOf(environment[i], '=') < 0) assignments = false;
    check("the environment assigns", assignments);
    checkVariable(environment);
  }

  private void checkVariable(byte[][] environment) {
    byte[] name = text("PATH");
    byte[] listed = new Environment(environment).get(name);
    byte[] value = posix.variable(name);
    boolean same = value == null ? listed == null : listed != null && CString.equal(value, listed);
    check("a variable is the one of the environment", same);
    check("a part of a name is no name", posix.variable(text("PAT")) == null);
    check("nor is a name with more", posix.variable(text("PATH=")) == null);
  }

  public void machine() {
    subject = "machine";
    check("it has a name", posix.hostName(buffer) >= 0);
    same("of 64 bytes at most", posix.setHostName(filled(65, 'n')), forRoot(-EINVAL));
    byte[] nowhere = text("/nowhere/at/all");
    same("mount on nothing", posix.mount(nowhere, nowhere, text("t"), 0, text("")), -ENOENT);
    int unmounted = posix.unmount(nowhere);
    check("unmount of nothing", unmounted == -ENOENT || unmounted == -EPERM);
    same("every uid to itself", posix.setEveryUid(posix.getuid()), 0);
    same("every gid to itself", posix.setEveryGid(posix.getgid()), 0);
  }

  private int forRoot(int wanted) {
    return posix.geteuid() == 0 ? wanted : -EPERM;
  }

  public void limits() {
    subject = "limits";
    long[] before = new long[2];
    long[] after = new long[2];
    same("get", posix.getLimit(RLIMIT_NOFILE, before), 0);
    check("soft is not over hard", before[1] == -1 || before[0] <= before[1]);
    same("set", posix.setLimit(RLIMIT_NOFILE, 200, before[1]), 0);
    posix.getLimit(RLIMIT_NOFILE, after);
    check("is set", after[0] == 200 && after[1] == before[1]);
    same("dup over it", posix.dup(dir, 200, true), -EINVAL);
    same("back", posix.setLimit(RLIMIT_NOFILE, before[0], before[1]), 0);
    same("soft over hard", posix.setLimit(RLIMIT_NOFILE, 300, 200), -EINVAL);
    same("no such limit", posix.getLimit(999, after), -EINVAL);
    same("not nicer", posix.nice(0), 0);
    same("a root that is not there", posix.chroot(text("/nowhere/at/all")), -ENOENT);
  }

  // ---- signals ---------------------------------------------------------------------------------

  public void signals() {
    subject = "signals";
    int me = posix.getpid();
    int fd = posix.signals(Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGHUP));
    check("a descriptor", fd >= 0);
    same("no signal yet", posix.nextSignal(fd), 0);
    same("kill", posix.kill(me, Signal.SIGTERM), 0);
    same("the same again", posix.kill(me, Signal.SIGTERM), 0);
    Poller poller = new Poller(1);
    poller.add(fd, Poller.READ);
    same("readable", posix.poll(poller, 5000), 1);
    same("TERM came", posix.nextSignal(fd), Signal.SIGTERM);
    same("once", posix.nextSignal(fd), 0);
    posix.kill(me, Signal.SIGHUP);
    posix.poll(poller, 5000);
    same("then HUP", posix.nextSignal(fd), Signal.SIGHUP);
    posix.close(fd);
    same("signal 0 only asks", posix.kill(me, 0), 0);
    same("nobody", posix.kill(99_999_999, 0), -ESRCH);
    same("no such signal", posix.kill(me, 999), -EINVAL);
    same("pid 0 is refused", posix.kill(0, 0), -EINVAL);
    same("pid -1 is refused", posix.kill(-1, 0), -EINVAL);
    same("ignore", posix.ignoreSignal(Signal.SIGURG), 0);
    same("ignored", posix.isIgnored(Signal.SIGURG), 1);
    same("default", posix.defaultSignal(Signal.SIGURG), 0);
    same("not ignored", posix.isIgnored(Signal.SIGURG), 0);
    same("no such capability", posix.raiseCapability(63), -EINVAL);
    same("a signal that ends nothing", posix.die(Signal.SIGURG), 0);
    same("KILL cannot be ignored", posix.ignoreSignal(Signal.SIGKILL), -EINVAL);
    same("no children", posix.waitpid(-1, status, Posix.WNOHANG), -ECHILD);
  }

  // ---- sockets ---------------------------------------------------------------------------------

  public void sockets() {
    streamSockets();
    datagrams();
    descriptorPassing();
  }

  public void streamSockets() {
    subject = "stream sockets";
    SocketAddress address = unix("sock");
    SocketAddress peer = new SocketAddress();
    int server = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, O_NONBLOCK);
    int client = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    same("connect to no path", posix.connect(client, address), -ENOENT);
    same("bind", posix.bind(server, address), 0);
    same("bind twice", posix.bind(client, address), -EADDRINUSE);
    same("connect unheard", posix.connect(client, address), -ECONNREFUSED);
    same("accept too early", posix.accept(server, peer, 0), -EINVAL);
    same("listen", posix.listen(server, 5), 0);
    same("nobody yet", posix.accept(server, peer, 0), -EAGAIN);
    same("connect", posix.connect(client, address), 0);
    int connection = posix.accept(server, peer, O_NONBLOCK);
    check("accept", connection >= 0);
    check("an unnamed peer", peer.family == Posix.AF_UNIX && peer.pathLength == 0);
    same("nothing said", posix.read(connection, buffer, 0, 1), -EAGAIN);
    same("local address", posix.localAddress(connection, peer), 0);
    check("is the server's", CString.equal(peer.path, address.path));
    same("and its length", peer.pathLength, CString.length(address.path));
    posix.stat(dir, text("sock"), true, stat);
    check("a socket on disk", stat.isSocket());
    conversation(client, connection);
    posix.close(client);
    posix.close(connection);
    posix.close(server);
    posix.unlink(dir, text("sock"));
    abstractSockets();
  }

  private void conversation(int client, int connection) {
    PeerCredentials peer = new PeerCredentials();
    same("credentials", posix.peerCredentials(connection, peer), 0);
    check("of this process", peer.pid == posix.getpid() && peer.uid == posix.geteuid());
    same("and its group", peer.gid, posix.getegid());
    same("ask", posix.write(client, text("ask"), 0, 3), 3);
    same("hear", posix.read(connection, buffer, 0, 9), 3);
    same("no error pending", posix.socketError(client), 0);
    same("end of asking", posix.shutdown(client, 1), 0);
    same("is heard", posix.read(connection, buffer, 0, 9), 0);
    same("answer", posix.write(connection, text("ok"), 0, 2), 2);
    same("still arrives", posix.read(client, buffer, 0, 9), 2);
  }

  private void abstractSockets() {
    SocketAddress address = new SocketAddress();
    byte[] name = text("\0s6j contract ........");
    int at = 14;
    for (int rest = posix.getpid(); rest > 0; rest /= 10) name[at++] = (byte) ('0' + rest % 10);
    check("an abstract name fits", address.unix(name, name.length));
    int server = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    same("abstract bind", posix.bind(server, address), 0);
    posix.listen(server, 1);
    SocketAddress own = new SocketAddress();
    posix.localAddress(server, own);
    check("abstract name", own.pathLength == name.length && own.path[0] == 0);
    int client = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    same("abstract connect", posix.connect(client, address), 0);
    posix.close(client);
    posix.close(server);
    int automatic = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    check("no name", address.unix(name, 0));
    same("is chosen by bind", posix.bind(automatic, address), 0);
    posix.localAddress(automatic, own);
    check("5 bytes behind a NUL", own.pathLength == 6 && own.path[0] == 0);
    posix.close(automatic);
    check("a path of 107 bytes fits", address.unix(filled(107, 'p'), 107));
    check("one of 108 does not", !address.unix(filled(108, 'p'), 108));
  }

  public void datagrams() {
    subject = "datagrams";
    posix.socketpair(Posix.SOCK_DGRAM, ends);
    same("send", posix.sendTo(ends[0], text("..first"), 2, 5, null), 5);
    same("send more", posix.sendTo(ends[0], text("second"), 0, 6, null), 6);
    same("one at a time", posix.receiveFrom(ends[1], buffer, 0, 100, null), 5);
    check("in order", isText(0, 5, "first"));
    same("cut", posix.receiveFrom(ends[1], buffer, 0, 3, null), 3);
    posix.setNonBlocking(ends[1], true);
    same("then none", posix.receiveFrom(ends[1], buffer, 0, 3, null), -EAGAIN);
    posix.close(ends[0]);
    posix.close(ends[1]);
    int receiver = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, O_NONBLOCK);
    int sender = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    posix.bind(receiver, unix("receiver"));
    posix.bind(sender, unix("sender"));
    same("send to a path", posix.sendTo(sender, text("x"), 0, 1, unix("receiver")), 1);
    SocketAddress from = new SocketAddress();
    same("receive", posix.receiveFrom(receiver, buffer, 0, 9, from), 1);
    check("its sender", CString.equal(from.path, in("sender")));
    int nameless = posix.socket(Posix.AF_UNIX, Posix.SOCK_DGRAM, 0);
    same("send without a name", posix.sendTo(nameless, text("x"), 0, 1, unix("receiver")), 1);
    posix.receiveFrom(receiver, buffer, 0, 9, from);
    same("tells none", from.pathLength, 0);
    posix.close(nameless);
    posix.close(sender);
    posix.close(receiver);
    posix.unlink(dir, text("sender"));
    posix.unlink(dir, text("receiver"));
  }

  public void internetDatagrams() {
    subject = "internet datagrams";
    int loopback = 127 << 24 | 1;
    SocketAddress to = new SocketAddress();
    to.inet(loopback, 0);
    int receiver = posix.socket(Posix.AF_INET, Posix.SOCK_DGRAM, O_NONBLOCK);
    same("bind", posix.bind(receiver, to), 0);
    same("local address", posix.localAddress(receiver, to), 0);
    check("has a port", to.family == Posix.AF_INET && to.port > 0 && to.ip == loopback);
    int sender = posix.socket(Posix.AF_INET, Posix.SOCK_DGRAM, O_NONBLOCK);
    same("send", posix.sendTo(sender, text("..line"), 2, 4, to), 4);
    SocketAddress from = new SocketAddress();
    same("receive", posix.receiveFrom(receiver, buffer, 0, 9, from), 4);
    check("the bytes", isText(0, 4, "line"));
    check("its sender", from.family == Posix.AF_INET && from.ip == loopback && from.port > 0);
    same("then none", posix.receiveFrom(receiver, buffer, 0, 9, from), -EAGAIN);
    posix.close(receiver);
    same("send to nobody", posix.sendTo(sender, text("x"), 0, 1, to), 1);
    same("and again", posix.sendTo(sender, text("x"), 0, 1, to), 1);
    same("no address", posix.sendTo(sender, text("x"), 0, 1, null), -EDESTADDRREQ);
    posix.close(sender);
  }

  /** Not everywhere is there IPv6. */
  public void internet6Datagrams() {
    subject = "IPv6 datagrams";
    SocketAddress to = new SocketAddress();
    to.inet6(0, 1, 0);
    int receiver = posix.socket(Posix.AF_INET6, Posix.SOCK_DGRAM, O_NONBLOCK);
    if (receiver == -EAFNOSUPPORT || posix.bind(receiver, to) < 0) return;
    same("local address", posix.localAddress(receiver, to), 0);
    check("has a port", to.family == Posix.AF_INET6 && to.port > 0 && isLoopback(to));
    int sender = posix.socket(Posix.AF_INET6, Posix.SOCK_DGRAM, O_NONBLOCK);
    same("send", posix.sendTo(sender, text("line"), 0, 4, to), 4);
    SocketAddress from = new SocketAddress();
    same("receive", posix.receiveFrom(receiver, buffer, 0, 9, from), 4);
    check("its sender", from.family == Posix.AF_INET6 && from.port > 0 && isLoopback(from));
    posix.close(receiver);
    posix.close(sender);
    bothAnywhere();
  }

  private static boolean isLoopback(SocketAddress address) {
    return address.high == 0 && address.low == 1;
  }

  private void bothAnywhere() {
    SocketAddress any = new SocketAddress();
    any.inet6(0, 0, 0);
    int six = posix.socket(Posix.AF_INET6, Posix.SOCK_DGRAM, O_NONBLOCK);
    same("bind anywhere", posix.bind(six, any), 0);
    posix.localAddress(six, any);
    any.inet(0, any.port);
    int four = posix.socket(Posix.AF_INET, Posix.SOCK_DGRAM, O_NONBLOCK);
    same("the port is free for IPv4", posix.bind(four, any), 0);
    posix.close(six);
    posix.close(four);
  }

  public void descriptorPassing() {
    subject = "descriptor passing";
    posix.socketpair(Posix.SOCK_STREAM, ends);
    int here = ends[0];
    int there = ends[1];
    posix.pipe(ends, O_CLOEXEC);
    DescriptorSet set = new DescriptorSet();
    set.count = 2;
    set.descriptors[0] = ends[0];
    set.descriptors[1] = ends[1];
    same("send", posix.sendWithDescriptors(here, text(".ab"), 1, 2, set), 2);
    posix.close(ends[0]);
    posix.close(ends[1]);
    DescriptorSet received = new DescriptorSet();
    same("receive", posix.receiveWithDescriptors(there, buffer, 0, 10, received), 2);
    check("the bytes", isText(0, 2, "ab"));
    same("both", received.count, 2);
    same("the second writes", posix.write(received.descriptors[1], text("z"), 0, 1), 1);
    same("what the first reads", posix.read(received.descriptors[0], buffer, 0, 5), 1);
    posix.close(received.descriptors[0]);
    posix.close(received.descriptors[1]);
    set.count = 0;
    same("bare bytes", posix.sendWithDescriptors(here, text("c"), 0, 1, set), 1);
    same("arrive", posix.receiveWithDescriptors(there, buffer, 0, 10, received), 1);
    same("alone", received.count, 0);
    many(here, there, set, received);
    posix.close(here);
    same("end", posix.receiveWithDescriptors(there, buffer, 0, 10, received), 0);
    posix.close(there);
  }

  private void many(int here, int there, DescriptorSet set, DescriptorSet received) {
    set.count = 100;
    for (int i = 0; i < set.count; i++) set.descriptors[i] = dir;
    same("a hundred", posix.sendWithDescriptors(here, text("m"), 0, 1, set), 1);
    posix.receiveWithDescriptors(there, buffer, 0, 10, received);
    same("arrive together", received.count, 100);
    for (int i = 0; i < received.count; i++) posix.close(received.descriptors[i]);
    set.count = 1;
    set.descriptors[0] = NO_SUCH_FD;
    same("not a closed one", posix.sendWithDescriptors(here, text("m"), 0, 1, set), -EBADF);
  }

  public void inet() {
    subject = "inet";
    SocketAddress address = new SocketAddress();
    SocketAddress peer = new SocketAddress();
    int loopback = 127 << 24 | 1;
    address.inet(loopback, 0);
    int server = posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0);
    same("bind", posix.bind(server, address), 0);
    posix.listen(server, 1);
    same("local address", posix.localAddress(server, address), 0);
    check("has a port", address.port > 0 && address.port < 65536);
    same("and the address", address.ip, loopback);
    int client = posix.socket(Posix.AF_INET, Posix.SOCK_STREAM, 0);
    same("connect", posix.connect(client, address), 0);
    int connection = posix.accept(server, peer, 0);
    check("accept", connection >= 0);
    check("from there", peer.family == Posix.AF_INET && peer.ip == loopback);
    posix.localAddress(client, address);
    same("of that port", peer.port, address.port);
    posix.close(connection);
    posix.close(client);
    posix.close(server);
  }

  // ---- errors, memory
  // ----------------------------------------------------------------------------

  public void errors() {
    subject = "errors";
    posix.close(create("file", ""));
    same("no such directory", posix.open(dir, text("no/file"), O_RDONLY, 0), -ENOENT);
    same("a file is no directory", posix.open(dir, text("file/x"), O_RDONLY, 0), -ENOTDIR);
    same("a directory does not write", posix.open(dir, text("."), O_WRONLY, 0), -EISDIR);
    posix.seek(dir, 0, 0);
    same("a directory does not read", posix.read(dir, buffer, 0, 1), -EISDIR);
    same("no such descriptor", posix.read(NO_SUCH_FD, buffer, 0, 1), -EBADF);
    same("nor directory", posix.open(NO_SUCH_FD, text("file"), 0, 0), -EBADF);
    same("fstat of it", posix.fstat(NO_SUCH_FD, stat), -EBADF);
    same("fstat of a negative one", posix.fstat(-1, stat), -EBADF);
    same("link onto itself", posix.symlink(text("loop"), dir, text("loop")), 0);
    same("goes round", posix.stat(dir, text("loop"), true, stat), -ELOOP);
    posix.unlink(dir, text("loop"));
    int fd = posix.open(dir, text("file"), O_RDWR | O_CLOEXEC, 0);
    SocketAddress address = new SocketAddress();
    same("a file is no socket", posix.localAddress(fd, address), -ENOTSOCK);
    same("nor accepts", posix.accept(fd, address, 0), -ENOTSOCK);
    same("nor has a peer", posix.peerCredentials(fd, new PeerCredentials()), -ENOTSOCK);
    same("nor a terminal", posix.setControllingTerminal(fd), -ENOTTY);
    same("which could be given up", posix.giveUpTerminal(fd), -ENOTTY);
    same("or typed at", posix.forgetInput(fd), -ENOTTY);
    same("or be asked by a keyboard", posix.signalKeyboardRequests(fd, Signal.SIGWINCH), -ENOTTY);
    posix.close(fd);
    posix.unlink(dir, text("file"));
  }

  public void memory() {
    subject = "memory";
    byte[] bytes = text("a,b,\u00ff");
    same("the first", posix.indexOf(bytes, 0, 5, ','), 1);
    same("the next", posix.indexOf(bytes, 2, 5, ','), 3);
    same("not beyond the end", posix.indexOf(bytes, 2, 3, ','), -1);
    same("a high byte", posix.indexOf(bytes, 0, 5, 0xff), 4);
  }

  // ---- users, regular expressions
  // ----------------------------------------------------------------

  public void users() {
    subject = "users";
    Account account = new Account();
    same("root", posix.userByName(text("root\0x"), account), 0);
    check("is 0", account.uid == 0 && account.gid == 0 && account.home[0] == '/');
    check("has its name", CString.is(account.name, "root"));
    same("0", posix.userById(0, account), 0);
    check("is root", CString.is(account.name, "root"));
    same("nobody of this name", posix.userByName(text("no such user"), account), -ENOENT);
    same("nor number", posix.userById(2_000_000_001, account), -ENOENT);
    same("group root", posix.groupByName(text("root")), 0);
    same("group 0", posix.groupById(0, buffer), 4);
    check("is root too", isText(0, 4, "root"));
    same("no group of this name", posix.groupByName(text("no such group")), -ENOENT);
    same("nor number", posix.groupById(2_000_000_001, buffer), -ENOENT);
    same("groups of nobody", posix.groupsOf(text("no such user"), new int[8]), 0);
  }

  public void regex() {
    subject = "regex";
    int extended = posix.compileRegex(text("^a+(b|c)$\0("), 0);
    check("compiles", extended >= 0);
    check("matches", matches(extended, "aac"));
    check("matches not", !matches(extended, "aacd"));
    check("in a part", posix.matchesRegex(extended, text("..abd"), 2, 2));
    check("up to a NUL", matches(extended, "ab\0d"));
    check("no line but the first", !matches(extended, "x\nab"));
    int lines = posix.compileRegex(text("^a+(b|c)$"), Posix.REG_NEWLINE);
    check("a second handle", lines >= 0 && lines != extended);
    check("every line", matches(lines, "x\nab\ny"));
    int any = posix.compileRegex(text("^x.y$"), 0);
    check("a byte is a character", matches(any, "x\u00ffy"));
    int groups = posix.compileRegex(text("a(b*)(c)"), Posix.REG_GROUPS | Posix.REG_ICASE);
    int[] places = new int[6];
    same("two groups", posix.groupsOfRegex(groups), 2);
    check("letters of any case", posix.matchGroups(groups, text("xABBC"), places));
    check("the whole", places[0] == 1 && places[1] == 5);
    check("the last group", places[4] == 4 && places[5] == 5);
    posix.freeRegex(groups);
    posix.freeRegex(any);
    posix.freeRegex(lines);
    posix.freeRegex(extended);
    int error = posix.compileRegex(text("a(b"), 0);
    check("an open group", error < 0);
    check("is explained", posix.regexError(error, buffer) > 4);
  }

  private boolean matches(int regex, String line) {
    return posix.matchesRegex(regex, text(line), 0, line.length());
  }

  // ---- processes
  // -----------------------------------------------------------------------------------

  /** The locks of another process, and the copies that a fork makes. */
  public void fork() {
    subject = "fork";
    int fd = create("lock", "");
    posix.pipe(ends, O_CLOEXEC);
    int[] up = {ends[0], ends[1]};
    posix.pipe(ends, O_CLOEXEC);
    int child = posix.fork();
    if (child == 0) holdLock(fd, up[1]);
    check("fork", child > 1);
    posix.close(ends[0]);
    posix.close(up[1]);
    same("the child has locked", posix.read(up[0], buffer, 0, 1), 1);
    same("its lock is seen", posix.isLocked(fd), 1);
    same("and whose it is", posix.lockHolder(fd), child);
    same("and excludes", posix.lock(fd, true, false), -EAGAIN);
    same("sharing too", posix.lock(fd, false, false), -EAGAIN);
    posix.close(ends[1]);
    same("the child ends", posix.waitpid(child, status, 0), child);
    same("well", WaitStatus.exitCode(status[0]), 5);
    same("its lock with it", posix.isLocked(fd), 0);
    same("nobody's then", posix.lockHolder(fd), 0);
    same("the file is free", posix.lock(fd, true, false), 0);
    posix.close(up[0]);
    posix.close(fd);
    posix.unlink(dir, text("lock"));
  }

  /** In the child: until the parent closes its end of the second pipe. */
  private void holdLock(int fd, int ready) {
    posix.close(ends[1]);
    int locked = posix.lock(fd, true, false);
    posix.write(ready, text(locked == 0 ? "y" : ""), 0, locked == 0 ? 1 : 0);
    posix.read(ends[0], buffer, 0, 1);
    posix.exit(5);
  }

  public void waitStatuses() {
    subject = "wait statuses";
    int child = posix.spawn(shell("exit 7"));
    check("spawn", child > 1);
    same("wait", posix.waitpid(child, status, 0), child);
    check("exited", WaitStatus.exited(status[0]) && !WaitStatus.signaled(status[0]));
    same("with its code", WaitStatus.exitCode(status[0]), 7);
    child = posix.spawn(shell("kill -9 $$"));
    same("wait for any", posix.waitpid(-1, status, 0), child);
    check("killed", WaitStatus.signaled(status[0]) && !WaitStatus.exited(status[0]));
    same("by its signal", WaitStatus.signal(status[0]), 9);
    posix.pipe(ends, O_CLOEXEC);
    child = posix.spawn(shell("read x; exit 3").move(ends[0], 0));
    same("still running", posix.waitpid(child, status, Posix.WNOHANG), 0);
    posix.close(ends[0]);
    posix.close(ends[1]);
    same("until its input ends", posix.waitpid(child, status, 0), child);
    same("no child left", posix.waitpid(child, status, 0), -ECHILD);
    same("none at all", posix.waitpid(-1, status, 0), -ECHILD);
  }

  /** A process is known by more than its number: it is seen to end, and nobody else is hit. */
  public void processDescriptors() {
    subject = "process descriptors";
    posix.pipe(ends, O_CLOEXEC);
    Spawn waiting = shell("read x; exit 9").move(ends[0], 0);
    waiting.newSession = true;
    int child = posix.spawn(waiting);
    int process = posix.openProcess(child);
    check("opens", process >= 0);
    Poller poller = new Poller(1);
    poller.add(process, Poller.READ);
    same("not ended", posix.poll(poller, 0), 0);
    same("it is there", posix.signalProcess(process, 0, false), 0);
    check("not collected", posix.endOfProcess(process, status) < 0);
    posix.close(ends[0]);
    posix.close(ends[1]);
    same("it ends", posix.poll(poller, 10_000), 1);
    check("so it is readable", poller.readable(0));
    same("a number that is still taken", posix.signalProcess(process, 0, false), 0);
    same("collected", posix.waitpid(child, status, 0), child);
    same("and gone", posix.signalProcess(process, Signal.SIGTERM, false), -ESRCH);
    status[0] = -1;
    int told = posix.endOfProcess(process, status);
    check("its end is told, if at all", told < 0 || WaitStatus.exitCode(status[0]) == 9);
    posix.close(process);
    same("no such process", posix.openProcess(child), -ESRCH);
    posix.pipe(ends, O_CLOEXEC);
    child = posix.spawn(shell("read x").move(ends[0], 0));
    process = posix.openProcess(child);
    same("a signal", posix.signalProcess(process, Signal.SIGKILL, false), 0);
    same("is deadly", posix.waitpid(child, status, 0), child);
    same("as sent", WaitStatus.signal(status[0]), Signal.SIGKILL);
    posix.close(ends[0]);
    posix.close(ends[1]);
    posix.close(process);
  }

  private int started;

  public void spawnMoves() {
    subject = "spawn moves";
    check("output to a pipe", prints("echo err >&2; echo out", "out\n"));
    int kept = posix.dup(dir, 60, true);
    int left = posix.dup(dir, 61, false);
    check("dup at its place", kept == 60 && left == 61);
    String seen = "for i in 60 61; do test -e /proc/self/fd/$i && echo $i; done";
    check("close-on-exec is", prints(seen, "61\n"));
    Spawn spawn = shell(seen).move(kept, kept);
    check("a move onto itself survives", outputIs(spawn, "60\n61\n"));
    posix.close(kept);
    posix.close(left);
    posix.pipe(ends, O_CLOEXEC);
    posix.write(ends[1], text("swap"), 0, 4);
    posix.close(ends[1]);
    int input = ends[0];
    check("input moves", outputIs(shell("cat <&9").move(input, 0).move(0, 9), "swap"));
    posix.close(input);
    Spawn over = shell("true").move(0, 50_000_000);
    check("a number over the limit", posix.spawn(over) == -Errno.EBADF);
    over.beginning = pid -> {};
    check("it is told behind a note, too", posix.spawn(over) == -Errno.EBADF);
    Spawn limited = shell("ulimit -n");
    limited.descriptorLimit = 77;
    check("a limit of descriptors", outputIs(limited, "77\n"));
    limited.moves = 0;
    limited.beginning = pid -> started = pid;
    started = 0;
    check("a limit behind a note", outputIs(limited, "77\n"));
    check("who notes is told the number", started > 1);
    check("the limit is not this process's", !prints("ulimit -n", "77\n"));
  }

  public void spawnDirectory() {
    subject = "spawn directory";
    posix.mkdir(dir, text("where"), 0755);
    int where = posix.open(dir, text("where"), O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    writeProgram(where, "#!/bin/sh\necho ran $0 ${PWD##*/}\n");
    Spawn spawn = new Spawn();
    spawn.file = text("./run");
    spawn.arguments = new byte[][] {text("./run")};
    spawn.directory = where;
    check("the file is found there", outputIs(spawn, "ran ./run where\n"));
    spawn.moves = 0;
    spawn.move(0, where);
    check("a move may take its number", outputIs(spawn, "ran ./run where\n"));
    posix.unlink(where, text("run"));
    posix.close(where);
    posix.rmdir(dir, text("where"));
  }

  private void writeProgram(int directory, String script) {
    int flags = O_WRONLY | O_CREAT | O_CLOEXEC;
    int fd = posix.open(directory, text("run"), flags, 0700);
    posix.write(fd, text(script), 0, script.length());
    posix.close(fd);
  }

  public void spawnSessions() {
    subject = "spawn sessions";
    check("the parent's group", spawnedGroup(shell("read x"), posix.getpgid(0)));
    Spawn spawn = shell("read x");
    spawn.newGroup = true;
    check("its own group", spawnedGroup(spawn, 0));
    spawn = shell("read x");
    spawn.newSession = true;
    check("its own session", spawnedGroup(spawn, 0));
    spawn = shell("read a b c d e f g </proc/self/stat; test $f = $$ && echo leader");
    spawn.newSession = true;
    check("leads the session", outputIs(spawn, "leader\n"));
    spawn = shell("read a b c d e f g </proc/self/stat; test $f = $$ || echo none");
    spawn.newGroup = true;
    check("a group leader does not", outputIs(spawn, "none\n"));
  }

  /** {@code group} 0 stands for the child's own pid. */
  private boolean spawnedGroup(Spawn spawn, int group) {
    posix.pipe(ends, O_CLOEXEC);
    int child = posix.spawn(spawn.move(ends[0], 0));
    int found = posix.getpgid(child);
    posix.close(ends[0]);
    posix.close(ends[1]);
    finish(child);
    return found == (group == 0 ? child : group);
  }

  public void spawnSignals() {
    subject = "spawn signals";
    int fd = posix.signals(Signal.bit(Signal.SIGTERM) | Signal.bit(Signal.SIGCHLD));
    posix.ignoreSignal(Signal.SIGPIPE);
    posix.ignoreSignal(Signal.SIGURG);
    check("an empty mask", prints(statusLine("SigBlk"), "0000000000000000\n"));
    outputLength(shell(statusLine("SigIgn").replace("/self/", "/$PPID/")));
    int own = hex(8) & 8 | hex(7) & 1;
    Spawn spawn = shell("trap '' URG; " + statusLine("SigIgn"));
    check("a line of signals", outputLength(spawn) == 17);
    check("SIGPIPE at its default", (hex(12) & 1) == 0);
    check("URG stays ignored", (hex(10) & 4) != 0);
    check("the C library's own two only if here", ((hex(8) & 8 | hex(7) & 1) & ~own) == 0);
    posix.defaultSignal(Signal.SIGURG);
    while (posix.nextSignal(fd) > 0)
      ;
    int child = posix.spawn(shell("exit 0"));
    Poller poller = new Poller(1);
    poller.add(fd, Poller.READ);
    same("a death is told", posix.poll(poller, 10_000), 1);
    same("by CHLD", posix.nextSignal(fd), Signal.SIGCHLD);
    same("and collected", posix.waitpid(-1, status, Posix.WNOHANG), child);
    child = posix.spawn(shell("kill -TERM $PPID"));
    finish(child);
    int first = posix.nextSignal(fd);
    int second = posix.nextSignal(fd);
    check("a child's signal arrives", first == Signal.SIGTERM || second == Signal.SIGTERM);
    posix.close(fd);
  }

  private static String statusLine(String name) {
    return "while read a b; do test \"$a\" = " + name + ": && echo $b; done </proc/self/status";
  }

  /** The value of a hexadecimal digit of the last output. */
  private int hex(int place) {
    int digit = buffer[place];
    return digit >= 'a' ? digit - 'a' + 10 : digit - '0';
  }

  public void spawnStrings() {
    subject = "spawn strings";
    Spawn spawn = shell("printf %s \"$0$1$A\"");
    spawn.arguments =
        new byte[][] {
          text("sh"), text("-c"), spawn.arguments[2], text("\u00ff "), text("b\0c"), null, text("d")
        };
    spawn.environment = new byte[][] {text("A=\u00fe\u00fd"), null, text("A=2")};
    check("bytes are passed as they are", outputIs(spawn, "\u00ff b\u00fe\u00fd"));
    spawn = shell("echo ${PATH:+set}");
    check("the environment is inherited", outputIs(spawn, "set\n"));
    spawn.environment = new byte[0][];
    spawn.arguments[2] = text("echo ${HOME-unset}");
    spawn.moves = 0;
    check("or empty", outputIs(spawn, "unset\n"));
  }

  public void spawnErrors() {
    subject = "spawn errors";
    Spawn spawn = shell("true");
    spawn.file = text("/nonexistent/program");
    same("missing", posix.spawn(spawn), -ENOENT);
    spawn.file = text("/");
    same("a directory", posix.spawn(spawn), -EACCES);
    spawn.file = text("sh");
    same("no search on PATH", posix.spawn(spawn), -ENOENT);
    writeProgram(dir, "no program\n");
    spawn.file = in("run");
    same("no format", posix.spawn(spawn), -ENOEXEC);
    posix.unlink(dir, text("run"));
    same("a closed descriptor", posix.spawn(shell("true").move(NO_SUCH_FD, 1)), -EBADF);
    spawn = shell("true");
    spawn.directory = NO_SUCH_FD;
    same("a closed directory", posix.spawn(spawn), -EBADF);
    spawn.reset();
    spawn.file = filled(4096, 'x');
    spawn.arguments = new byte[][] {text("x")};
    same("too long", posix.spawn(spawn), -ENAMETOOLONG);
    same("no half-started child", posix.waitpid(-1, status, Posix.WNOHANG), -ECHILD);
  }

  public void execErrors() {
    subject = "exec errors";
    byte[][] words = {text("x")};
    same("missing", posix.exec(text("/nonexistent/program"), words, null), -ENOENT);
    same("a directory", posix.exec(text("/"), words, null), -EACCES);
    writeProgram(dir, "no program\n");
    same("no format", posix.exec(in("run"), words, null), -ENOEXEC);
    posix.chmod(dir, text("run"), 0600);
    same("not executable", posix.exec(in("run"), words, null), -EACCES);
    posix.unlink(dir, text("run"));
    int fd = posix.signals(Signal.bit(Signal.SIGTERM));
    posix.exec(text("/nonexistent/program"), words, null);
    posix.kill(posix.getpid(), Signal.SIGTERM);
    Poller poller = new Poller(1);
    poller.add(fd, Poller.READ);
    same("signals stay blocked after a failed exec", posix.poll(poller, 5000), 1);
    same("and are told", posix.nextSignal(fd), Signal.SIGTERM);
    posix.close(fd);
  }

  /** Sockets and received descriptors are close-on-exec without being asked to be. */
  public void socketsStayHere() {
    subject = "sockets stay here";
    int server = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    posix.bind(server, unix("stay"));
    posix.listen(server, 1);
    int client = posix.socket(Posix.AF_UNIX, Posix.SOCK_STREAM, 0);
    posix.connect(client, unix("stay"));
    int connection = posix.accept(server, new SocketAddress(), 0);
    int signals = posix.signals(Signal.bit(Signal.SIGTERM));
    DescriptorSet set = new DescriptorSet();
    int open = posix.dup(dir, 0, false);
    set.descriptors[set.count++] = open;
    posix.sendWithDescriptors(client, text("x"), 0, 1, set);
    posix.receiveWithDescriptors(connection, buffer, 0, 1, set);
    int received = set.descriptors[0];
    posix.socketpair(Posix.SOCK_DGRAM, ends);
    int[] all = {server, client, connection, ends[0], ends[1], signals, received, open};
    StringBuilder script = new StringBuilder("for i in");
    for (int i = 0; i < all.length; i++) script.append(' ').append(all[i]);
    script.append("; do test -e /proc/self/fd/$i && echo $i; done");
    check("but for what was asked to go", prints(script.toString(), open + "\n"));
    for (int i = 0; i < all.length; i++) same("close", posix.close(all[i]), 0);
    posix.unlink(dir, text("stay"));
  }

  public void pidNamespace() {
    subject = "pid namespace";
    Spawn spawn = shell("echo $$");
    spawn.newPidNamespace = true;
    check("the child is process 1", outputIs(spawn, "1\n"));
    check("the next one is not", prints("test $$ != 1 && echo other", "other\n"));
  }

  // ---- tools ------------------------------------------------------------------------------------

  private Spawn shell(String script) {
    Spawn spawn = new Spawn();
    spawn.file = text("/bin/sh");
    spawn.arguments = new byte[][] {text("sh"), text("-c"), text(script)};
    return spawn;
  }

  private boolean prints(String script, String wanted) {
    return outputIs(shell("exec 2>/dev/null; " + script), wanted);
  }

  private boolean outputIs(Spawn spawn, String wanted) {
    int length = outputLength(spawn);
    return length == wanted.length() && isText(0, length, wanted);
  }

  /** Runs the child and leaves what it printed at the start of the buffer. */
  private int outputLength(Spawn spawn) {
    posix.pipe(ends, O_CLOEXEC);
    int output = ends[0];
    int child = posix.spawn(spawn.move(ends[1], 1));
    posix.close(ends[1]);
    int length = 0;
    for (int count = 1; count > 0; ) {
      count = posix.read(output, buffer, length, buffer.length - length);
      if (count > 0) length += count;
    }
    posix.close(output);
    return finish(child) < 0 ? -1 : length;
  }

  private int finish(int child) {
    return child > 1 ? posix.waitpid(child, status, 0) : child;
  }

  private int create(String name, String content) {
    int flags = O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC;
    int fd = posix.open(dir, text(name), flags, 0600);
    check("create " + name, fd >= 0);
    same("fill " + name, posix.write(fd, text(content), 0, content.length()), content.length());
    return fd;
  }

  private boolean holds(String name, String content) {
    int fd = posix.open(dir, text(name), O_RDONLY | O_CLOEXEC, 0);
    int length = posix.read(fd, buffer, 0, buffer.length);
    posix.close(fd);
    return length == content.length() && isText(0, length, content);
  }

  private boolean isText(int at, int length, String wanted) {
    if (length != wanted.length()) return false;
    for (int i = 0; i < length; i++) if (buffer[at + i] != (byte) wanted.charAt(i)) return false;
    return true;
  }

  private SocketAddress unix(String name) {
    SocketAddress address = new SocketAddress();
    byte[] path = in(name);
    check("the scratch directory's path is short", address.unix(path, path.length));
    return address;
  }

  /** The absolute path of a name in the scratch directory. */
  private byte[] in(String name) {
    return CString.path(scratch, text(name));
  }

  private static byte[] text(String text) {
    return CString.of(text);
  }

  private static byte[] filled(int length, int with) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) bytes[i] = (byte) with;
    return bytes;
  }

  private boolean has(int capabilities) {
    return (missing & capabilities) == 0;
  }

  private void same(String name, long found, long wanted) {
    if (found == wanted) check(name, true);
    else check(name + ": " + found + " instead of " + wanted, false);
  }

  private void check(String name, boolean condition) {
    if (!condition) failures++;
    report.check(subject + ": " + name, condition);
  }
}
