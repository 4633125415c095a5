package s6j.svc.notify;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.cli.Operands;
import s6j.posix.CString;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.svc.service.ServiceLine;

/**
 * A second process of a chainloader, which works on while the first becomes the next program: the
 * same program, started again with a hidden first argument. The JVM cannot fork.
 *
 * <p>Its command line is the mark, the {@link #numbers} of descriptors that it inherits or the
 * like, and the options of the first process.
 */
final class HelperProcess {
  private static final byte[] HELPER = CString.of("--s6j-helper");

  /** Starts the helper and leaves, so that it is not the next program's child. */
  private static final byte[] DETACHER = CString.of("--s6j-detacher");

  private final Posix posix;
  private final byte[][] arguments;
  private final int[] numbers;
  private final int optionsAt;

  private HelperProcess(Posix posix, byte[][] arguments, int count) {
    this.posix = posix;
    this.arguments = arguments;
    numbers = new int[count];
    optionsAt = 2 + count;
    for (int i = 0; i < count; i++) numbers[i] = (int) Decimal.parse(arguments[2 + i]);
  }

  /** The helper that this process shall be, given {@code count} numbers; null if it is none. */
  static @Nullable HelperProcess of(Posix posix, byte[][] arguments, int count) {
    if (arguments.length < 2 + count) return null;
    boolean marked = CString.equal(arguments[1], HELPER) || CString.equal(arguments[1], DETACHER);
    return marked ? new HelperProcess(posix, arguments, count) : null;
  }

  /** The number at a place of those that {@link #start} was given. */
  int number(int place) {
    return numbers[place];
  }

  /** The command line of the first process, up to its operands. */
  byte[][] commandLine() {
    byte[][] line = Operands.from(arguments, optionsAt - 1);
    line[0] = arguments[0];
    return line;
  }

  /** Whether this process only starts the helper proper. */
  boolean isDetacher() {
    return CString.equal(arguments[1], DETACHER);
  }

  /** The detacher's work: its exit code. */
  int detach() {
    byte[][] line = Operands.from(arguments, 0);
    line[1] = HELPER;
    Spawn spawn = new Spawn();
    spawn.arguments = line;
    return Executable.spawn(posix, spawn) < 0 ? ExitCode.SYSTEM : 0;
  }

  /**
   * Starts a helper: its pid, 0 if {@code detached}, or the negated errno. It inherits the
   * descriptors {@code kept}; {@code numbers} are told to it, then the options, which end before
   * {@code arguments[firstOperand]}.
   */
  static int start(
      Posix posix,
      byte[] name,
      byte[][] arguments,
      int firstOperand,
      int[] numbers,
      int[] kept,
      boolean detached) {
    ServiceLine words = new ServiceLine(2 + numbers.length + firstOperand);
    words.add(Executable.companion(posix, arguments[0], name));
    words.add(detached ? DETACHER : HELPER);
    for (int number : numbers) words.add(Decimal.string(number));
    words.addAll(Operands.between(arguments, 1, firstOperand));
    Spawn spawn = new Spawn();
    spawn.arguments = words.toArray();
    for (int fd : kept) spawn.move(fd, fd);
    int pid = Executable.spawn(posix, spawn);
    return pid > 0 && detached ? await(posix, pid) : pid;
  }

  private static int await(Posix posix, int pid) {
    int[] status = new int[1];
    int answer = posix.waitpid(pid, status, 0);
    if (answer < 0) return answer;
    return status[0] == 0 ? 0 : -Errno.EIO;
  }
}
