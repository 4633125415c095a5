package s6j.svc;

import s6j.cli.Messages;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;
import s6j.posix.Spawn;

/** The program that a command line ends with. */
final class NextProgram {
  private final Posix posix;
  private final Messages messages;
  private final byte[][] command;

  NextProgram(Posix posix, Messages messages, byte[][] command) {
    this.posix = posix;
    this.messages = messages;
    this.command = command;
  }

  byte[] name() {
    return command[0];
  }

  /** Becomes the program; returns only the exit code for that it cannot. */
  int exec(Environment environment) {
    int answer = Executable.exec(posix, command, environment);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(command[0])
        .exit(Executable.exitCode(answer), answer);
  }

  int exec() {
    return exec(new Environment(posix.environment()));
  }

  /** Starts the program as a child: its pid, or the negated errno. */
  int spawn() {
    Spawn spawn = new Spawn();
    spawn.arguments = command;
    return Executable.spawn(posix, spawn);
  }
}
