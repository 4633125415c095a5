package s6j.command.set;

import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;
import s6j.command.repository.RepositoryCheck;

/** The commands of {@code s6 set}. */
public final class SetCommands {
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 set subcommand [ subcommand options ] [ services... ]"
              + " Type \"s6 set help\" for details.",
          new Subcommand((call, arguments) -> call.print(SetHelp.TEXT), "help"),
          new Subcommand(SetApply::run, "apply"),
          new Subcommand(RepositoryCheck::ofSet, "check"),
          new Subcommand(SetInstallation::commit, "commit"),
          new Subcommand(SetNames::copy, "copy"),
          new Subcommand(SetNames::delete, "delete"),
          new Subcommand(SetStates::disable, "disable"),
          new Subcommand(SetStates::enable, "enable"),
          new Subcommand(SetList::list, "list"),
          new Subcommand(SetStates::makeEssential, "make-essential"),
          new Subcommand(SetStates::mask, "mask"),
          new Subcommand(SetList::status, "status"),
          new Subcommand(SetStates::unmask, "unmask"));

  private SetCommands() {}

  public static String[] words() {
    return GROUP.words();
  }

  public static int run(CommandCall call, byte[][] arguments) {
    return GROUP.run(call, arguments);
  }
}
