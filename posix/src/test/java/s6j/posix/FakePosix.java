package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One process of a small strict kernel in memory, for tests: what a program under test is given,
 * and, with the methods under "the test's side", what the test holds.
 *
 * <p>Time passes only in {@link #poll} and other calls that wait, or when the test says so; a wait
 * that nothing can end throws {@link Quiet}. {@link #exit} throws {@link Exited}, a successful
 * {@link #exec} {@link Executed}, a deadly signal to the test's own process {@link Killed}.
 *
 * <p>It is stricter than the world: closing or using a descriptor that is not open, and passing a
 * descriptor on to a child by negligence, is noted in {@link #complaints}.
 *
 * <p>A process is known to its kernel and to its sockets before it is wholly made; neither calls it
 * before. (JDK 21 and later warn of that.)
 */
@SuppressWarnings("this-escape")
public class FakePosix implements Posix {
  /** Nothing is left that could end a wait: the natural end of a loop under test. */
  public static final class Quiet extends RuntimeException {
    private static final long serialVersionUID = 1;

    Quiet(String what) {
      super(what + " waits for ever");
    }
  }

  /** The process called {@link #exit}. */
  public static final class Exited extends RuntimeException {
    private static final long serialVersionUID = 1;
    public final int code;

    Exited(int code) {
      super("exit " + code, null, false, false);
      this.code = code;
    }
  }

  /** The process became another program. */
  public static final class Executed extends RuntimeException {
    private static final long serialVersionUID = 1;
    public final transient byte[] file;
    public final transient byte[][] arguments;

    /** Null: the process's own. */
    public final transient byte[][] environment;

    Executed(byte[] file, byte[][] arguments, byte[][] environment) {
      super("exec " + CString.text(file));
      this.file = file;
      this.arguments = arguments;
      this.environment = environment;
    }

    /** The file and the arguments behind argv[0], blanks between. */
    public String line() {
      return CString.text(file) + words(arguments, 1);
    }
  }

  /** A signal ended the process of the program under test. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
    public final int signal;

    Killed(int signal) {
      super(Signal.name(signal));
      this.signal = signal;
    }
  }

  private static final class Slot {
    final FakeOpenFile file;
    boolean closeOnExec;

    /** Whether it came from before the program: then passing it on is nobody's negligence. */
    boolean inherited;

    /** Where the program under test opened it; null: the test did, or a process before. */
    String place;

    Slot(FakeOpenFile file, boolean closeOnExec) {
      this.file = file;
      this.closeOnExec = closeOnExec;
      file.descriptors++;
    }
  }

  private static final int NOFILE = 7;
  private static final int NO_LIMIT = -1;
  private static final int LIMITS = 16;

  final FakeKernel kernel;
  private final int pid;
  private FakePosix parent;

  /** Whether the test runs its program; a child's end is caught, here it is thrown. */
  private boolean ofTest;

  private final TreeMap<Integer, Slot> slots = new TreeMap<>();
  private final Deque<FakePosix> deadChildren = new ArrayDeque<>();
  private final Map<Integer, Runnable> handlers = new HashMap<>();
  private final TreeSet<Integer> pending = new TreeSet<>();
  private final Set<Integer> ignored = new HashSet<>();
  private final long[] softLimits = new long[LIMITS];
  private final long[] hardLimits = new long[LIMITS];
  private final FakeSockets sockets = new FakeSockets(this);
  private final List<Pattern> patterns = new ArrayList<>();
  private final Set<Integer> groups = new HashSet<>();
  private long blocked;
  private FakeInode workingDirectory;
  FakeInode rootDirectory;
  private int mask = 022;
  private int uid = 1000;
  private int gid = 1000;
  private int group;
  private int session;
  private byte[][] environment = {CString.of("PATH=/usr/bin:/bin")};
  private byte[] ownPath = {};
  private byte[] builtPath;
  private byte[] file = {};
  private byte[][] arguments = {};
  private int niceness;
  private boolean subreaper;
  private boolean stopped;

  /** What a stopped child would have done meanwhile. */
  private final List<Runnable> held = new ArrayList<>();

  private boolean ended;
  private boolean ownNamespace;
  private int waitStatus;
  private final long startNanos;
  private ZoneId zone = ZoneId.of("UTC");
  private final Map<String, Account> accounts;
  private final Map<String, Integer> groupNumbers;
  private final Map<String, Set<String>> groupMembers;

  /** A process, pid 100, user and group 1000, on a machine of its own, in its {@code /}. */
  public FakePosix() {
    kernel = new FakeKernel();
    startNanos = kernel.monotonicNanos;
    pid = kernel.nextPid();
    ofTest = true;
    group = pid;
    session = pid;
    workingDirectory = kernel.root;
    rootDirectory = kernel.root;
    kernel.root.uid = uid;
    kernel.root.gid = gid;
    accounts = new TreeMap<>();
    groupNumbers = new TreeMap<>();
    groupMembers = new TreeMap<>();
    Arrays.fill(softLimits, NO_LIMIT);
    Arrays.fill(hardLimits, NO_LIMIT);
    softLimits[NOFILE] = 1024;
    hardLimits[NOFILE] = 4096;
    kernel.processes.add(this);
    directory("/dev");
    directory("/tmp");
    FakeInode nothing = kernel.newInode(FakeInode.TERMINAL_OR_NULL, 0666);
    at("/dev").entries.put("null", nothing);
    nothing.links = 1;
    inherit(0, new FakeOpenFile("/dev/null", nothing, null, O_RDONLY));
    inherit(1, anonymous("stdout"));
    inherit(2, anonymous("stderr"));
  }

  private FakePosix(FakePosix parent) {
    kernel = parent.kernel;
    startNanos = kernel.monotonicNanos;
    pid = kernel.nextPid();
    this.parent = parent;
    group = parent.group;
    session = parent.session;
    workingDirectory = parent.workingDirectory;
    rootDirectory = parent.rootDirectory;
    niceness = parent.niceness;
    mask = parent.mask;
    uid = parent.uid;
    gid = parent.gid;
    groups.addAll(parent.groups);
    environment = parent.environment;
    zone = parent.zone;
    accounts = parent.accounts;
    groupNumbers = parent.groupNumbers;
    groupMembers = parent.groupMembers;
    ignored.addAll(parent.ignored);
    System.arraycopy(parent.softLimits, 0, softLimits, 0, LIMITS);
    System.arraycopy(parent.hardLimits, 0, hardLimits, 0, LIMITS);
    kernel.processes.add(this);
  }

  // ---- the test's side: files (no permission is asked) -----------------------------------------

  /** Makes a directory, 0755, and those above it. */
  public FakePosix directory(String path) {
    FakeInode at = path.startsWith("/") ? kernel.root : workingDirectory;
    for (String name : path.split("/+")) {
      if (name.isEmpty() || name.equals(".")) continue;
      FakeInode next = at.entries.get(name);
      if (next != null && next.is(FakeInode.LINK)) next = at(CString.text(next.target));
      at = next != null ? next : add(at, name, FakeInode.DIRECTORY, 0755);
    }
    return this;
  }

  /** Makes or replaces a file, 0644, and the directories above it. */
  public FakePosix file(String path, String text) {
    return file(path, CString.of(text), 0644);
  }

  public FakePosix file(String path, byte[] content, int permissions) {
    FakeInode inode = fresh(path);
    inode.content = content.clone();
    inode.size = content.length;
    inode.permissions = permissions;
    inode.modifiedNanos = kernel.realtimeNanos();
    kernel.tellWatches(inode, WatchEvents.MODIFY);
    return this;
  }

  /** Makes an executable file, 0755, that does {@code program} when started. */
  public FakePosix program(String path, FakeProgram program) {
    file(path, CString.of("#!fake\n"), 0755);
    at(path).program = program;
    return this;
  }

  /** What executable files do that are no {@link #program}: copies, and what a program wrote. */
  public FakePosix interpreter(FakeProgram program) {
    kernel.interpreter = program;
    return this;
  }

  /** The text of a file, Latin-1; null if there is none. */
  public String text(String path) {
    byte[] bytes = bytes(path);
    return bytes == null ? null : latin1(bytes);
  }

  public byte[] bytes(String path) {
    FakeInode inode = at(path);
    return inode == null ? null : inode.bytes();
  }

  /** The names in a directory, sorted; null if there is none. */
  public List<String> names(String path) {
    FakeInode inode = at(path);
    return inode == null ? null : List.copyOf(new TreeSet<>(inode.entries.keySet()));
  }

  public boolean exists(String path) {
    return at(path) != null;
  }

  /** Permission bits, 07777, or -1 without such a file. */
  public int permissions(String path) {
    FakeInode inode = at(path);
    return inode == null ? -1 : inode.permissions;
  }

  /** Sets what stat tells; uid and gid -1 to leave them. */
  public FakePosix permissions(String path, int permissions, int owner, int ownerGroup) {
    FakeInode inode = at(path);
    inode.permissions = permissions;
    if (owner >= 0) inode.uid = owner;
    if (ownerGroup >= 0) inode.gid = ownerGroup;
    return this;
  }

  private FakeInode at(String path) {
    int realUid = uid;
    uid = 0;
    try {
      return new FakePath(this, workingDirectory, CString.of(path), true).inode;
    } catch (FakeFailure none) {
      return null;
    } finally {
      uid = realUid;
    }
  }

  private FakeInode fresh(String path) {
    int slash = path.lastIndexOf('/');
    FakeInode in = slash < 0 ? workingDirectory : kernel.root;
    if (slash > 0) in = at(directory(path.substring(0, slash)).canonical(path, slash));
    String name = path.substring(slash + 1);
    FakeInode old = in.entries.get(name);
    return old != null ? old : add(in, name, FakeInode.REGULAR, 0644);
  }

  private String canonical(String path, int slash) {
    return path.substring(0, slash);
  }

  private FakeInode add(FakeInode in, String name, int type, int permissions) {
    FakeInode inode = kernel.newInode(type, permissions);
    inode.uid = uid;
    inode.gid = gid;
    enterName(in, name, inode, WatchEvents.CREATE);
    return inode;
  }

  private void enterName(FakeInode in, String name, FakeInode inode, int event) {
    in.entries.put(name, inode);
    in.modifiedNanos = kernel.realtimeNanos();
    kernel.watches.forEach(watch -> watch.tellName(in, name, event));
    inode.links++;
    if (!inode.is(FakeInode.DIRECTORY)) return;
    inode.parent = in;
    inode.links = Math.max(inode.links, 2);
  }

  // ---- the test's side: time -------------------------------------------------------------------

  /**
   * Does {@code action} when this time has passed; for a child, not if it has ended by then, and
   * when it goes on if it is stopped.
   */
  public FakePosix after(long millis, Runnable action) {
    kernel.at(kernel.monotonicNanos + millis * 1_000_000, () -> runUnlessEnded(action));
    return this;
  }

  private void runUnlessEnded(Runnable action) {
    if (stopped) held.add(action);
    else if (!ended) guarded(action);
  }

  /** Lets time pass, and what is due happen. */
  public FakePosix pass(long millis) {
    kernel.passTo(kernel.monotonicNanos + millis * 1_000_000);
    return this;
  }

  /** Sets the wall clock, which monotonic time does not follow. */
  public FakePosix setRealtime(long nanos) {
    kernel.realtimeAheadNanos = nanos - kernel.monotonicNanos;
    return this;
  }

  public FakePosix setZone(ZoneId local) {
    zone = local;
    return this;
  }

  // ---- the test's side: processes --------------------------------------------------------------

  /** Another process on this machine, a sibling with the same directory, user and environment. */
  public FakePosix another() {
    FakePosix other = new FakePosix(this);
    other.parent = null;
    other.ofTest = true;
    other.group = other.pid;
    other.session = other.pid;
    for (int fd = 0; fd <= 2; fd++)
      if (slots.containsKey(fd)) other.inherit(fd, slots.get(fd).file);
    return other;
  }

  public FakePosix become(int user, int ownGroup) {
    uid = user;
    gid = ownGroup;
    return this;
  }

  /** By which path the kernel was told to run the program under test. */
  public FakePosix setOwnPath(String path) {
    ownPath = CString.of(path);
    return this;
  }

  /** As if built with {@code -Ds6j.path}. */
  public FakePosix setBuiltPath(String path) {
    builtPath = CString.of(path);
    return this;
  }

  public FakePosix setEnvironment(String... variables) {
    environment = new byte[variables.length][];
    for (int i = 0; i < variables.length; i++) environment[i] = CString.of(variables[i]);
    return this;
  }

  /** The next process that is started gets this number: that of one which is gone. */
  public FakePosix numberNext(int number) {
    kernel.numberNext(number);
    return this;
  }

  /** The machine was started anew, as far as processes can tell from its boot id. */
  public FakePosix setBootId(String id) {
    kernel.bootId = id;
    return this;
  }

  /** The machine is one without {@link #openProcess}. */
  public FakePosix withoutProcessDescriptors() {
    return withoutProcessDescriptors(Errno.ENOSYS);
  }

  /** {@link #openProcess} fails with that errno, whatever the process; 0 for never. */
  public FakePosix withoutProcessDescriptors(int errno) {
    kernel.processDescriptorError = errno;
    return this;
  }

  /** The machine is one without {@link #endOfProcess}. */
  public FakePosix withoutEndOfProcess() {
    kernel.tellsEndOfProcess = false;
    return this;
  }

  /** The machine is one without {@link #openWatch}. */
  public FakePosix withoutWatches() {
    kernel.hasWatches = false;
    return this;
  }

  /** After so many calls of {@link #addWatch} the user has too many. */
  public FakePosix limitWatches(int calls) {
    kernel.mostWatches = calls;
    return this;
  }

  /** The living or unreaped process of that number on this machine, or null. */
  public FakePosix process(int number) {
    return kernel.process(number);
  }

  /** Every process started on this machine that has not ended, but this one; oldest first. */
  public List<FakePosix> others() {
    return kernel.processes.stream().filter(other -> other != this && !other.ended).toList();
  }

  /** What the process was started as; empty for the test's own. */
  public byte[][] arguments() {
    return arguments;
  }

  /** The file as asked for, and the arguments behind argv[0], blanks between. */
  public String line() {
    return CString.text(file) + words(arguments, 1);
  }

  public boolean isStopped() {
    return stopped;
  }

  public boolean hasEnded() {
    return ended;
  }

  public boolean isInOwnPidNamespace() {
    return ownNamespace;
  }

  public int session() {
    return session;
  }

  /** The path of the working directory. */
  public String workingDirectory() {
    return pathOf(workingDirectory);
  }

  /** What a child does at a signal, instead of what signals do by themselves. */
  public FakePosix on(int signal, Runnable action) {
    handlers.put(signal, action);
    return this;
  }

  /** Ends this child with a raw wait status, as {@link WaitStatus} reads it. */
  public void endWith(int status) {
    if (ended) return;
    ended = true;
    waitStatus = status;
    for (int fd : List.copyOf(slots.keySet())) release(fd);
    for (FakePosix orphan : List.copyOf(kernel.processes))
      if (orphan.parent == this) orphan.adopt();
    if (parent == null) kernel.processes.remove(this);
    else parent.buries(this);
  }

  /** Ends this child with an exit code. */
  public void end(int code) {
    endWith((code & 255) << 8);
  }

  private void buries(FakePosix child) {
    deadChildren.add(child);
    deliver(Signal.SIGCHLD);
  }

  private void adopt() {
    FakePosix next = parent.parent;
    while (next != null && (next.ended || !next.subreaper)) next = next.parent;
    parent = next;
    if (!ended) return;
    if (next == null) kernel.processes.remove(this);
    else next.buries(this);
  }

  /** Sends a signal from outside. */
  public FakePosix signal(int signal) {
    deliver(signal);
    if (ofTest) goOn();
    return this;
  }

  /** Throws {@link Killed} if the process has ended: nothing more happens in it. */
  public void goOn() {
    if (ended) throw new Killed(waitStatus & 0x7f);
  }

  /** A program that never ends has its descriptors. */
  private Quiet waitsForEver(String what) {
    LeftOpen.remove(this);
    return new Quiet(what);
  }

  void waitForEvent(String what) {
    waitForEvent(what, () -> true);
  }

  /** {@code ready} only saves turns: what was waited for is asked again in any case. */
  void waitForEvent(String what, BooleanSupplier ready) {
    try {
      kernel.waitForEvent(what, ready);
    } catch (Quiet neverEnds) {
      LeftOpen.remove(this);
      throw neverEnds;
    }
    goOn();
  }

  /** Every kill so far on this machine, as "TERM 101", "KILL -101". */
  public List<String> kills() {
    return kernel.kills;
  }

  /** What was done that a careful program does not do. */
  public List<String> complaints() {
    return kernel.complaints;
  }

  /** The open descriptors from 3, with names: what a program should not leave behind. */
  public List<String> openDescriptors() {
    List<String> open = new ArrayList<>();
    slots.forEach((fd, slot) -> open.add(fd + " " + slot.file.name));
    open.removeIf(line -> line.matches("[012] .*"));
    return open;
  }

  /** What the program opened and has not closed: number, name and the place in its code. */
  List<String> leftOpen() {
    List<String> left = new ArrayList<>();
    slots.forEach(
        (fd, slot) -> {
          if (fd > 2 && slot.place != null)
            left.add(fd + " " + slot.file.name + ", opened in " + slot.place);
        });
    return left;
  }

  /** What was written to descriptor 1 as the process got it. */
  public String output() {
    return written.get(1);
  }

  /** What was written to descriptor 2 as the process got it. */
  public String errors() {
    return written.get(2);
  }

  private final Written written = new Written();

  private static final class Written {
    final Map<Integer, FakeInode> files = new HashMap<>();

    String get(int fd) {
      return latin1(files.get(fd).bytes());
    }
  }

  private FakeOpenFile anonymous(String name) {
    FakeInode inode = kernel.newInode(FakeInode.REGULAR, 0600);
    return new FakeOpenFile(name, inode, null, O_WRONLY | O_APPEND);
  }

  /** Gives the process a descriptor, as one it was started with. */
  private void inherit(int fd, FakeOpenFile open) {
    if (slots.containsKey(fd)) release(fd);
    Slot slot = new Slot(open, false);
    slot.inherited = true;
    slots.put(fd, slot);
    if (open.inode != null) written.files.put(fd, open.inode);
  }

  /** Puts {@code from}, an open descriptor of this process, at {@code to} as if inherited. */
  public FakePosix inherit(int from, int to) {
    inherit(to, slots.get(from).file);
    if (from != to) release(from);
    return this;
  }

  static String latin1(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    for (byte b : bytes) text.append((char) (b & 0xff));
    return text.toString();
  }

  private static String words(byte[][] words, int from) {
    StringBuilder line = new StringBuilder();
    for (int i = from; i < words.length && words[i] != null; i++)
      line.append(' ').append(CString.text(words[i]));
    return line.toString();
  }

  // ---- how every call answers ------------------------------------------------------------------

  static int answer(IntSupplier call) {
    // A test whose time is up.
    if (Thread.currentThread().isInterrupted()) throw new IllegalStateException("interrupted");
    try {
      return call.getAsInt();
    } catch (FakeFailure failure) {
      return -failure.errno;
    }
  }

  static FakeFailure fail(int errno) {
    return new FakeFailure(errno);
  }

  FakeOpenFile openFile(int fd) {
    return slot(fd).file;
  }

  private Slot slot(int fd) {
    Slot slot = slots.get(fd);
    if (slot == null) throw fail(Errno.EBADF);
    return slot;
  }

  /** For calls that no careful program makes on a closed descriptor. */
  private FakeOpenFile used(int fd, String call) {
    if (!slots.containsKey(fd)) complain(call + " of descriptor " + fd + ", which is not open");
    return slot(fd).file;
  }

  private void complain(String what) {
    kernel.complaints.add(what);
  }

  FakePath path(int directory, byte[] path, boolean follow) {
    FakeInode start = workingDirectory;
    if (directory != CWD && (path.length == 0 || path[0] != '/')) {
      start = slot(directory).file.inode;
      if (start == null || !start.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    }
    return new FakePath(this, start, path, follow);
  }

  /** Fails with EACCES unless the process may do {@code access} (R_OK, W_OK, X_OK, or-ed). */
  void demand(FakeInode inode, int access) {
    if (!may(inode, access)) throw fail(Errno.EACCES);
  }

  private boolean may(FakeInode inode, int access) {
    if (uid == 0)
      return (access & X_OK) == 0
          || inode.is(FakeInode.DIRECTORY)
          || (inode.permissions & 0111) != 0;
    int shift = 0;
    if (inode.uid == uid) shift = 6;
    else if (inode.gid == gid || groups.contains(inode.gid)) shift = 3;
    return (inode.permissions >> shift & access) == access;
  }

  /** Whether this process may look into another. */
  void demandInsight(FakePosix other) {
    if (uid != 0 && uid != other.uid) throw fail(Errno.EACCES);
  }

  boolean isOpen(int fd) {
    return slots.containsKey(fd);
  }

  /** Raw wait status of a process that has ended. */
  int endSeen() {
    return ended ? waitStatus : 0;
  }

  /** What /proc has for it: it belongs to its user. */
  FakeInode ownDirectory() {
    FakeInode inode = kernel.newInode(FakeInode.DIRECTORY, 0555);
    inode.uid = uid;
    inode.gid = gid;
    return inode;
  }

  /** The file that the process runs, as asked for. */
  public String ownFile() {
    return CString.text(file);
  }

  FakeInode workingInode() {
    return workingDirectory;
  }

  FakePosix ownParent() {
    return parent;
  }

  long startNanos() {
    return startNanos;
  }

  private void demandOwner(FakeInode inode) {
    if (uid != 0 && inode.uid != uid) throw fail(Errno.EPERM);
  }

  private void demandRemoval(FakeInode directory, FakeInode inode) {
    demand(directory, W_OK | X_OK);
    boolean sticky = (directory.permissions & 01000) != 0;
    if (sticky && uid != 0 && directory.uid != uid && inode.uid != uid) throw fail(Errno.EPERM);
  }

  private String pathOf(FakeInode directory) {
    if (directory == kernel.root) return "/";
    FakeInode above = directory.parent;
    for (Map.Entry<String, FakeInode> entry : above.entries.entrySet())
      if (entry.getValue() == directory)
        return (above == kernel.root ? "" : pathOf(above)) + "/" + entry.getKey();
    throw fail(Errno.ENOENT);
  }

  private String nameOf(int directory, byte[] path) {
    String text = CString.text(path);
    if (text.startsWith("/")) return text;
    String in = directory == CWD ? pathOf(workingDirectory) : slot(directory).file.name;
    return in.endsWith("/") ? in + text : in + "/" + text;
  }

  // ---- files -----------------------------------------------------------------------------------

  @Override
  public int open(int directory, byte[] path, int flags, int mode) {
    return answer(() -> openFile(directory, path, flags, mode));
  }

  private int openFile(int directory, byte[] path, int flags, int mode) {
    int fd = lowestFree(0);
    FakeOpenFile ofProcess = FakeProc.open(this, CString.text(path), flags & ~O_CLOEXEC);
    if (ofProcess != null) {
      put(fd, ofProcess, (flags & O_CLOEXEC) != 0);
      return fd;
    }
    boolean exclusive = (flags & O_EXCL) != 0 && (flags & O_CREAT) != 0;
    FakePath found = path(directory, path, !exclusive && (flags & O_NOFOLLOW) == 0);
    FakeInode inode = found.inode;
    if (inode == null) inode = create(found, flags, mode);
    else if (exclusive) throw fail(Errno.EEXIST);
    else checkOpen(inode, flags);
    FakeOpenFile open =
        new FakeOpenFile(nameOf(directory, path), inode, fifoOf(inode, flags), flags & ~O_CLOEXEC);
    put(fd, open, (flags & O_CLOEXEC) != 0);
    if (inode.is(FakeInode.FIFO)) waitForOtherEnd(open, fd);
    return fd;
  }

  private FakeInode create(FakePath found, int flags, int mode) {
    if ((flags & O_CREAT) == 0) throw fail(Errno.ENOENT);
    if (found.slashed) throw fail(Errno.EISDIR);
    return make(found, FakeInode.REGULAR, mode);
  }

  FakeInode make(FakePath found, int type, int mode) {
    if (found.inode != null) throw fail(Errno.EEXIST);
    demand(found.directory, W_OK | X_OK);
    if (found.directory.links == 0) throw fail(Errno.ENOENT);
    FakeInode inode = add(found.directory, found.name, type, mode & ~mask & 07777);
    if ((found.directory.permissions & 02000) != 0) inode.gid = found.directory.gid;
    return inode;
  }

  private void checkOpen(FakeInode inode, int flags) {
    boolean writes = (flags & 3) != O_RDONLY;
    if (inode.is(FakeInode.LINK)) throw fail(Errno.ELOOP);
    if (inode.is(FakeInode.SOCKET)) throw fail(Errno.ENXIO);
    if ((flags & O_DIRECTORY) != 0 && !inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    if (inode.is(FakeInode.DIRECTORY) && (writes || (flags & O_CREAT) != 0))
      throw fail(Errno.EISDIR);
    int access = (flags & 3) == O_RDONLY ? R_OK : (flags & 3) == O_WRONLY ? W_OK : R_OK | W_OK;
    demand(inode, access);
    if ((flags & O_TRUNC) == 0 || !inode.is(FakeInode.REGULAR)) return;
    inode.resize(0);
    inode.modifiedNanos = kernel.realtimeNanos();
    kernel.tellWatches(inode, WatchEvents.MODIFY);
  }

  private FakePipe fifoOf(FakeInode inode, int flags) {
    boolean hopeless = (flags & 3) == O_WRONLY && (flags & O_NONBLOCK) != 0;
    if (inode.is(FakeInode.FIFO) && hopeless && inode.pipe.readers == 0) throw fail(Errno.ENXIO);
    return inode.pipe;
  }

  private void waitForOtherEnd(FakeOpenFile open, int fd) {
    if (open.nonBlocking() || open.reads() && open.writes()) return;
    while (open.isAlone())
      waitForEvent("open of " + open.name + " at " + fd, () -> !open.isAlone());
  }

  int lowestFree(int least) {
    int fd = least;
    while (slots.containsKey(fd)) fd++;
    if (softLimits[NOFILE] >= 0 && fd >= softLimits[NOFILE]) throw fail(Errno.EMFILE);
    return fd;
  }

  @Override
  public int close(int fd) {
    return answer(
        () -> {
          used(fd, "close");
          release(fd);
          return 0;
        });
  }

  private void release(int fd) {
    FakeOpenFile file = slots.remove(fd).file;
    if (file.inode != null) file.inode.unlock(this);
    file.released();
    if (ofTest && leftOpen().isEmpty()) LeftOpen.remove(this);
  }

  @Override
  public int read(int fd, byte[] buffer, int offset, int length) {
    return answer(() -> readFile(fd, buffer, offset, length));
  }

  private int readFile(int fd, byte[] buffer, int offset, int length) {
    FakeOpenFile file = used(fd, "read");
    java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
    if (!file.reads()) throw fail(Errno.EBADF);
    if (file.signalsOf != null) throw fail(Errno.EINVAL);
    if (file.watch != null) return file.watch.read(buffer, offset, length);
    if (file.socket != null) return sockets.receive(file, buffer, offset, length, null, null);
    if (file.pipe != null) return readPipe(file, buffer, offset, length);
    if (file.inode.is(FakeInode.DIRECTORY)) throw fail(Errno.EISDIR);
    int count = (int) Math.max(0, Math.min(length, file.inode.size - file.position));
    if (count > 0) System.arraycopy(file.inode.content, (int) file.position, buffer, offset, count);
    file.position += count;
    return count;
  }

  private int readPipe(FakeOpenFile file, byte[] buffer, int offset, int length) {
    if (length == 0) return 0;
    while (file.pipe.filled == 0) {
      if (file.pipe.writers == 0) return 0;
      if (file.nonBlocking()) throw fail(Errno.EAGAIN);
      waitForEvent("read of " + file.name, () -> file.readiness() != 0);
    }
    return file.pipe.read(buffer, offset, length);
  }

  @Override
  public int write(int fd, byte[] buffer, int offset, int length) {
    return answer(() -> writeFile(fd, buffer, offset, length));
  }

  private int writeFile(int fd, byte[] buffer, int offset, int length) {
    FakeOpenFile file = used(fd, "write");
    java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
    if (!file.writes() || file.signalsOf != null) throw fail(Errno.EBADF);
    if (file.socket != null) return sockets.send(file, buffer, offset, length, null, null);
    if (file.pipe != null) return writePipe(file, buffer, offset, length);
    FakeInode inode = file.inode;
    if (inode.is(FakeInode.TERMINAL_OR_NULL)) return length;
    if ((file.flags & O_APPEND) != 0) file.position = inode.size;
    fill(inode, buffer, offset, length, (int) file.position);
    file.position += length;
    return length;
  }

  private void fill(FakeInode inode, byte[] buffer, int offset, int length, int place) {
    if (place + length > inode.size) inode.resize(place + length);
    System.arraycopy(buffer, offset, inode.content, place, length);
    inode.modifiedNanos = kernel.realtimeNanos();
    kernel.tellWatches(inode, WatchEvents.MODIFY);
  }

  @Override
  public int writeAt(int fd, byte[] buffer, int offset, int length, long place) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "writeAt");
          java.util.Objects.checkFromIndexSize(offset, length, buffer.length);
          if (!file.writes()) throw fail(Errno.EBADF);
          if (file.inode == null || file.pipe != null) throw fail(Errno.ESPIPE);
          if (place < 0) throw fail(Errno.EINVAL);
          // Linux appends then, wherever it is told to write.
          boolean appends = (file.flags & O_APPEND) != 0;
          fill(file.inode, buffer, offset, length, appends ? file.inode.size : (int) place);
          return length;
        });
  }

  private int writePipe(FakeOpenFile file, byte[] buffer, int offset, int length) {
    int done = 0;
    while (done < length || length == 0) {
      if (file.pipe.readers == 0) throw brokenPipe();
      if (length == 0) return 0;
      if (file.pipe.takes(length)) done += file.pipe.write(buffer, offset + done, length - done);
      if (file.nonBlocking() && done == 0) throw fail(Errno.EAGAIN);
      if (file.nonBlocking()) return done;
      if (done < length) waitForEvent("write to " + file.name, () -> file.readiness() != 0);
    }
    return done;
  }

  FakeFailure brokenPipe() {
    deliver(Signal.SIGPIPE);
    goOn();
    return fail(Errno.EPIPE);
  }

  @Override
  public long seek(int fd, long offset, int whence) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "seek");
          if (file.inode == null || file.pipe != null) throw fail(Errno.ESPIPE);
          long from = whence == 0 ? 0 : whence == 1 ? file.position : file.inode.size;
          if (whence < 0 || whence > 2 || from + offset < 0) throw fail(Errno.EINVAL);
          file.position = from + offset;
          file.listing = null;
          return (int) file.position;
        });
  }

  @Override
  public int truncate(int fd, long length) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "truncate");
          if (file.inode == null || !file.inode.is(FakeInode.REGULAR) || !file.writes())
            throw fail(Errno.EINVAL);
          if (length < 0) throw fail(Errno.EINVAL);
          file.inode.resize((int) length);
          file.inode.modifiedNanos = kernel.realtimeNanos();
          kernel.tellWatches(file.inode, WatchEvents.MODIFY);
          return 0;
        });
  }

  @Override
  public int fsync(int fd) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "fsync");
          if (file.inode == null || file.pipe != null) throw fail(Errno.EINVAL);
          return 0;
        });
  }

  @Override
  public int stat(int directory, byte[] path, boolean follow, FileStat stat) {
    return answer(
        () -> {
          FakeOpenFile ofProcess = FakeProc.file(this, CString.text(path));
          if (ofProcess == null) path(directory, path, follow).existing().fill(stat);
          else if (ofProcess.inode != null) ofProcess.inode.fill(stat);
          else pipeStat(ofProcess, stat);
          return 0;
        });
  }

  @Override
  public int fstat(int fd, FileStat stat) {
    return answer(
        () -> {
          FakeOpenFile file = slot(fd).file;
          if (file.inode != null) file.inode.fill(stat);
          else pipeStat(file, stat);
          return 0;
        });
  }

  private void pipeStat(FakeOpenFile file, FileStat stat) {
    int type = file.socket != null ? FakeInode.SOCKET : FakeInode.FIFO;
    long number = file.pipe != null ? file.pipe.number : System.identityHashCode(file);
    new FakeInode(number, type, 0600).fill(stat);
    stat.uid = uid;
    stat.gid = gid;
    stat.links = 1;
  }

  @Override
  public int access(int directory, byte[] path, int mode) {
    return answer(
        () -> {
          FakeInode inode = path(directory, path, true).existing();
          if (mode != F_OK) demand(inode, mode);
          return 0;
        });
  }

  @Override
  public int mkdir(int directory, byte[] path, int mode) {
    return answer(
        () -> {
          make(path(directory, path, false), FakeInode.DIRECTORY, mode & 01777);
          return 0;
        });
  }

  @Override
  public int mkfifo(int directory, byte[] path, int mode) {
    return answer(
        () -> {
          make(path(directory, path, false), FakeInode.FIFO, mode);
          return 0;
        });
  }

  @Override
  public int unlink(int directory, byte[] path) {
    return answer(
        () -> {
          FakePath found = path(directory, path, false);
          if (found.existing().is(FakeInode.DIRECTORY)) throw fail(Errno.EISDIR);
          demandRemoval(found.directory, found.inode);
          remove(found, WatchEvents.DELETE);
          return 0;
        });
  }

  @Override
  public int rmdir(int directory, byte[] path) {
    return answer(
        () -> {
          FakePath found = path(directory, path, false);
          if (!found.existing().is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
          if (found.name.equals(".")) throw fail(Errno.EINVAL);
          if (!found.inode.entries.isEmpty()) throw fail(Errno.ENOTEMPTY);
          demandRemoval(found.directory, found.inode);
          found.inode.links = 1;
          remove(found, WatchEvents.DELETE);
          return 0;
        });
  }

  private void remove(FakePath found, int event) {
    found.directory.entries.remove(found.name);
    found.directory.modifiedNanos = kernel.realtimeNanos();
    found.inode.links--;
    kernel.watches.forEach(watch -> watch.tellName(found.directory, found.name, event));
    if (found.inode.links > 0 || event == WatchEvents.MOVED_FROM) return;
    kernel.watches.forEach(watch -> watch.tellEnd(found.inode));
  }

  @Override
  public int rename(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return answer(
        () -> {
          FakePath source = path(fromDirectory, from, false);
          FakePath target = path(toDirectory, to, false);
          FakeInode moved = source.existing();
          demandRemoval(source.directory, moved);
          demand(target.directory, W_OK | X_OK);
          if (target.inode == moved) return 0;
          for (FakeInode up = target.directory; up != kernel.root; up = up.parent)
            if (up == moved) throw fail(Errno.EINVAL);
          if (target.inode != null) replace(target, moved);
          remove(source, WatchEvents.MOVED_FROM);
          enterName(target.directory, target.name, moved, WatchEvents.MOVED_TO);
          kernel.tellWatches(moved, WatchEvents.MOVE_SELF);
          return 0;
        });
  }

  private void replace(FakePath target, FakeInode by) {
    boolean directory = target.inode.is(FakeInode.DIRECTORY);
    if (directory && !by.is(FakeInode.DIRECTORY)) throw fail(Errno.EISDIR);
    if (!directory && by.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    if (!target.inode.entries.isEmpty()) throw fail(Errno.ENOTEMPTY);
    demandRemoval(target.directory, target.inode);
    if (directory) target.inode.links = 1;
    remove(target, 0);
  }

  @Override
  public int link(int fromDirectory, byte[] from, int toDirectory, byte[] to) {
    return answer(
        () -> {
          FakeInode inode = path(fromDirectory, from, false).existing();
          FakePath target = path(toDirectory, to, false);
          if (target.inode != null) throw fail(Errno.EEXIST);
          if (inode.is(FakeInode.DIRECTORY)) throw fail(Errno.EPERM);
          demand(target.directory, W_OK | X_OK);
          enterName(target.directory, target.name, inode, WatchEvents.CREATE);
          return 0;
        });
  }

  @Override
  public int symlink(byte[] target, int directory, byte[] path) {
    return answer(
        () -> {
          int length = CString.length(target);
          if (length == 0) throw fail(Errno.ENOENT);
          FakeInode link = make(path(directory, path, false), FakeInode.LINK, 0777);
          link.permissions = 0777;
          link.target = CString.slice(target, 0, length);
          return 0;
        });
  }

  @Override
  public int readlink(int directory, byte[] path, byte[] buffer) {
    return answer(
        () -> {
          byte[] target = target(directory, path);
          int length = Math.min(buffer.length, target.length);
          System.arraycopy(target, 0, buffer, 0, length);
          return length;
        });
  }

  private byte[] target(int directory, byte[] path) {
    FakeOpenFile ofProcess = FakeProc.file(this, CString.text(path));
    if (ofProcess != null && ofProcess.inode == null && ofProcess.pipe != null)
      return CString.of("pipe:[" + ofProcess.pipe.number + "]");
    if (ofProcess != null) return CString.of(ofProcess.name);
    FakeInode inode = path(directory, path, false).existing();
    if (!inode.is(FakeInode.LINK)) throw fail(Errno.EINVAL);
    return inode.target;
  }

  @Override
  public int chmod(int directory, byte[] path, int mode) {
    return answer(() -> change(path(directory, path, true).existing(), mode));
  }

  @Override
  public int fchmod(int fd, int mode) {
    return answer(() -> change(used(fd, "fchmod").inode, mode));
  }

  private int change(FakeInode inode, int mode) {
    if (inode == null) return 0;
    demandOwner(inode);
    inode.permissions = mode & 07777;
    kernel.tellWatches(inode, WatchEvents.ATTRIBUTES);
    if (uid != 0 && inode.gid != gid && !groups.contains(inode.gid)) inode.permissions &= ~02000;
    return 0;
  }

  @Override
  public int chown(int directory, byte[] path, int owner, int ownerGroup) {
    return answer(() -> give(path(directory, path, true).existing(), owner, ownerGroup));
  }

  @Override
  public int fchown(int fd, int owner, int ownerGroup) {
    return answer(() -> give(used(fd, "fchown").inode, owner, ownerGroup));
  }

  private int give(FakeInode inode, int owner, int ownerGroup) {
    if (inode == null) return 0;
    demandOwner(inode);
    boolean known = ownerGroup == -1 || ownerGroup == gid || groups.contains(ownerGroup);
    if (uid != 0 && (owner != -1 && owner != inode.uid || !known)) throw fail(Errno.EPERM);
    if (owner != -1) inode.uid = owner;
    if (ownerGroup != -1) inode.gid = ownerGroup;
    if (uid != 0 && !inode.is(FakeInode.DIRECTORY)) inode.permissions &= ~06000;
    return 0;
  }

  @Override
  public int setTimes(int directory, byte[] path, long accessNanos, long modificationNanos) {
    return answer(
        () -> {
          FakeInode inode = path(directory, path, true).existing();
          demandOwner(inode);
          inode.modifiedNanos = modificationNanos;
          kernel.tellWatches(inode, WatchEvents.ATTRIBUTES);
          return 0;
        });
  }

  @Override
  public int umask(int newMask) {
    int old = mask;
    mask = newMask & 0777;
    return old;
  }

  @Override
  public int chdir(byte[] path) {
    return answer(() -> enter(path(CWD, path, true).existing()));
  }

  @Override
  public int chroot(byte[] path) {
    return answer(
        () -> {
          FakeInode inode = path(CWD, path, true).existing();
          if (!inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
          demand(inode, X_OK);
          if (uid != 0) throw fail(Errno.EPERM);
          rootDirectory = inode;
          return 0;
        });
  }

  @Override
  public int fchdir(int fd) {
    return answer(() -> enter(used(fd, "fchdir").inode));
  }

  private int enter(FakeInode inode) {
    if (inode == null || !inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    demand(inode, X_OK);
    workingDirectory = inode;
    return 0;
  }

  @Override
  public int getcwd(byte[] buffer) {
    return answer(
        () -> {
          byte[] path = CString.of(pathOf(workingDirectory));
          if (path.length > buffer.length) throw fail(Errno.ERANGE);
          System.arraycopy(path, 0, buffer, 0, path.length);
          return path.length;
        });
  }

  @Override
  public int directoryEntries(int fd, byte[] buffer) {
    return answer(() -> listDirectory(used(fd, "directoryEntries"), buffer));
  }

  private int listDirectory(FakeOpenFile file, byte[] buffer) {
    if (file.inode == null || !file.inode.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    if (file.listing == null) {
      file.listing = new ArrayList<>(List.of(".", ".."));
      file.listing.addAll(file.inode.entries.keySet());
    }
    int at = 0;
    while (file.position < file.listing.size()) {
      String name = file.listing.get((int) file.position);
      int length = (19 + name.length() + 1 + 7) / 8 * 8;
      if (at + length > buffer.length) break;
      if (record(file.inode, name, length, buffer, at)) at += length;
      file.position++;
    }
    if (at == 0 && file.position < file.listing.size()) throw fail(Errno.EINVAL);
    return at;
  }

  private boolean record(FakeInode directory, String name, int length, byte[] buffer, int at) {
    FakeInode inode =
        name.equals(".") || name.equals("..") ? directory : directory.entries.get(name);
    if (inode == null) return false;
    Arrays.fill(buffer, at, at + length, (byte) 0);
    for (int i = 0; i < 8; i++) buffer[at + i] = (byte) (inode.number >> 8 * i);
    buffer[at + 16] = (byte) length;
    buffer[at + 17] = (byte) (length >> 8);
    buffer[at + 18] = (byte) (inode.type >> 12);
    for (int i = 0; i < name.length(); i++) buffer[at + 19 + i] = (byte) name.charAt(i);
    return true;
  }

  // ---- descriptors -----------------------------------------------------------------------------

  @Override
  public int pipe(int[] ends, int flags) {
    return answer(
        () -> {
          int reading = lowestFree(0);
          int writing = lowestFree(reading + 1);
          FakePipe pipe = new FakePipe();
          pipe.number = kernel.nextPipe();
          String name = "pipe " + reading + "-" + writing;
          boolean closeOnExec = (flags & O_CLOEXEC) != 0;
          int nonBlocking = flags & O_NONBLOCK;
          put(reading, new FakeOpenFile(name, null, pipe, O_RDONLY | nonBlocking), closeOnExec);
          put(writing, new FakeOpenFile(name, null, pipe, O_WRONLY | nonBlocking), closeOnExec);
          ends[0] = reading;
          ends[1] = writing;
          return 0;
        });
  }

  void put(int fd, FakeOpenFile file, boolean closeOnExec) {
    Slot slot = new Slot(file, closeOnExec);
    slot.place = LeftOpen.place();
    slots.put(fd, slot);
    if (slot.place != null && ofTest) LeftOpen.add(this);
  }

  @Override
  public int dup2(int from, int to) {
    return answer(
        () -> {
          FakeOpenFile file = slot(from).file;
          if (to < 0 || softLimits[NOFILE] >= 0 && to >= softLimits[NOFILE])
            throw fail(Errno.EBADF);
          if (from == to) return to;
          file.descriptors++;
          if (slots.containsKey(to)) release(to);
          put(to, file, false);
          file.descriptors--;
          return to;
        });
  }

  @Override
  public int dup(int fd, int least, boolean closeOnExec) {
    return answer(
        () -> {
          FakeOpenFile file = slot(fd).file;
          if (least < 0 || softLimits[NOFILE] >= 0 && least >= softLimits[NOFILE])
            throw fail(Errno.EINVAL);
          int copy = lowestFree(least);
          put(copy, file, closeOnExec);
          return copy;
        });
  }

  @Override
  public int setNonBlocking(int fd, boolean nonBlocking) {
    return answer(
        () -> {
          FakeOpenFile file = slot(fd).file;
          file.flags = nonBlocking ? file.flags | O_NONBLOCK : file.flags & ~O_NONBLOCK;
          return 0;
        });
  }

  @Override
  public int setCloseOnExec(int fd, boolean closeOnExec) {
    return answer(
        () -> {
          Slot slot = slot(fd);
          slot.closeOnExec = closeOnExec;
          slot.inherited |= !closeOnExec;
          return 0;
        });
  }

  @Override
  public int descriptorFlags(int fd) {
    return answer(() -> slot(fd).file.flags & (3 | O_NONBLOCK | O_APPEND | O_DIRECTORY));
  }

  @Override
  public int lock(int fd, boolean exclusive, boolean wait) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "lock");
          if (exclusive ? !file.writes() : !file.reads()) throw fail(Errno.EBADF);
          if (file.inode == null) throw fail(Errno.EINVAL);
          while (file.inode.lockAgainst(this, exclusive) != null) {
            if (!wait) throw fail(Errno.EAGAIN);
            waitForEvent(
                "lock of " + file.name, () -> file.inode.lockAgainst(this, exclusive) == null);
          }
          file.inode.unlock(this);
          file.inode.locks.add(new FakeInode.Lock(this, exclusive));
          return 0;
        });
  }

  @Override
  public int unlock(int fd) {
    return answer(
        () -> {
          FakeInode inode = used(fd, "unlock").inode;
          if (inode != null) inode.unlock(this);
          return 0;
        });
  }

  @Override
  public int flock(int fd, boolean exclusive, boolean wait) {
    return answer(
        () -> {
          FakeOpenFile file = used(fd, "flock");
          if (file.inode == null) throw fail(Errno.EINVAL);
          while (file.inode.isFlockedAgainst(file, exclusive)) {
            if (!wait) throw fail(Errno.EAGAIN);
            waitForEvent(
                "flock of " + file.name, () -> !file.inode.isFlockedAgainst(file, exclusive));
          }
          file.inode.flocks.put(file, exclusive);
          return 0;
        });
  }

  @Override
  public int isLocked(int fd) {
    return answer(
        () -> {
          FakeInode inode = used(fd, "isLocked").inode;
          return inode != null && inode.lockAgainst(this, false) != null ? 1 : 0;
        });
  }

  @Override
  public int lockHolder(int fd) {
    return answer(
        () -> {
          FakeInode inode = used(fd, "lockHolder").inode;
          FakeInode.Lock held = inode == null ? null : inode.lockAgainst(this, false);
          return held == null ? 0 : held.owner().getpid();
        });
  }

  @Override
  public int poll(Poller poller, int timeoutMillis) {
    kernel.countTurn();
    kernel.passTo(kernel.monotonicNanos);
    long deadline =
        timeoutMillis < 0 ? Deadline.NEVER : Deadline.after(kernel.monotonicNanos, timeoutMillis);
    int ready = countReady(poller);
    if (ready == 0 && kernel.turnTaking != null) {
      kernel.turnTaking.await(() -> countReady(poller) > 0, deadline);
      goOn();
      return countReady(poller);
    }
    while (ready == 0) {
      if (!kernel.step(deadline)) {
        if (deadline == Deadline.NEVER) throw waitsForEver("poll");
        kernel.passTo(deadline);
        return countReady(poller);
      }
      goOn();
      ready = countReady(poller);
    }
    return ready;
  }

  private int countReady(Poller poller) {
    int ready = 0;
    for (int i = 0; i < poller.count; i++) {
      poller.ready[i] = (short) readiness(poller.descriptors[i], poller.wanted[i]);
      if (poller.ready[i] != 0) ready++;
    }
    return ready;
  }

  private int readiness(int fd, int wanted) {
    if (fd < 0) return 0;
    Slot slot = slots.get(fd);
    if (slot != null) return slot.file.readiness() & (wanted | Poller.HANGUP | Poller.ERROR);
    complain("poll of descriptor " + fd + ", which is not open");
    return Poller.INVALID;
  }

  @Override
  public int openPollSet() {
    return answer(
        () -> {
          int fd = lowestFree(0);
          FakeOpenFile file = new FakeOpenFile("poll set", null, null, O_RDWR);
          file.pollSet = new FakePollSet();
          put(fd, file, true);
          return fd;
        });
  }

  @Override
  public int addToPollSet(int set, int fd) {
    return answer(
        () -> {
          FakeOpenFile file = used(set, "addToPollSet");
          if (file.pollSet == null) throw fail(Errno.EINVAL);
          file.pollSet.add(fd, used(fd, "addToPollSet"));
          return 0;
        });
  }

  @Override
  public int readyOfPollSet(int set, int[] descriptors) {
    return answer(
        () -> {
          FakeOpenFile file = used(set, "readyOfPollSet");
          if (file.pollSet == null) throw fail(Errno.EINVAL);
          return file.pollSet.ready(descriptors);
        });
  }

  @Override
  public int openWatch() {
    return answer(
        () -> {
          if (!kernel.hasWatches) throw fail(Errno.ENOSYS);
          int fd = lowestFree(0);
          FakeOpenFile file = new FakeOpenFile("watch", null, null, O_RDONLY | O_NONBLOCK);
          file.watch = new FakeWatch();
          file.whenReleased = () -> kernel.watches.remove(file.watch);
          kernel.watches.add(file.watch);
          put(fd, file, true);
          return fd;
        });
  }

  @Override
  public int addWatch(int watch, byte[] path, int events) {
    return answer(
        () -> {
          FakeOpenFile file = used(watch, "addWatch");
          if (file.watch == null || (events & ~WatchEvents.ADD) == 0) throw fail(Errno.EINVAL);
          FakeInode inode = path(CWD, path, true).existing();
          demand(inode, R_OK);
          if (kernel.mostWatches-- <= 0) throw fail(Errno.ENOSPC);
          return file.watch.add(inode, events);
        });
  }

  @Override
  public boolean isTerminal(int fd) {
    return false;
  }

  @Override
  public int terminalColumns(int fd) {
    return -Errno.ENOTTY;
  }

  // ---- time ------------------------------------------------------------------------------------

  @Override
  public long monotonicNanos() {
    return kernel.monotonicNanos;
  }

  @Override
  public long realtimeNanos() {
    return kernel.realtimeNanos();
  }

  @Override
  public int localTime(long epochSeconds, int[] fields) {
    ZonedDateTime local = Instant.ofEpochSecond(epochSeconds).atZone(zone);
    fields[0] = local.getYear();
    fields[1] = local.getMonthValue();
    fields[2] = local.getDayOfMonth();
    fields[3] = local.getHour();
    fields[4] = local.getMinute();
    fields[5] = local.getSecond();
    return 0;
  }

  // ---- processes and signals -------------------------------------------------------------------

  @Override
  public int getpid() {
    return pid;
  }

  @Override
  public int getppid() {
    return parent == null ? 1 : parent.pid;
  }

  @Override
  public int getuid() {
    return uid;
  }

  @Override
  public int geteuid() {
    return uid;
  }

  @Override
  public int getgid() {
    return gid;
  }

  @Override
  public int getegid() {
    return gid;
  }

  @Override
  public byte[][] environment() {
    return environment;
  }

  @Override
  public int ownPath(byte[] buffer) {
    if (ownPath.length == 0) return -Errno.ENOENT;
    System.arraycopy(ownPath, 0, buffer, 0, ownPath.length);
    return ownPath.length;
  }

  @Override
  public byte[] builtPath() {
    return builtPath;
  }

  @Override
  public void exit(int code) {
    end(code);
    throw new Exited(code);
  }

  @Override
  public int spawn(Spawn spawn) {
    return answer(() -> start(spawn));
  }

  private int start(Spawn spawn) {
    FakePosix child = new FakePosix(this);
    try {
      if (spawn.beginning != null) spawn.beginning.begin(child.pid);
      child.prepare(spawn, this);
    } catch (RuntimeException failure) {
      child.slots.keySet().stream().toList().forEach(child::release);
      kernel.processes.remove(child);
      throw failure;
    }
    FakeProgram program = child.programOf(spawn.file);
    Runnable life = () -> child.guarded(() -> program.start(child));
    if (program != null && kernel.turnTaking != null) kernel.turnTaking.start(child, life);
    else if (program != null) life.run();
    return child.pid;
  }

  /** Runs what a child does; its exit, exec and death by signal end just that. */
  private void guarded(Runnable action) {
    try {
      action.run();
    } catch (Exited done) {
      if (ofTest) throw done;
    } catch (Killed killed) {
      if (ofTest) throw killed;
    } catch (Executed other) {
      if (ofTest) throw other;
      FakeProgram program = programOf(other.file);
      if (program != null) guarded(() -> program.start(this));
    }
  }

  private FakeProgram programOf(byte[] executable) {
    FakeProgram own = path(CWD, executable, true).existing().program;
    return own != null ? own : kernel.interpreter;
  }

  private void prepare(Spawn spawn, FakePosix from) {
    from.slots.forEach((fd, slot) -> copySlot(fd, slot));
    for (int i = 0; i < spawn.moves; i++) move(spawn, i);
    if (spawn.directory != CWD) workingDirectory = from.slot(spawn.directory).file.inode;
    if (!workingDirectory.is(FakeInode.DIRECTORY)) throw fail(Errno.ENOTDIR);
    demand(workingDirectory, X_OK);
    if (spawn.newPidNamespace && uid != 0) throw fail(Errno.EPERM);
    ownNamespace = spawn.newPidNamespace;
    if (spawn.newSession) session = pid;
    if (spawn.newSession || spawn.newGroup) group = pid;
    ignored.remove(Signal.SIGPIPE);
    byte[][] variables = spawn.environment != null ? spawn.environment : from.environment;
    become(spawn.file, spawn.arguments, variables);
    warnOfLeaks(spawn, from);
  }

  private void copySlot(int fd, Slot slot) {
    Slot copy = new Slot(slot.file, slot.closeOnExec);
    copy.inherited = slot.inherited;
    slots.put(fd, copy);
    if (fd <= 2 && slot.file.inode != null) written.files.put(fd, slot.file.inode);
  }

  private void move(Spawn spawn, int which) {
    int from = spawn.from[which];
    int to = spawn.to[which];
    for (int i = 0; i < which; i++)
      if (spawn.to[i] == from && spawn.from[i] != from)
        complain("spawn moves descriptor " + from + ", which an earlier move has replaced");
    if (from == to) slot(from).closeOnExec = false;
    else if (dup2(from, to) < 0) throw fail(Errno.EBADF);
    Slot moved = slot(to);
    moved.inherited = true;
    if (moved.file.inode != null) written.files.put(to, moved.file.inode);
  }

  private void warnOfLeaks(Spawn spawn, FakePosix from) {
    slots.forEach(
        (fd, slot) -> {
          if (fd > 2 && !slot.inherited)
            complain(
                "spawn of " + CString.text(spawn.file) + " passes on " + fd + " " + slot.file.name);
          slot.inherited = true;
        });
  }

  /** The exec itself, all but what the new program then does. */
  private void become(byte[] program, byte[][] words, byte[][] variables) {
    FakeInode inode = path(CWD, program, true).existing();
    if (!inode.is(FakeInode.REGULAR)) throw fail(Errno.EACCES);
    demand(inode, X_OK);
    String start = latin1(inode.bytes());
    if (!start.startsWith("#!") && !start.startsWith("\u007fELF")) throw fail(Errno.ENOEXEC);
    file = CString.slice(program, 0, CString.length(program));
    arguments = ended(words);
    environment = ended(variables);
    for (int fd : List.copyOf(slots.keySet())) if (slots.get(fd).closeOnExec) release(fd);
    handlers.clear();
    blocked = 0;
  }

  private static byte[][] ended(byte[][] strings) {
    int count = 0;
    while (count < strings.length && strings[count] != null) count++;
    byte[][] copy = new byte[count][];
    for (int i = 0; i < count; i++)
      copy[i] = CString.slice(strings[i], 0, CString.length(strings[i]));
    return copy;
  }

  @Override
  public int exec(byte[] program, byte[][] words, byte[][] variables) {
    return answer(
        () -> {
          become(program, words, variables != null ? variables : environment);
          LeftOpen.remove(this);
          throw new Executed(file, arguments, variables == null ? null : environment);
        });
  }

  @Override
  public int fork() {
    return -Errno.ENOSYS;
  }

  @Override
  public int waitpid(int wanted, int[] status, int options) {
    return answer(
        () -> {
          FakePosix dead = deadChild(wanted);
          while (dead == null) {
            if (!hasChild(wanted)) throw fail(Errno.ECHILD);
            if ((options & WNOHANG) != 0) return 0;
            waitForEvent("waitpid", () -> deadChild(wanted) != null || !hasChild(wanted));
            dead = deadChild(wanted);
          }
          deadChildren.remove(dead);
          kernel.processes.remove(dead);
          status[0] = dead.waitStatus;
          return dead.pid;
        });
  }

  private FakePosix deadChild(int wanted) {
    for (FakePosix dead : deadChildren) if (dead.isAskedFor(wanted)) return dead;
    return null;
  }

  private boolean hasChild(int wanted) {
    for (FakePosix child : kernel.processes)
      if (child.parent == this && child.isAskedFor(wanted)) return true;
    return false;
  }

  private boolean isAskedFor(int wanted) {
    return wanted == -1 || wanted == pid || wanted < -1 && group == -wanted;
  }

  @Override
  public int kill(int target, int signal) {
    return answer(
        () -> {
          if (target == 0 || target == -1) throw fail(Errno.EINVAL);
          if (signal < 0 || signal > 64) throw fail(Errno.EINVAL);
          if (signal > 0) kernel.kills.add(Signal.name(signal).substring(3) + " " + target);
          int result = send(target, signal);
          goOn();
          return result;
        });
  }

  private int send(int target, int signal) {
    int found = 0;
    int allowed = 0;
    for (FakePosix process : List.copyOf(kernel.processes)) {
      if (target > 0 ? process.pid != target : process.group != -target) continue;
      found++;
      if (uid != 0 && process.uid != uid) continue;
      allowed++;
      if (signal > 0) process.deliver(signal);
    }
    if (found == 0) throw fail(Errno.ESRCH);
    if (allowed == 0) throw fail(Errno.EPERM);
    return 0;
  }

  @Override
  public int openProcess(int number) {
    return answer(
        () -> {
          if (kernel.processDescriptorError != 0) throw fail(kernel.processDescriptorError);
          if (number <= 0) throw fail(Errno.EINVAL);
          FakePosix process = kernel.process(number);
          if (process == null) throw fail(Errno.ESRCH);
          int fd = lowestFree(0);
          FakeOpenFile file = new FakeOpenFile("process " + number, null, null, O_RDWR);
          file.process = process;
          put(fd, file, true);
          return fd;
        });
  }

  private FakePosix processOf(int fd, String call) {
    FakePosix process = used(fd, call).process;
    if (process == null) throw fail(Errno.EBADF);
    return process;
  }

  @Override
  public int signalProcess(int fd, int signal, boolean toGroup) {
    return answer(
        () -> {
          FakePosix process = processOf(fd, "signalProcess");
          if (!kernel.processes.contains(process)) throw fail(Errno.ESRCH);
          int target = toGroup ? -process.pid : process.pid;
          if (signal > 0) kernel.kills.add(Signal.name(signal).substring(3) + " " + target);
          int result = send(target, signal);
          goOn();
          return result;
        });
  }

  @Override
  public int endOfProcess(int fd, int[] status) {
    return answer(
        () -> {
          FakePosix process = processOf(fd, "endOfProcess");
          if (!kernel.tellsEndOfProcess) throw fail(Errno.ENOTTY);
          if (kernel.processes.contains(process)) throw fail(Errno.EAGAIN);
          status[0] = process.waitStatus;
          return 0;
        });
  }

  @Override
  public int killAll(int signal) {
    kernel.kills.add(Signal.name(signal).substring(3) + " -1");
    for (FakePosix process : List.copyOf(kernel.processes))
      if (process != this) process.deliver(signal);
    return 0;
  }

  /** What a signal does to this process. */
  private void deliver(int signal) {
    if (ended || stopped && signal == Signal.SIGSTOP) return;
    if ((blocked & Signal.bit(signal)) != 0) pending.add(signal);
    else if (stopped && signal != Signal.SIGKILL && signal != Signal.SIGCONT) pending.add(signal);
    else act(signal);
  }

  private void act(int signal) {
    if (signal == Signal.SIGCONT) resume();
    if (signal == Signal.SIGSTOP) stopped = true;
    boolean untouchable = signal == Signal.SIGKILL || signal == Signal.SIGSTOP;
    if (!untouchable && ignored.contains(signal)) return;
    if (!untouchable && handlers.containsKey(signal)) guarded(handlers.get(signal));
    else bySelf(signal);
  }

  private void resume() {
    stopped = false;
    List<Runnable> late = List.copyOf(held);
    held.clear();
    List<Integer> signals = List.copyOf(pending);
    pending.removeIf(signal -> (blocked & Signal.bit(signal)) == 0);
    for (int signal : signals) if ((blocked & Signal.bit(signal)) == 0 && !ended) act(signal);
    late.forEach(this::runUnlessEnded);
  }

  private void bySelf(int signal) {
    switch (signal) {
      case Signal.SIGCHLD, Signal.SIGCONT, Signal.SIGURG, Signal.SIGWINCH -> {}
      case Signal.SIGSTOP, Signal.SIGTSTP, Signal.SIGTTIN, Signal.SIGTTOU -> stopped = true;
      default -> endWith(signal);
    }
  }

  boolean hasPendingSignal() {
    return !pending.isEmpty();
  }

  @Override
  public int signals(long set) {
    return answer(
        () -> {
          int fd = lowestFree(0);
          blocked |= set;
          FakeOpenFile file = new FakeOpenFile("signals", null, null, O_RDONLY | O_NONBLOCK);
          file.signalsOf = this;
          put(fd, file, true);
          return fd;
        });
  }

  @Override
  public int nextSignal(int fd) {
    return answer(
        () -> {
          if (used(fd, "nextSignal").signalsOf != this) throw fail(Errno.EINVAL);
          Integer signal = pending.pollFirst();
          return signal == null ? 0 : signal;
        });
  }

  @Override
  public int ignoreSignal(int signal) {
    if (signal == Signal.SIGKILL || signal == Signal.SIGSTOP) return -Errno.EINVAL;
    ignored.add(signal);
    return 0;
  }

  @Override
  public int defaultSignal(int signal) {
    ignored.remove(signal);
    return 0;
  }

  @Override
  public int isIgnored(int signal) {
    return ignored.contains(signal) ? 1 : 0;
  }

  @Override
  public int setsid() {
    if (group == pid) return -Errno.EPERM;
    group = pid;
    session = pid;
    return session;
  }

  @Override
  public int getpgid(int target) {
    FakePosix process = target == 0 ? this : kernel.process(target);
    return process == null ? -Errno.ESRCH : process.group;
  }

  @Override
  public int setpgid(int target, int newGroup) {
    FakePosix process = target == 0 ? this : kernel.process(target);
    if (newGroup < 0) return -Errno.EINVAL;
    if (process == null || process != this && process.parent != this) return -Errno.ESRCH;
    if (process.session == process.pid) return -Errno.EPERM;
    process.group = newGroup == 0 ? process.pid : newGroup;
    return 0;
  }

  @Override
  public int setControllingTerminal(int fd) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int setForegroundGroup(int fd, int newGroup) {
    return slots.containsKey(fd) ? -Errno.ENOTTY : -Errno.EBADF;
  }

  @Override
  public int becomeSubreaper() {
    subreaper = true;
    return 0;
  }

  @Override
  public int getLimit(int resource, long[] limits) {
    if (resource < 0 || resource >= LIMITS) return -Errno.EINVAL;
    limits[0] = softLimits[resource];
    limits[1] = hardLimits[resource];
    return 0;
  }

  @Override
  public int setLimit(int resource, long soft, long hard) {
    if (resource < 0 || resource >= LIMITS) return -Errno.EINVAL;
    if (Long.compareUnsigned(soft, hard) > 0) return -Errno.EINVAL;
    if (uid != 0 && Long.compareUnsigned(hard, hardLimits[resource]) > 0) return -Errno.EPERM;
    softLimits[resource] = soft;
    hardLimits[resource] = hard;
    return 0;
  }

  @Override
  public int nice(int increment) {
    if (increment < 0 && uid != 0) return -Errno.EACCES;
    niceness = Math.max(-20, Math.min(19, niceness + increment));
    return 0;
  }

  /** The nice value. */
  public int niceness() {
    return niceness;
  }

  @Override
  public int setuid(int user) {
    if (uid != 0 && uid != user) return -Errno.EPERM;
    uid = user;
    return 0;
  }

  @Override
  public int setgid(int newGroup) {
    if (uid != 0 && gid != newGroup) return -Errno.EPERM;
    gid = newGroup;
    return 0;
  }

  @Override
  public int setgroups(int[] numbers, int count) {
    if (uid != 0) return -Errno.EPERM;
    groups.clear();
    for (int i = 0; i < count; i++) groups.add(numbers[i]);
    return 0;
  }

  /** The supplementary groups. */
  public Set<Integer> supplementaryGroups() {
    return new TreeSet<>(groups);
  }

  @Override
  public int random(byte[] buffer, int offset, int length) {
    for (int i = 0; i < length; i++) buffer[offset + i] = (byte) kernel.random.nextInt(256);
    return 0;
  }

  // ---- users and groups ------------------------------------------------------------------------

  /** Enters a user into the user database. */
  public FakePosix account(String name, int number, int primaryGroup) {
    Account account = new Account();
    account.name = CString.of(name);
    account.uid = number;
    account.gid = primaryGroup;
    account.home = CString.of("/home/" + name);
    account.shell = CString.of("/bin/sh");
    accounts.put(name, account);
    return this;
  }

  /** Enters a group into the group database. */
  public FakePosix group(String name, int number, String... members) {
    groupNumbers.put(name, number);
    groupMembers.put(name, Set.of(members));
    return this;
  }

  @Override
  public int userByName(byte[] name, Account account) {
    return fill(accounts.get(CString.text(name)), account);
  }

  @Override
  public int userById(int number, Account account) {
    for (Account known : accounts.values()) if (known.uid == number) return fill(known, account);
    return -Errno.ENOENT;
  }

  private static int fill(Account from, Account account) {
    if (from == null) return -Errno.ENOENT;
    account.name = from.name;
    account.uid = from.uid;
    account.gid = from.gid;
    account.home = from.home;
    account.shell = from.shell;
    return 0;
  }

  @Override
  public int groupByName(byte[] name) {
    Integer number = groupNumbers.get(CString.text(name));
    return number == null ? -Errno.ENOENT : number;
  }

  @Override
  public int groupById(int number, byte[] buffer) {
    for (Map.Entry<String, Integer> entry : groupNumbers.entrySet()) {
      if (entry.getValue() != number) continue;
      byte[] name = CString.of(entry.getKey());
      if (name.length > buffer.length) return -Errno.ERANGE;
      System.arraycopy(name, 0, buffer, 0, name.length);
      return name.length;
    }
    return -Errno.ENOENT;
  }

  @Override
  public int groupsOf(byte[] name, int[] numbers) {
    int count = 0;
    for (Map.Entry<String, Set<String>> entry : groupMembers.entrySet()) {
      if (!entry.getValue().contains(CString.text(name))) continue;
      if (count == numbers.length) return -Errno.ERANGE;
      numbers[count++] = groupNumbers.get(entry.getKey());
    }
    return count;
  }

  // ---- Unix sockets: see FakeSockets -----------------------------------------------------------

  @Override
  public int socket(int family, int type, int flags) {
    return sockets.socket(family, type, flags);
  }

  @Override
  public int socketpair(int type, int[] ends) {
    return sockets.socketpair(type, ends);
  }

  @Override
  public int bind(int fd, SocketAddress address) {
    return sockets.bind(fd, address);
  }

  @Override
  public int connect(int fd, SocketAddress address) {
    return sockets.connect(fd, address);
  }

  @Override
  public int listen(int fd, int backlog) {
    return sockets.listen(fd, backlog);
  }

  @Override
  public int accept(int fd, SocketAddress peer, int flags) {
    return sockets.accept(fd, peer, flags);
  }

  @Override
  public int localAddress(int fd, SocketAddress address) {
    return sockets.localAddress(fd, address);
  }

  @Override
  public int socketError(int fd) {
    return sockets.socketError(fd);
  }

  @Override
  public int peerCredentials(int fd, PeerCredentials peer) {
    return sockets.peerCredentials(fd, peer);
  }

  @Override
  public int shutdown(int fd, int how) {
    return sockets.shutdown(fd, how);
  }

  @Override
  public int sendTo(int fd, byte[] buffer, int offset, int length, SocketAddress to) {
    return sockets.sendTo(fd, buffer, offset, length, to);
  }

  @Override
  public int receiveFrom(int fd, byte[] buffer, int offset, int length, SocketAddress from) {
    return sockets.receiveFrom(fd, buffer, offset, length, from);
  }

  @Override
  public int sendWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return sockets.sendWithDescriptors(fd, buffer, offset, length, attached);
  }

  @Override
  public int receiveWithDescriptors(
      int fd, byte[] buffer, int offset, int length, DescriptorSet attached) {
    return sockets.receiveWithDescriptors(fd, buffer, offset, length, attached);
  }

  // ---- regular expressions: Java's, near enough for the plain ones of tests --------------------

  @Override
  public int compileRegex(byte[] pattern, int flags) {
    try {
      patterns.add(
          Pattern.compile(
              CString.text(pattern),
              (flags & REG_NEWLINE) != 0 ? Pattern.MULTILINE : Pattern.DOTALL));
      return patterns.size() - 1;
    } catch (PatternSyntaxException wrong) {
      return -2;
    }
  }

  @Override
  public boolean matchesRegex(int regex, byte[] buffer, int offset, int length) {
    byte[] subject = Arrays.copyOfRange(buffer, offset, offset + length);
    return patterns.get(regex).matcher(CString.text(subject)).find();
  }

  @Override
  public void freeRegex(int regex) {
    patterns.set(regex, null);
  }

  @Override
  public int regexError(int error, byte[] buffer) {
    byte[] text = CString.of("Invalid regular expression");
    int length = Math.min(text.length, buffer.length);
    System.arraycopy(text, 0, buffer, 0, length);
    return length;
  }
}
