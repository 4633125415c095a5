package s6j.command.set;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.GlobalSettings;
import s6j.command.call.Subcommand;
import s6j.posix.CString;

/** {@code s6 set commit}: the set becomes a database. */
final class SetInstallation {
  private static final Option FORCE =
      Option.flag('f', "force", "compile it though nothing changed");
  private static final Option KEEP_OLD =
      Option.flag('K', "keep-old", "keep the old database and print where it is");
  private static final Option BUNDLE =
      Option.value(
          'D', "default-bundle", "NAME", "bundle of what is enabled; default if not given");
  private static final Option SET = Option.value('s', "set", "SET", "which set");
  private static final Program PROGRAM =
      Subcommand.options("s6 set commit").options(FORCE, KEEP_OLD, BUNDLE, SET);
  private static final byte[] USUAL = CString.of(GlobalSettings.DEFAULT_BUNDLE);
  private static final byte[] CURRENT = CString.of("current");

  private SetInstallation() {}

  static int commit(CommandCall call, byte[][] arguments) {
    Line line = PROGRAM.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return new CompanionRun(call, "s6-rc-set-commit")
        .tellingFirstProblem()
        .verbosity()
        .repository()
        .value("-D", line.bytes(BUNDLE, USUAL))
        .wordIf(line.has(FORCE), "-f")
        .wordIf(line.has(KEEP_OLD), "-K")
        .holderUser()
        .value("--", line.bytes(SET, CURRENT))
        .become();
  }
}
