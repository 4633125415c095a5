package s6j.posix;

import static s6j.posix.OpenFlags.*;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One process of a small strict kernel in memory, for tests: what a program under test is given,
 * and, with the methods that {@link Posix} does not have, what the test holds. Those that belong to
 * files, signals or processes stand with the calls.
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
public class FakePosix extends FakeAccounts implements Posix {
  /** What was given back is not what it was. */
  @Override
  public void forget(byte[] buffer, int from, int to) {
    if (from < to) Arrays.fill(buffer, from, to, (byte) '?');
  }

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

  private final List<Pattern> patterns = new ArrayList<>();

  /** A process, pid 100, user and group 1000, on a machine of its own, in its {@code /}. */
  public FakePosix() {
    super(new FakeKernel());
    ofTest = true;
    group = pid;
    session = pid;
    workingDirectory = kernel.root;
    rootDirectory = kernel.root;
    kernel.root.uid = uid;
    kernel.root.gid = gid;
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

  FakePosix(FakePosix parent) {
    super(parent.kernel);
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
    ignored.addAll(parent.ignored);
    System.arraycopy(parent.softLimits, 0, softLimits, 0, LIMITS);
    System.arraycopy(parent.hardLimits, 0, hardLimits, 0, LIMITS);
    kernel.processes.add(this);
  }

  @Override
  FakePosix self() {
    return this;
  }

  /**
   * Does {@code action} when this time has passed; for a child, not if it has ended by then, and
   * when it goes on if it is stopped.
   */
  public FakePosix after(long millis, Runnable action) {
    kernel.at(kernel.monotonicNanos + millis * 1_000_000, () -> runUnlessEnded(action));
    return this;
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

  /** What executable files do that are no {@link #program}: copies, and what a program wrote. */
  public FakePosix interpreter(FakeProgram program) {
    kernel.interpreter = program;
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

  /** What was done that a careful program does not do. */
  public List<String> complaints() {
    return kernel.complaints;
  }

  @Override
  public int compileRegex(byte[] pattern, int flags) {
    try {
      patterns.add(
          Pattern.compile(
              CString.text(pattern),
              ((flags & REG_NEWLINE) != 0 ? Pattern.MULTILINE : Pattern.DOTALL)
                  | ((flags & REG_ICASE) != 0 ? Pattern.CASE_INSENSITIVE : 0)));
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
  public int groupsOfRegex(int regex) {
    return patterns.get(regex).matcher("").groupCount();
  }

  @Override
  public boolean matchGroups(int regex, byte[] string, int[] places) {
    Matcher matcher = patterns.get(regex).matcher(CString.text(string));
    if (!matcher.find()) return false;
    for (int i = 0; i < places.length; i++)
      places[i] = i % 2 == 0 ? matcher.start(i / 2) : matcher.end(i / 2);
    return true;
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
