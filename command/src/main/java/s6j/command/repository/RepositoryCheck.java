package s6j.command.repository;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 repository check} and {@code s6 set check}: whether sets have what they need. */
public final class RepositoryCheck {
  private static final Option NO_FORCE_ESSENTIAL =
      Option.flag('E', "no-force-essential", "essential services stay so (default)");
  private static final Option FORCE_ESSENTIAL =
      Option.flag('e', "force-essential", "essential services may be changed");
  private static final Option DOWN =
      Option.flag('d', "down", "disable or mask what lacks something (default)");
  private static final Option UP = Option.flag('u', "up", "enable what is lacking");
  private static final Option FIX = Option.flag('F', "fix", "do it, not only say it");
  private static final Option SET = Option.value('s', "set", "SET", "which set");
  private static final Program ALL =
      Subcommand.options("s6 repository check")
          .options(NO_FORCE_ESSENTIAL, FORCE_ESSENTIAL, DOWN, UP, FIX);
  private static final Program ONE =
      Subcommand.options("s6 set check")
          .options(NO_FORCE_ESSENTIAL, FORCE_ESSENTIAL, DOWN, UP, FIX, SET);
  private static final byte[] CURRENT = CString.of("current");

  private RepositoryCheck() {}

  static int run(CommandCall call, byte[][] arguments) {
    Line line = ALL.read(arguments, call.messages, 0);
    return line.refused() ? line.exitCode() : check(call, line).become();
  }

  public static int ofSet(CommandCall call, byte[][] arguments) {
    Line line = ONE.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return check(call, line).value("--", line.bytes(SET, CURRENT)).become();
  }

  private static CompanionRun check(CommandCall call, Line line) {
    boolean forces = line.chose(FORCE_ESSENTIAL, NO_FORCE_ESSENTIAL);
    return new CompanionRun(call, "s6-rc-set-fix")
        .verbosity()
        .repository()
        .word(forces ? "--force-essential" : "--no-force-essential")
        .word(line.chose(UP, DOWN) ? "--fix-up" : "--fix-down")
        .wordIf(!line.has(FIX), "--dry-run");
  }
}
