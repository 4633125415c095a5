package s6j.faults.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.ipc.IpcPrograms;
import s6j.log.LogPrograms;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FakeTurns;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.posix.Signal;
import s6j.posix.Spawn;
import s6j.rc.RcPrograms;
import s6j.rccompiler.RcCompilerPrograms;
import s6j.supervise.SupervisePrograms;
import s6j.svc.SvcPrograms;
import s6j.svscan.SvscanPrograms;

/**
 * A fake machine on which the suite's own daemons run at the same time, in turns drawn from a seed,
 * and on which any system call of theirs may fail.
 */
final class Machine implements AutoCloseable {
  private static final List<Program[]> FAMILIES =
      List.of(
          SvscanPrograms.all(),
          SupervisePrograms.all(),
          LogPrograms.all(),
          SvcPrograms.all(),
          IpcPrograms.all(),
          RcCompilerPrograms.all(),
          RcPrograms.all());

  private static final List<String> DISTURBED =
      List.of(
          "open", "write", "writeAt", "read", "mkfifo", "mkdir", "rename", "unlink", "spawn",
          "pipe", "fsync", "stat");

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

  /** Processes that shall be killed, and how many calls from now. */
  private final Map<FakePosix, Integer> doomed = new HashMap<>();

  private long calls;
  private long failures;

  Machine(long seed) {
    random = new Random(seed);
    turns = new FakeTurns(init, seed);
    for (Program[] family : FAMILIES) for (Program program : family) install(program);
  }

  private void install(Program program) {
    install("/usr/bin/" + program.name);
    if (program.shortName != null) install("/usr/bin/" + program.shortName);
  }

  private void install(String path) {
    init.program(path, this::live);
  }

  private void live(FakePosix child) {
    byte[][] words = child.arguments();
    Program program = find(CString.baseName(words[0]));
    child.exit(program.main.run(around(child), program, words));
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
    scanner = start("svscan", directory);
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
    try {
      return method.invoke(process, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause();
    }
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
