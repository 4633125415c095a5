package s6j.command.process;

import s6j.cli.Line;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;

/** {@code s6 process restart}: another process of a service, whatever depends on it. */
final class ProcessRestart {
  private static final Program PROGRAM =
      Subcommand.options("s6 process restart")
          .options(SupervisedNames.NO_WAIT, SupervisedNames.WAIT, SupervisedNames.TIMEOUT);

  private ProcessRestart() {}

  static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return call.messages.usage(
          "s6 process restart [ -W|--no-wait | -w|--wait ]"
              + " [ -t timeout | --timeout=timeout ] services...");
    long timeout = line.number(SupervisedNames.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    SupervisedNames names = new SupervisedNames(call, line.operands(0));
    int code = names.check();
    if (code != 0) return code;
    boolean waits = line.chose(SupervisedNames.WAIT, SupervisedNames.NO_WAIT);
    return names.order(waits ? "-rwR" : "-r", timeout);
  }
}
