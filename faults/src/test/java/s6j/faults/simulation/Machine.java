package s6j.faults.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Random;
import s6j.cli.Family;
import s6j.cli.Program;
import s6j.log.LogPrograms;
import s6j.posix.CString;
import s6j.posix.FakePosix;
import s6j.posix.FakeTurns;
import s6j.posix.FaultyPosix;
import s6j.posix.Posix;
import s6j.supervise.SupervisePrograms;
import s6j.svc.SvcPrograms;
import s6j.svscan.SvscanPrograms;

/**
 * A fake machine on which the suite's own daemons run at the same time, in turns drawn from a seed,
 * and on which any system call of theirs may fail.
 */
final class Machine implements AutoCloseable {
  private static final List<String> DISTURBED =
      List.of(
          "open", "write", "read", "mkfifo", "mkdir", "rename", "unlink", "spawn", "pipe", "fsync",
          "stat");

  /** One call in so many is followed by somebody else's turn. */
  private static final int CALLS_A_TURN = 8;

  final FakePosix init = new FakePosix();
  final FakeTurns turns;
  private final Random random;

  /** One call in so many fails; 0 for none. */
  int callsAFailure;

  private long calls;
  private long failures;

  Machine(long seed) {
    random = new Random(seed);
    turns = new FakeTurns(init, seed);
    for (Program[] family :
        List.of(
            SvscanPrograms.all(), SupervisePrograms.all(), LogPrograms.all(), SvcPrograms.all()))
      for (Program program : family) install(program);
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
    for (Program[] family :
        List.of(
            SvscanPrograms.all(), SupervisePrograms.all(), LogPrograms.all(), SvcPrograms.all())) {
      Program program = Family.find(family, name);
      if (program != null) return program;
    }
    throw new AssertionError(CString.text(name));
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

  @Override
  public void close() {
    turns.close();
  }
}
