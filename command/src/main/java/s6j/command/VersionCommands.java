package s6j.command;

import s6j.cli.ExeclineScript;
import s6j.cli.Line;
import s6j.cli.Option;
import s6j.cli.Output;
import s6j.cli.Program;
import s6j.cli.ScriptPrograms;
import s6j.cli.Version;
import s6j.command.call.CommandCall;
import s6j.command.call.GlobalSettings;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;

/** {@code s6 version}: the version of s6-frontend that this is like, and all settings. */
final class VersionCommands {
  private static final String VERSION = Version.OF_FRONTEND;
  private static final Option QUOTE = Option.flag('q', "quote", "print values in double quotes");
  private static final Program EXPORT = Subcommand.options("s6 version export").options(QUOTE);
  private static final Program NO_OPTIONS = Subcommand.options("s6 version");
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 version subcommand [ subcommand options ] Type \"s6 version help\" for details.",
          new Subcommand((call, arguments) -> call.print(VersionHelp.TEXT), "help"),
          new Subcommand((call, arguments) -> show(call), "show"),
          new Subcommand(VersionCommands::export, "export"));

  private final CommandCall call;
  private final Output out;
  private final boolean quotes;

  private VersionCommands(CommandCall call, boolean quotes) {
    this.call = call;
    this.quotes = quotes;
    out = call.output();
  }

  static String[] words() {
    return GROUP.words();
  }

  static int run(CommandCall call, byte[][] arguments) {
    Line line = NO_OPTIONS.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return line.operandCount() == 0 ? show(call) : GROUP.choose(call, line.operands(0));
  }

  private static int show(CommandCall call) {
    return call.print(CommandCall.PROGRAM + " v" + VERSION + "\n");
  }

  private static int export(CommandCall call, byte[][] arguments) {
    Line line = EXPORT.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return new VersionCommands(call, line.has(QUOTE)).export(call.settings);
  }

  private int export(GlobalSettings settings) {
    out.text("version=").text(VERSION).line();
    print("scandir", settings.scandir);
    print("livedir", settings.livedir);
    print("repodir", settings.repodir);
    print("bootdb", settings.bootdb);
    print("stmpdir", settings.stmpdir);
    print("storelist", settings.storelist);
    print("fdhuser", settings.holderUser);
    out.text("verbosity=").number(settings.verbosity).line();
    return out.finish(call.messages, 0);
  }

  private void print(String name, byte[] value) {
    out.text(name).text("=");
    if (!quotes) out.bytes(value);
    else {
      ScriptPrograms programs = new ScriptPrograms(call.posix, null, call.calledAs);
      ExeclineScript script = programs.script().quoted(value);
      byte[] quoted = script.text();
      out.bytes(quoted, 0, quoted.length);
    }
    out.line();
  }
}
