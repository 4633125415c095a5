package s6j.chain;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.posix.Posix;

/** s6-setlock and setlock: take a lock on a file, then become a program that holds it. */
public final class Setlock {
  private static final Option AT_ONCE = Option.flag('n', "exit 1 at once if the lock is taken");
  private static final Option WAITING = Option.flag('N', "wait for the lock (default)");
  private static final Option SHARED = Option.flag('r', "take a shared lock");
  private static final Option EXCLUSIVE = Option.flag('w', "take an exclusive lock (default)");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "wait for the lock at most so many milliseconds, then exit 1")
          .number();
  private static final Option DESCRIPTOR =
      Option.value('d', "fd", "hold the lock on this descriptor").number(0, Integer.MAX_VALUE);

  private static final Option GIVES_UP = Option.flag('n', "give up at once if the lock is taken");
  private static final Option OPTIONAL =
      Option.flag('x', "without the lock, exit 0 and say nothing");
  private static final Option MANDATORY =
      Option.flag('X', "without the lock, say so and exit 111 (default)");

  private Setlock() {}

  public static Program declaration() {
    return new Program(
            "s6-setlock",
            null,
            "[ -r | -w ] [ -n | -N ] [ -t timeout ] [ -d fd ] lockfile prog...",
            "locks a file and runs a program",
            Setlock::run)
        .options(AT_ONCE, WAITING, SHARED, EXCLUSIVE, TIMEOUT, DESCRIPTOR);
  }

  /** setlock of daemontools: flock's lock, 111 for every failure. */
  public static Program daemontools() {
    return new Program(
            "setlock",
            null,
            "[ -nNxX ] lockfile prog...",
            "locks a file and runs a program, as in daemontools",
            Setlock::runDaemontools)
        .options(GIVES_UP, WAITING, OPTIONAL, MANDATORY);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setlock::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setlock::planDaemontools);
  }

  private static int plan(Chain chain, Line line) {
    if (line.judge(1) != 0) return line.exitCode();
    FileLock lock = new FileLock(line.operand(0));
    lock.exclusive = !line.chose(SHARED, EXCLUSIVE);
    lock.waits = !line.chose(AT_ONCE, WAITING);
    lock.timeoutMillis = line.number(TIMEOUT, 0);
    lock.descriptor = (int) line.number(DESCRIPTOR, FileLock.ANYWHERE);
    return chain.then(lock).leadsTo(line.firstOperand() + 1);
  }

  private static int planDaemontools(Chain chain, Line line) {
    if (line.judge(1) != 0) return line.exitCode();
    FileLock lock = new FileLock(line.operand(0));
    lock.waits = !line.chose(GIVES_UP, WAITING);
    lock.optional = line.chose(OPTIONAL, MANDATORY);
    lock.ofOpenFile = true;
    return chain.failingWith(ExitCode.SYSTEM).then(lock).leadsTo(line.firstOperand() + 1);
  }
}
