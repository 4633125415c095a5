package s6j.execline.call;

import org.jspecify.annotations.Nullable;
import s6j.cli.ExitCode;
import s6j.posix.Decimal;
import s6j.posix.Errno;
import s6j.posix.OpenFlags;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/** The children that programs start and wait for. */
public final class Children {
  /** The raw wait status of an exit with code 0. */
  private static final int FINE = 0;

  private final Call call;
  private final Posix posix;
  private final int[] status = new int[1];

  public Children(Call call) {
    this.call = call;
    posix = call.posix;
  }

  /** A child with the signal mask of this program. */
  public Spawn plan(byte[][] command) {
    Spawn spawn = planUnmasked(command);
    spawn.keepsMask = true;
    return spawn;
  }

  /** A child with an empty signal mask. */
  public Spawn planUnmasked(byte[][] command) {
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    spawn.keepsPipeSignal = true;
    return spawn;
  }

  /** Starts what was planned: its pid, or the negated errno. */
  public int start(Spawn spawn) {
    return call.lookup.spawn(spawn);
  }

  /** The same; 0 once it is said why not. */
  public int startOrSay(Spawn spawn) {
    int pid = start(spawn);
    if (pid > 0) return pid;
    call.unable("spawn ", spawn.arguments[0], pid);
    return 0;
  }

  /**
   * Starts a child of a child that ends at once; where a process cannot be copied, on the JVM, a
   * child. Its pid, or 0 once it is said why not.
   */
  public int startDetached(Spawn spawn) {
    int[] ends = new int[2];
    int error = posix.pipe(ends, OpenFlags.O_CLOEXEC);
    int between = error < 0 ? error : posix.fork();
    if (between == -Errno.ENOSYS) {
      posix.close(ends[0]);
      posix.close(ends[1]);
      return startOrSay(spawn);
    }
    if (between == 0) tell(ends[1], start(spawn));
    int pid = between < 0 ? between : told(ends, between);
    if (pid > 0) return pid;
    call.unable("spawn ", spawn.arguments[0], pid);
    return 0;
  }

  private void tell(int fd, int pid) {
    byte[] number = {(byte) pid, (byte) (pid >> 8), (byte) (pid >> 16), (byte) (pid >> 24)};
    posix.write(fd, number, 0, number.length);
    posix.exit(0);
  }

  private int told(int[] ends, int between) {
    posix.close(ends[1]);
    byte[] number = new byte[4];
    int count = posix.read(ends[0], number, 0, number.length);
    posix.close(ends[0]);
    await(between);
    if (count < number.length) return -Errno.ECHILD;
    return number[0] & 0xff | (number[1] & 0xff) << 8 | (number[2] & 0xff) << 16 | number[3] << 24;
  }

  /** Waits for one child: its raw wait status, or a negated errno. */
  public int await(int pid) {
    int answer;
    do answer = posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR);
    return answer < 0 ? answer : status[0];
  }

  /**
   * Runs a command as a child to its end: the raw wait status, or -1 once it is said why that
   * failed. The empty one is true. {@code waiting} is what could not be done if it cannot be waited
   * for; null for the child's name.
   */
  public int run(byte[][] command, @Nullable String waiting) {
    if (command.length == 0) return FINE;
    int pid = startOrSay(plan(command));
    return pid == 0 ? -1 : end(pid, command, waiting);
  }

  /** The end of a child that was started. */
  public int end(int pid, byte[][] command, @Nullable String waiting) {
    int status = await(pid);
    if (status >= 0) return status;
    if (waiting != null) call.unable(waiting, status);
    else call.unable("wait for ", command[0], status);
    return -1;
  }

  /** The exact number of an end: the exit code, or 256 and the signal. */
  public static int exact(int status) {
    return WaitStatus.signaled(status)
        ? 256 + WaitStatus.signal(status)
        : WaitStatus.exitCode(status);
  }

  /** Says that a child crashed: the exit code; 0 if it did not. */
  public int crash(int status) {
    if (!WaitStatus.signaled(status)) return 0;
    int signal = WaitStatus.signal(status);
    return call.messages
        .fatal()
        .text("child crashed with signal ")
        .number(signal)
        .exit(128 + signal);
  }

  /** Runs a block, tells its end in the variable {@code ?}, and becomes the rest. */
  public int inSequence(byte[][] block, byte[][] rest) {
    int told = block.length == 0 ? 0 : endOf(block);
    if (told < 0) return ExitCode.SYSTEM;
    call.environment.set("?", Decimal.string(told));
    return call.becomes(rest);
  }

  private int endOf(byte[][] block) {
    int pid = start(plan(block));
    if (pid < 0) {
      call.messages.warning().unableTo("spawn ").bytes(block[0]).end(pid);
      return pid == -Errno.ENOENT ? ExitCode.NOT_FOUND : ExitCode.NOT_EXECUTABLE;
    }
    int status = end(pid, block, null);
    return status < 0 ? -1 : exact(status);
  }
}
