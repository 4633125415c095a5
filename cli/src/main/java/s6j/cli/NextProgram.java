package s6j.cli;

import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** The program that a command line ends with. */
public final class NextProgram {
  private final Posix posix;
  private final Messages messages;
  private final byte[][] command;

  public NextProgram(Posix posix, Messages messages, byte[][] command) {
    this.posix = posix;
    this.messages = messages;
    this.command = command;
  }

  /** Becomes the program; returns only the exit code for that it cannot. */
  public int exec(Environment environment) {
    int answer = Executable.exec(posix, command, environment);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(command[0])
        .exit(Executable.exitCode(answer), answer);
  }

  public int exec() {
    return exec(new Environment(posix));
  }

  /** Starts the program as a child that nobody waits for: 0, or 111 once it has said why not. */
  public int start() {
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    int pid = Executable.spawn(posix, spawn);
    if (pid >= 0) return 0;
    return messages.fatal().unableTo("spawn ").bytes(command[0]).exit(ExitCode.SYSTEM, pid);
  }
}
