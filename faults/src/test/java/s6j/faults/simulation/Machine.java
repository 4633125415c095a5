package s6j.faults.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import s6j.chain.ChainPrograms;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.confine.ConfinePrograms;
import s6j.execline.ExeclinePrograms;
import s6j.ipc.IpcPrograms;
import s6j.log.LogPrograms;
import s6j.log.LogTools;
import s6j.metrics.MetricsPrograms;
import s6j.portable.PortablePrograms;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.FakePosix;
import s6j.posix.FakeTurns;
import s6j.posix.FaultyPosix;
import s6j.posix.FileStat;
import s6j.posix.OpenAtEnd;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.rc.RcPrograms;
import s6j.rc.change.OneshotRun;
import s6j.rccompiler.RcCompilerPrograms;
import s6j.supervise.HostedSupervisors;
import s6j.supervise.SupervisePrograms;
import s6j.svc.SvcPrograms;
import s6j.svscan.SvscanPrograms;
import s6j.timer.TimerPrograms;

/**
 * A fake machine on which the suite's own daemons run at the same time, in turns drawn from a seed,
 * and on which any system call of theirs may fail.
 */
final class Machine implements AutoCloseable {
  /** All programs are in one file, as some of them are in one image. */
  private static final String SUITE = "/usr/bin/suite";

  private static final Program[] STEPS = ExeclinePrograms.all();

  private static final List<Program[]> FAMILIES =
      List.of(
          SvscanPrograms.hosting(HostedSupervisors::new),
          SupervisePrograms.all(),
          LogPrograms.all(),
          LogTools.senders(),
          SvcPrograms.all(),
          ChainPrograms.all(),
          ConfinePrograms.ofTree(),
          STEPS,
          IpcPrograms.all(OneshotRun::foresee),
          TimerPrograms.all(),
          MetricsPrograms.all(),
          PortablePrograms.all(),
          RcCompilerPrograms.all(),
          RcPrograms.ofManager(),
          RcPrograms.ofRunner());

  private static final List<String> DISTURBED =
      List.of(
          "open", "write", "writeAt", "read", "mkfifo", "mkdir", "rename", "unlink", "spawn",
          "pipe", "fsync", "stat");

  /** Programs of which one call may be made to fail: those that wait. */
  private static final Set<String> DAEMONS =
      Set.of(
          "s6-svscan",
          "s6-supervise",
          "s6-log",
          "s6-ftrigrd",
          "s6-ftrig-wait",
          "s6-ftrig-listen1",
          "s6-ipcserverd",
          "s6-fdholderd",
          "s6-listend",
          "s6-timerd",
          "s6-sudod");

  /** One call in so many is followed by somebody else's turn. */
  private static final int CALLS_A_TURN = 8;

  private static final long STEP_MILLIS = 100;

  final FakePosix init = new FakePosix();
  final FakeTurns turns;
  private final Random random;
  private FakePosix scanner;
  private String scanned;

  /** One call in so many fails; 0 for none. */
  int callsAFailure;

  /** Of two scanners so many have the supervisors in their own process: 0, 1 or 2. */
  int hosted;

  /** No program closes anything: what looks for that must find it. */
  boolean neverCloses;

  /** Processes that shall be killed, and how many calls from now. */
  private final Map<FakePosix, Integer> doomed = new HashMap<>();

  /** The so many-th call of daemons that can fail does, from 1; 0 for none. */
  private long failingCall;

  private long daemonCalls;
  private String failed;
  private long calls;
  private long failures;

  Machine(long seed) {
    random = new Random(seed);
    turns = new FakeTurns(init, seed);
    init.program(SUITE, this::live);
    for (Program[] family : FAMILIES) for (Program program : family) install(program);
  }

  private void install(Program program) {
    install("/usr/bin/" + program.name);
    if (program.shortName != null) install("/usr/bin/" + program.shortName);
  }

  private void install(String path) {
    init.symlink(CString.of(SUITE), Posix.CWD, CString.of(path));
  }

  private void live(FakePosix child) {
    byte[][] words = child.arguments();
    Program program = find(CString.baseName(words[0]));
    OpenAtEnd open = new OpenAtEnd(child);
    int code = program.main.run(around(child), program, words);
    // A step of a script that fails ends at once, with what it has open.
    if (Family.find(STEPS, CString.of(program.name)) == null) open.verify();
    child.exit(code);
  }

  private static Program find(byte[] name) {
    for (Program[] family : FAMILIES) {
      Program program = Family.find(family, name);
      if (program != null) return program;
    }
    throw new AssertionError(CString.text(name));
  }

