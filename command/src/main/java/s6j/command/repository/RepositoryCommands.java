package s6j.command.repository;

import s6j.cli.Line;
import s6j.cli.Program;
import s6j.command.call.CommandCall;
import s6j.command.call.CompanionRun;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;

/** The commands of {@code s6 repository}. */
public final class RepositoryCommands {
  private static final Program NO_OPTIONS = Subcommand.options("s6 repository sync");
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 repository subcommand [ subcommand options ] [ services... ]"
              + " Type \"s6 repository help\" for details.",
          new Subcommand((call, arguments) -> call.print(RepositoryHelp.TEXT), "help"),
          new Subcommand(RepositoryCheck::run, "check"),
          new Subcommand(RepositoryInit::run, "init"),
          new Subcommand((call, arguments) -> list(call), "list"),
          new Subcommand(RepositoryCommands::sync, "sync"));

  private RepositoryCommands() {}

  public static String[] words() {
    return GROUP.words();
  }

  public static int run(CommandCall call, byte[][] arguments) {
    return GROUP.run(call, arguments);
  }

  /** Its words are not looked at. */
  private static int list(CommandCall call) {
    return new CompanionRun(call, "s6-rc-repo-list").verbosity().repository().word("--").become();
  }

  private static int sync(CommandCall call, byte[][] arguments) {
    Line line = NO_OPTIONS.read(arguments, call.messages, 0);
    if (line.refused()) return line.exitCode();
    return new CompanionRun(call, "s6-rc-repo-sync")
        .tellingFirstProblem()
        .verbosity()
        .repository()
        .holderUser()
        .word("--")
        .become();
  }
}
