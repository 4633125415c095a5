package s6j.command.live;

import s6j.cli.ExitCode;
import s6j.cli.Line;
import s6j.cli.Messages;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 live reload}: has services read their configuration again. */
final class LiveReload {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Program PROGRAM =
      Subcommand.options("s6 live reload").options(DRY_RUN, LiveTimeout.TIMEOUT);

  private LiveReload() {}

  static int run(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    if (line.operandCount() == 0)
      return new Messages(call.posix, CString.of("usage"))
          .bare()
          .text(": s6 live reload [ -n ] [ -t timeout ] services...")
          .exit(ExitCode.USAGE);
    long timeout = line.number(LiveTimeout.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    return new CompanionRun(call, "s6-rc")
        .verbosity()
        .timeout(timeout)
        .wordIf(line.has(DRY_RUN), "-n1")
        .live()
        .word("-b")
        .word("--")
        .word("reload")
        .words(line.operands(0))
        .become();
  }
}
