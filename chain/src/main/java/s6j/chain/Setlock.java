package s6j.chain;

import s6j.cli.Options;
import s6j.cli.Program;
import s6j.posix.Decimal;
import s6j.posix.Posix;

/** s6-setlock and setlock: take a lock on a file, then become a program that holds it. */
public final class Setlock {
  private Setlock() {}

  public static Program declaration() {
    return new Program(
            "s6-setlock",
            null,
            "[ -r | -w ] [ -n | -N ] [ -t timeout ] [ -d fd ] lockfile prog...",
            "locks a file and runs a program",
            Setlock::run)
        .flag('n', "exit 1 at once if the lock is taken")
        .flag('N', "wait for the lock (default)")
        .flag('r', "take a shared lock")
        .flag('w', "take an exclusive lock (default)")
        .value('t', "timeout", "wait for the lock at most so many milliseconds, then exit 1")
        .value('d', "fd", "hold the lock on this descriptor");
  }

  /** setlock of daemontools: flock's lock, 111 for every failure. */
  public static Program daemontools() {
    return new Program(
            "setlock",
            null,
            "[ -nNxX ] lockfile prog...",
            "locks a file and runs a program, as in daemontools",
            Setlock::runDaemontools)
        .flag('n', "give up at once if the lock is taken")
        .flag('N', "wait for the lock (default)")
        .flag('x', "without the lock, exit 0 and say nothing")
        .flag('X', "without the lock, say so and exit 111 (default)");
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setlock::plan);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    return Chain.run(posix, program, arguments, Setlock::planDaemontools);
  }

  private static int plan(Chain chain, Options options) {
    boolean exclusive = true;
    boolean waits = true;
    long timeout = 0;
    long descriptor = FileLock.ANYWHERE;
    for (int option = options.next(); option != Options.END; option = options.next())
      switch (option) {
        case 'n' -> waits = false;
        case 'N' -> waits = true;
        case 'r' -> exclusive = false;
        case 'w' -> exclusive = true;
        case 't' -> {
          timeout = Decimal.parse(options.value());
          if (timeout == Decimal.INVALID) return chain.wrongUse();
        }
        case 'd' -> {
          descriptor = Decimal.parse(options.value());
          if (descriptor < 0 || descriptor > Integer.MAX_VALUE) return chain.wrongUse();
        }
        default -> {
          return chain.wrongUse();
        }
      }
    byte[] file = chain.operand(options.firstOperand());
    if (file == null) return chain.wrongUse();
    FileLock lock = new FileLock(file);
    lock.exclusive = exclusive;
    lock.waits = waits;
    lock.timeoutMillis = timeout;
    lock.descriptor = (int) descriptor;
    return chain.then(lock).leadsTo(options.firstOperand() + 1);
  }

  private static int planDaemontools(Chain chain, Options options) {
    boolean waits = true;
    boolean optional = false;
    for (int option = options.next(); option != Options.END; option = options.next())
      switch (option) {
        case 'n' -> waits = false;
        case 'N' -> waits = true;
        case 'x' -> optional = true;
        case 'X' -> optional = false;
        default -> {
          return chain.wrongUse();
        }
      }
    byte[] file = chain.operand(options.firstOperand());
    if (file == null) return chain.wrongUse();
    FileLock lock = new FileLock(file);
    lock.waits = waits;
    lock.optional = optional;
    lock.ofOpenFile = true;
    return chain.failingWith(111).then(lock).leadsTo(options.firstOperand() + 1);
  }
}
