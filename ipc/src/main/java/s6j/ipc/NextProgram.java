package s6j.ipc;

import s6j.cli.Messages;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Executable;
import s6j.posix.Posix;

/** The program that a command line leads to. */
final class NextProgram {
  private NextProgram() {}

  /** Becomes the program; returns only the exit code for that it cannot. */
  static int exec(Posix posix, Messages messages, byte[][] command, Environment environment) {
    int answer = Executable.exec(posix, command, environment);
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(command[0])
        .exit(Executable.exitCode(answer), answer);
  }

  static int exec(Posix posix, Messages messages, byte[][] command) {
    return exec(posix, messages, command, new Environment(posix.environment()));
  }

  /** The arguments from {@code first} on. */
  static byte[][] from(byte[][] arguments, int first) {
    byte[][] command = new byte[arguments.length - first][];
    System.arraycopy(arguments, first, command, 0, command.length);
    return command;
  }

  /** Whether there is a program at {@code first}: a word that is not empty. */
  static boolean isNamed(byte[][] arguments, int first) {
    return first < arguments.length && CString.length(arguments[first]) > 0;
  }
}
