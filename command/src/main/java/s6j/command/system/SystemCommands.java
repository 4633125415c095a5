package s6j.command.system;

import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.GlobalSettings;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;
import s6j.command.live.LiveDefault;
import s6j.posix.CString;

/** The commands of {@code s6 system}. */
public final class SystemCommands {
  private static final Option DRY_RUN = Option.flag('n', "dry-run", "do not start the services");
  private static final Option PREFIX =
      Option.value('p', "prefix", "PREFIX", "what names in the scan directory begin with");
  private static final Option TIMEOUT =
      Option.value('t', "timeout", "MS", "end after so many milliseconds; 0 is never")
          .complaint("timeout must be an unsigned integer (in milliseconds)");
  private static final Option BUNDLE =
      Option.value('D', "default-bundle", "NAME", "the bundle; default if not given");
  private static final Program BOOT =
      Subcommand.options("s6 system boot").options(DRY_RUN, PREFIX, TIMEOUT, BUNDLE);
  private static final byte[] USUAL = CString.of(GlobalSettings.DEFAULT_BUNDLE);
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 system subcommand [ subcommand options ] [ services... ]"
              + " Type \"s6 system help\" for details.",
          new Subcommand(SystemCommands::boot, "boot"),
          new Subcommand((call, arguments) -> end(call, "-h"), "halt"),
          new Subcommand((call, arguments) -> call.print(SystemHelp.TEXT), "help"),
          new Subcommand((call, arguments) -> end(call, "-p"), "poweroff", "shutdown"),
          new Subcommand((call, arguments) -> end(call, "-r"), "reboot"));

  private SystemCommands() {}

  public static String[] words() {
    return GROUP.words();
  }

  public static int run(CommandCall call, byte[][] arguments) {
    return GROUP.run(call, arguments);
  }

  private static int boot(CommandCall call, byte[][] arguments) {
    Line line = BOOT.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    long timeout = line.number(TIMEOUT, 0);
    if (line.refused()) return line.exitCode();
    int code =
        new CompanionRun(call, "s6-rc-init")
            .value("-p", line.bytes(PREFIX, null))
            .live()
            .value("-c", call.settings.bootdb)
            .word("-b")
            .value("--", call.settings.scandir)
            .runStep();
    if (code != 0) return code;
    return LiveDefault.start(call, timeout, line.has(DRY_RUN), line.bytes(BUNDLE, USUAL));
  }

  /** Its words are not looked at. */
  private static int end(CommandCall call, String how) {
    return new CompanionRun(call, "s6-linux-init-hpr").word(how).word("--").become();
  }
}