  /** Starts a program as a child of the first process. */
  FakePosix start(String... words) {
    Spawn spawn = new Spawn();
    spawn.file = CString.of("/usr/bin/" + words[0]);
    spawn.arguments = new byte[words.length][];
    for (int i = 0; i < words.length; i++) spawn.arguments[i] = CString.of(words[i]);
    spawn.arguments[0] = spawn.file;
    return init.process(init.spawn(spawn));
  }

  /** Starts the scanner of a directory unless it runs, as process 1 would. */
  void ensureScanner(String directory) {
    if (scanner != null && !scanner.hasEnded()) return;
    if (scanner != null) init.waitpid(scanner.getpid(), new int[1], Posix.WNOHANG);
    boolean hosts = hosted > 0 && random.nextInt(2) < hosted;
    scanner = hosts ? start("svscan", "-H", directory) : start("svscan", directory);
    scanned = directory;
  }

  /** The scanner that was started last. */
  FakePosix scanner() {
    return scanner;
  }

  /** Lets time pass, with a scanner all the while. */
  void pass(long millis) {
    for (long passed = 0; passed < millis; passed += STEP_MILLIS) {
      turns.run(STEP_MILLIS);
      ensureScanner(scanned);
    }
  }

  /** Sets the wall clock to another time; what was done. */
  String setClock(Random by) {
    long seconds = by.nextInt(4000) - 2000;
    init.setRealtime(init.realtimeNanos() + seconds * 1_000_000_000L);
    return "the clock jumps by " + seconds + " s";
  }

  /** The process is killed before it has made so many calls more, if it makes them. */
  void doom(FakePosix process, int callsLeft) {
    doomed.put(process, callsLeft);
  }

  /** Lets one call of a daemon fail: the so many-th from now, from 1; 0 for none. */
  void failCall(long call) {
    failingCall = call;
    daemonCalls = 0;
    failed = null;
  }

  /** Calls of daemons that could have failed, since {@link #failCall}. */
  long daemonCalls() {
    return daemonCalls;
  }

  /** The call that was made to fail, or null if it has not come to that. */
  String failed() {
    return failed;
  }

  /** Calls of the daemons so far, and how many of them were made to fail. */
  long calls() {
    return calls;
  }

  long failures() {
    return failures;
  }

  private Posix around(FakePosix process) {
    return (Posix)
        Proxy.newProxyInstance(
            Posix.class.getClassLoader(),
            new Class<?>[] {Posix.class},
            (proxy, method, arguments) -> call(process, method, arguments));
  }

  private Object call(FakePosix process, Method method, Object[] arguments) throws Throwable {
    calls++;
    if (!doomed.isEmpty()) comeNearerToDeath(process);
    if (random.nextInt(CALLS_A_TURN) == 0) {
      turns.pass();
      process.goOn();
    }
    String name = method.getName();
    if (callsAFailure > 0 && DISTURBED.contains(name) && random.nextInt(callsAFailure) == 0) {
      failures++;
      return -FaultyPosix.plausible(name);
    }
    if (neverCloses && name.equals("close")) return 0;
    if (isFailingCall(process, name, arguments)) return fail(process, method, arguments);
    return invoke(process, method, arguments);
  }

  private static Object invoke(FakePosix process, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(process, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
  }

  private boolean isFailingCall(FakePosix process, String call, Object[] arguments) {
    // An expression that cannot be compiled has no errno.
    if (!FaultyPosix.canFail(call) || call.equals("compileRegex")) return false;
    if (call.equals("read") && !isFile(process, (Integer) arguments[0])) return false;
    byte[] name = CString.baseName(process.arguments()[0]);
    return DAEMONS.contains(CString.text(name)) && ++daemonCalls == failingCall;
  }

  /** Of pipes there is no reading that fails. */
  private static boolean isFile(FakePosix process, int fd) {
    FileStat stat = new FileStat();
    return process.fstat(fd, stat) == 0 && stat.isRegular();
  }

  /** A close that fails has closed all the same, as on Linux. */
  private Object fail(FakePosix process, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    int errno = FaultyPosix.plausible(name);
    failed = process.line() + ": " + name + " in " + OpenAtEnd.place() + ": " + Errno.text(errno);
    if (name.equals("close")) invoke(process, method, arguments);
    if (method.getReturnType() == long.class) return (long) -errno;
    return -errno;
  }

  private void comeNearerToDeath(FakePosix process) {
    Integer left = doomed.get(process);
    if (left == null) return;
    if (left > 0) doomed.put(process, left - 1);
    else doomed.remove(process);
    if (left > 0) return;
    process.signal(Signal.SIGKILL);
    process.goOn();
  }

  @Override
  public void close() {
    turns.close();
  }
}
