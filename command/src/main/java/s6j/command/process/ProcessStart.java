package s6j.command.process;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;

/** {@code s6 process start} and {@code stop}. */
final class ProcessStart {
  private static final Option PERMANENT =
      Option.flag('p', "permanent", "and so it stays, whatever s6-rc wants");
  private static final Option NO_PERMANENT =
      Option.flag('P', "no-permanent", "until the process ends (default)");
  private static final Program PROGRAM =
      Subcommand.options("s6 process start")
          .options(NO_PERMANENT, PERMANENT, SupervisedNames.NO_WAIT, SupervisedNames.WAIT)
          .options(SupervisedNames.TIMEOUT);

  private ProcessStart() {}

  static int start(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "start", true);
  }

  static int stop(CommandCall call, byte[][] arguments) {
    return run(call, arguments, "stop", false);
  }

  private static int run(CommandCall call, byte[][] arguments, String word, boolean up) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return call.messages.usage(
          "s6 process " + word + " [ --permanent ] [ --wait ] [ --timeout=millisecs ] services...");
    long timeout = line.number(SupervisedNames.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    SupervisedNames names = new SupervisedNames(call, line.operands(0));
    int code = names.check();
    return code == 0 ? names.order(letters(line, up), timeout) : code;
  }

  private static String letters(Line line, boolean up) {
    boolean permanent = line.chose(PERMANENT, NO_PERMANENT);
    boolean waits = line.chose(SupervisedNames.WAIT, SupervisedNames.NO_WAIT);
    String letter = up ? permanent ? "-U" : "-u" : permanent ? "-D" : "-d";
    return waits ? letter + (up ? "wU" : "wD") : letter;
  }
}
