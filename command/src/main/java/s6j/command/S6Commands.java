package s6j.command;

import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;
import s6j.command.deploy.Deployment;
import s6j.command.live.LiveChange;
import s6j.command.live.LiveCommands;
import s6j.command.live.ServiceRestart;
import s6j.command.live.ServiceScale;
import s6j.command.process.ProcessCommands;
import s6j.command.process.ProcessKill;
import s6j.command.repository.RepositoryCommands;
import s6j.command.set.SetApply;
import s6j.command.set.SetCommands;
import s6j.command.set.SetStates;
import s6j.command.system.SystemCommands;
import s6j.command.tell.Doctor;
import s6j.command.tell.ServiceLogs;
import s6j.command.tell.ServiceMetrics;
import s6j.command.tell.ServiceOverview;
import s6j.command.tell.ServiceReason;
import s6j.command.tell.ServiceTop;

/** The commands of s6, its shortcuts, and what goes beyond s6-frontend. */
final class S6Commands {
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 [ generic options ] command [ command options ] command_arguments..."
              + " Type \"s6 help\" for details.",
          new Subcommand((call, arguments) -> call.print(S6Help.TEXT), "help"),
          new Subcommand(VersionCommands::run, "version"),
          new Subcommand(LiveCommands::run, "live", "l"),
          new Subcommand(ProcessCommands::run, "process", "proc", "p"),
          new Subcommand(RepositoryCommands::run, "repository", "repo", "r"),
          new Subcommand(SetCommands::run, "set"),
          new Subcommand(SystemCommands::run, "system"),
          new Subcommand(SetApply::run, "apply"),
          new Subcommand(SetStates::disable, "disable"),
          new Subcommand(SetStates::enable, "enable"),
          new Subcommand(ProcessKill::run, "kill"),
          new Subcommand(LiveChange::start, "start"),
          new Subcommand(LiveChange::stop, "stop"),
          new Subcommand(Deployment::run, "deploy"),
          new Subcommand(Doctor::run, "doctor"),
          new Subcommand(ServiceLogs::run, "logs"),
          new Subcommand(ServiceMetrics::run, "metrics"),
          new Subcommand(ServiceRestart::run, "restart"),
          new Subcommand(ServiceScale::run, "scale"),
          new Subcommand(ServiceOverview::run, "status"),
          new Subcommand(ServiceTop::run, "top"),
          new Subcommand(ServiceReason::run, "why"));

  private S6Commands() {}

  static SubcommandGroup group() {
    return GROUP;
  }

  /** The commands of a command; none of one that has none. */
  static String[] words(String command) {
    return switch (command) {
      case "version" -> VersionCommands.words();
      case "live" -> LiveCommands.words();
      case "process" -> ProcessCommands.words();
      case "repository" -> RepositoryCommands.words();
      case "set" -> SetCommands.words();
      case "system" -> SystemCommands.words();
      default -> new String[0];
    };
  }

  static int run(CommandCall call, byte[][] words) {
    return GROUP.choose(call, words);
  }
}
