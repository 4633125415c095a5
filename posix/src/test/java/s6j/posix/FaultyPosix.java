package s6j.posix;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Makes one call of another Posix fail: the n-th of all that can, or the n-th of one name.
 *
 * <p>"No single failing system call stops the loop" is then {@code FaultyPosix.sweep(faulty ->
 * {...})}: the story is told once for each call it makes, with that call failing. A close that
 * fails has closed all the same, as on Linux.
 */
public final class FaultyPosix {
  /** Calls that have no way to say that they failed. */
  private static final Set<String> INFALLIBLE =
      Set.of(
          "umask",
          "sync",
          "isTerminal",
          "monotonicNanos",
          "realtimeNanos",
          "getpid",
          "getppid",
          "getuid",
          "geteuid",
          "getgid",
          "getegid",
          "environment",
          "variable",
          "builtPath",
          "exit",
          "expectManyDescriptors",
          "nextSignal",
          "isIgnored",
          "indexOf",
          "copyLines",
          "forget",
          "matchesRegex",
          "groupsOfRegex",
          "matchGroups",
          "freeRegex",
          "regexError");

  private static final int MOST_CALLS = 100_000;

  private final List<String> calls = new ArrayList<>();
  private String failingName;
  private int failingCall;
  private boolean deadly;
  private boolean full;
  private int errno;
  private int seen;
  private String failed;

  /** Nothing fails, calls are recorded. */
  public FaultyPosix() {}

  /** The {@code call}-th call that can fail, from 1, does so with {@code errno}. */
  public FaultyPosix failCall(int call, int withErrno) {
    return failCall(null, call, withErrno);
  }

  /** The {@code call}-th call of that name, from 1, fails with {@code errno}. */
  public FaultyPosix failCall(String name, int call, int withErrno) {
    failingName = name;
    failingCall = call;
    errno = withErrno;
    seen = 0;
    failed = null;
    return this;
  }

  /** Lets the {@code call}-th call fail with an errno that such a call may give. */
  public FaultyPosix failCall(int call) {
    return failCall(call, 0);
  }

  /** Thrown where a killed program would make its next call. */
  public static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;

    Death(String call) {
      super("killed before " + call);
    }
  }

  /** The program is killed before its {@code call}-th call, by {@link Death}. */
  public FaultyPosix dieAtCall(int call) {
    deadly = true;
    return failCall(call);
  }

  /** From the {@code call}-th call on that makes a file, from 1, all of them fail: a full disk. */
  public FaultyPosix fillDiskAtCall(int call) {
    full = true;
    return failCall(null, call, Errno.ENOSPC);
  }

  private static boolean makesFile(Posix real, String name, Object[] arguments) {
    return switch (name) {
      case "mkdir", "mkfifo", "mknod", "symlink", "link" -> true;
      case "open" ->
          ((Integer) arguments[2] & OpenFlags.O_CREAT) != 0
              && real.access((Integer) arguments[0], (byte[]) arguments[1], Posix.F_OK) < 0;
      default -> false;
    };
  }

  /** The kernel with the fault in it. */
  public Posix around(Posix real) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> call(real, method, arguments));
  }

  /** The names of all calls so far. */
  public List<String> calls() {
    return calls;
  }

  /** The call that failed, or null if it has not come to that. */
  public String failed() {
    return failed;
  }

  /**
   * Tells a story with every call failing in turn, and says which one in what goes wrong; the
   * number of calls. The story makes its own kernel and gives its program {@link #around} it.
   */
  public static int sweep(Consumer<FaultyPosix> story) {
    for (int call = 1; call <= MOST_CALLS; call++) {
      FaultyPosix faulty = new FaultyPosix().failCall(call);
      tell(story, faulty, call);
      if (faulty.failed == null) return call - 1;
    }
    throw new AssertionError("the story has no end");
  }

  /** As {@link #sweep}, with the program killed before every call in turn, by {@link Death}. */
  public static int sweepDeaths(Consumer<FaultyPosix> story) {
    for (int call = 1; call <= MOST_CALLS; call++) {
      FaultyPosix deadly = new FaultyPosix().dieAtCall(call);
      tell(story, deadly, call);
      if (deadly.failed == null) return call - 1;
    }
    throw new AssertionError("the story has no end");
  }

  private static void tell(Consumer<FaultyPosix> story, FaultyPosix faulty, int call) {
    try {
      story.accept(faulty);
    } catch (RuntimeException | AssertionError wrong) {
      throw new AssertionError("with call " + call + " failing, " + faulty.failed, wrong);
    }
  }

  private Object call(Posix real, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (method.getDeclaringClass() == Object.class || INFALLIBLE.contains(name))
      return invoke(real, method, arguments);
    calls.add(name);
    if (full) {
      if (!makesFile(real, name, arguments) || ++seen < failingCall)
        return invoke(real, method, arguments);
      failed = name + " " + Errno.text(errno);
      return -errno;
    }
    if (failed != null || failingCall == 0) return invoke(real, method, arguments);
    if (failingName != null && !failingName.equals(name)) return invoke(real, method, arguments);
    if (++seen < failingCall) return invoke(real, method, arguments);
    if (deadly) throw new Death(failed = name);
    int error = errno != 0 ? errno : plausible(name);
    failed = name + " " + Errno.text(error);
    if (name.equals("close")) invoke(real, method, arguments);
    return method.getReturnType() == long.class ? (Object) (long) -error : (Object) (-error);
  }

  private static Object invoke(Posix real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  /** Whether a call has a way to say that it failed. */
  public static boolean canFail(String name) {
    return !INFALLIBLE.contains(name);
  }

  /** An errno that such a call may give. */
  public static int plausible(String name) {
    return switch (name) {
      case "poll", "waitpid" -> Errno.EINTR;
      case "open",
          "openWatch",
          "openPollSet",
          "openProcess",
          "pipe",
          "dup",
          "signals",
          "socket",
          "accept" ->
          Errno.EMFILE;
      case "spawn" -> Errno.EAGAIN;
      case "kill", "signalProcess" -> Errno.EPERM;
      case "exec" -> Errno.ENOMEM;
      case "addWatch",
          "addToPollSet",
          "mkdir",
          "mkfifo",
          "mknod",
          "write",
          "writeAt",
          "link",
          "symlink",
          "rename" ->
          Errno.ENOSPC;
      default -> Errno.EIO;
    };
  }
}
