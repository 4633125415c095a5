package s6j.chain;

import static s6j.posix.OpenFlags.O_CLOEXEC;

import s6j.cli.ExitCode;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;
import s6j.posix.WaitStatus;

/**
 * s6-fghack and fghack: wait for a program that goes into the background. The copies of a pipe that
 * it inherits are many because such programs close the first descriptors; the last closed copy is
 * the end of all its processes.
 */
public final class Fghack {
  private static final int COPIES = 30;

  private final Posix posix;
  private final Messages messages;
  private final byte[][] command;

  private Fghack(Posix posix, byte[][] arguments) {
    this.posix = posix;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    command = new byte[arguments.length - 1][];
    System.arraycopy(arguments, 1, command, 0, command.length);
  }

  public static Program declaration() {
    return new Program(
        "s6-fghack",
        null,
        "prog...",
        "waits for a program that goes into the background (prefer s6-background-watch)",
        Fghack::run);
  }

  /** fghack of daemontools: all exit codes pass through, 111 for a program that crashed. */
  public static Program daemontools() {
    return new Program(
        "fghack",
        null,
        "prog...",
        "waits for a program that goes into the background, as in daemontools",
        Fghack::runDaemontools);
  }

  static int run(Posix posix, Program program, byte[][] arguments) {
    if (arguments.length < 2) return wrongUse(posix, program, arguments);
    Fghack fghack = new Fghack(posix, arguments);
    fghack
        .messages
        .warning()
        .text("this program is obsolescent, please use s6-background-watch instead")
        .end();
    int status = fghack.await();
    return status < 0 ? -status : WaitStatus.passedOn(status);
  }

  static int runDaemontools(Posix posix, Program program, byte[][] arguments) {
    if (arguments.length < 2) return wrongUse(posix, program, arguments);
    Fghack fghack = new Fghack(posix, arguments);
    int status = fghack.await();
    if (status < 0) return -status;
    if (WaitStatus.exited(status)) return WaitStatus.exitCode(status);
    return fghack.messages.fatal().bytes(fghack.command[0]).text(" crashed").exit(ExitCode.SYSTEM);
  }

  private static int wrongUse(Posix posix, Program program, byte[][] arguments) {
    return new Messages(posix, CString.baseName(arguments[0])).usage(program);
  }

  /** The raw wait status of the program once all copies are closed; or its negated exit code. */
  private int await() {
    int[] ends = new int[2];
    int answer = posix.pipe(ends, O_CLOEXEC);
    if (answer < 0)
      return -messages.fatal().unableTo("create hackpipe").exit(ExitCode.SYSTEM, answer);
    int result = await(ends[0], start(ends[1]));
    posix.close(ends[0]);
    return result;
  }

  private int await(int hackpipe, int pid) {
    if (pid < 0)
      return -messages.fatal().unableTo("spawn ").bytes(command[0]).exit(ExitCode.SYSTEM, pid);
    int got = posix.read(hackpipe, new byte[1], 0, 1);
    if (got < 0) return -messages.fatal().unableTo("read on hackpipe").exit(ExitCode.SYSTEM, got);
    if (got > 0)
      return -messages.fatal().bytes(command[0]).text(" wrote on hackpipe").exit(ExitCode.UNFIT);
    return collect(pid);
  }

  /** Closes the writing end here, so that only the program's processes have it. */
  private int start(int writing) {
    int[] copies = new int[COPIES];
    for (int i = 0; i < COPIES; i++) copies[i] = posix.dup(writing, 0, false);
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    int pid = Executable.spawn(posix, spawn);
    for (int copy : copies) if (copy >= 0) posix.close(copy);
    posix.close(writing);
    return pid;
  }

  private int collect(int pid) {
    int[] status = new int[1];
    int answer;
    do answer = posix.waitpid(pid, status, 0);
    while (answer == -Errno.EINTR);
    return answer < 0
        ? -messages.fatal().unableTo("wait_pid").exit(ExitCode.SYSTEM, answer)
        : status[0];
  }
}
