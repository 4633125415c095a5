package s6j.chain;

import org.jspecify.annotations.Nullable;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Program;
import s6j.posix.CString;
import s6j.posix.Environment;
import s6j.posix.Errno;
import s6j.posix.Executable;
import s6j.posix.Posix;

/**
 * The way of a chainloader: steps in their order, then the program that it becomes. The plan is
 * made from the command line alone; nothing is done before all of it is known to be right.
 */
final class Chain {
  /** Makes the plan of a program: 0, or the exit code, once it has said why. */
  interface Plan {
    int make(Chain chain, Line line);
  }

  final Posix posix;
  final Messages messages;
  final Environment environment;
  private final Program program;
  private final byte[][] arguments;
  private Deed[] steps = new Deed[16];
  private int count;
  private byte[][] command;
  private byte @Nullable [] calledAs;
  private int failure;

  Chain(Posix posix, Program program, byte[][] arguments) {
    this.posix = posix;
    this.program = program;
    this.arguments = arguments;
    this.messages = new Messages(posix, CString.baseName(arguments[0]));
    this.environment = new Environment(posix);
  }

  /** Plans, performs, executes. */
  static int run(Posix posix, Program program, byte[][] arguments, Plan plan) {
    Chain chain = new Chain(posix, program, arguments);
    int wrong = plan.make(chain, program.open(arguments, chain.messages));
    return wrong != 0 ? wrong : chain.perform();
  }

  Chain then(Deed step) {
    if (count == steps.length) {
      Deed[] more = new Deed[2 * count];
      System.arraycopy(steps, 0, more, 0, count);
      steps = more;
    }
    steps[count++] = step;
    return this;
  }

  /** All failures are this exit code, as in daemontools and runit: 111. */
  Chain failingWith(int code) {
    failure = code;
    return this;
  }

  /** {@code code}, or what {@link #failingWith} made of all failures. */
  int failure(int code) {
    return failure != 0 ? failure : code;
  }

  /** The arguments from {@code first} on are the program to become; a usage error without any. */
  int leadsTo(int first) {
    if (first >= arguments.length) return wrongUse();
    command = new byte[arguments.length - first][];
    System.arraycopy(arguments, first, command, 0, command.length);
    return 0;
  }

  /** The program gets another name as its {@code argv[0]}. */
  void calling(byte[] name) {
    calledAs = name;
  }

  /** The operand at {@code place}, or null. */
  byte @Nullable [] operand(int place) {
    return place < arguments.length ? arguments[place] : null;
  }

  int wrongUse() {
    return messages.usage(program);
  }

  private int perform() {
    for (int i = 0; i < count; i++) {
      int code = steps[i].perform(this);
      if (code != Deed.GO_ON) return code;
    }
    return exec();
  }

  /** What exec would say in the end, said before the memory is full. */
  int takesTooMuch() {
    return failedToExec(command[0], -Errno.E2BIG);
  }

  private int exec() {
    byte[] name = command[0];
    if (calledAs != null) command[0] = calledAs;
    return failedToExec(name, Executable.exec(posix, name, command, environment));
  }

  private int failedToExec(byte[] name, int error) {
    return messages
        .fatal()
        .unableTo("exec ")
        .bytes(name)
        .exit(failure(Executable.exitCode(error)), error);
  }
}
