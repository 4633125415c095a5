package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;

/** {@code s6 live stop-everything}. */
final class LiveStop {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Option WITHOUT_ESSENTIALS =
      Option.flag('e', "without-essentials", "leave essential services up (default)");
  private static final Option WITH_ESSENTIALS =
      Option.flag('E', "with-essentials", "stop essential services too");
  private static final Program PROGRAM =
      Subcommand.options("s6 live stop-everything")
          .options(DRY_RUN, WITHOUT_ESSENTIALS, WITH_ESSENTIALS, LiveTimeout.TIMEOUT);

  private LiveStop() {}

  static int everything(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    boolean ends = line.number(LiveTimeout.TIMEOUT, 0) > 0;
    if (line.refused()) return line.exitCode();
    return new CompanionRun(call, "s6-rc")
        .verbosity()
        .value("-t", ends ? line.bytes(LiveTimeout.TIMEOUT, null) : null)
        .wordIf(line.has(DRY_RUN), "-n1")
        .live()
        .word(line.chose(WITH_ESSENTIALS, WITHOUT_ESSENTIALS) ? "-bDa" : "-bda")
        .word("--")
        .word("change")
        .become();
  }
}
