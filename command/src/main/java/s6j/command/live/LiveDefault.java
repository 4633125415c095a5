package s6j.command.live;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.GlobalSettings;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 live start-everything} and {@code reset}: what is up at the end of a boot. */
public final class LiveDefault {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "only show what would be done");
  private static final Option BUNDLE =
      Option.value('D', "default-bundle", "NAME", "the bundle; default if not given");
  private static final Program PROGRAM =
      Subcommand.options("s6 live start-everything").options(DRY_RUN, LiveTimeout.TIMEOUT, BUNDLE);
  private static final byte[] USUAL = CString.of(GlobalSettings.DEFAULT_BUNDLE);

  private LiveDefault() {}

  static int startEverything(CommandCall call, byte[][] arguments) {
    return run(call, arguments, false);
  }

  /** Everything else is stopped. */
  static int reset(CommandCall call, byte[][] arguments) {
    return run(call, arguments, true);
  }

  private static int run(CommandCall call, byte[][] arguments, boolean prunes) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(LiveTimeout.TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    return begin(call, timeout, line.has(DRY_RUN))
        .wordIf(prunes, "-p")
        .live()
        .word("-b")
        .word("--")
        .word("change")
        .word(line.bytes(BUNDLE, USUAL))
        .become();
  }

  /** Becomes what starts a bundle. */
  public static int start(CommandCall call, long timeout, boolean isDryRun, byte[] bundle) {
    return begin(call, timeout, isDryRun)
        .live()
        .word("-b")
        .word("--")
        .word("change")
        .word(bundle)
        .become();
  }

  private static CompanionRun begin(CommandCall call, long timeout, boolean isDryRun) {
    return new CompanionRun(call, "s6-rc").verbosity().timeout(timeout).wordIf(isDryRun, "-n1");
  }
}
