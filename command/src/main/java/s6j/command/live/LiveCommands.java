package s6j.command.live;

import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;

/** The commands of {@code s6 live}. */
public final class LiveCommands {
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 live subcommand [ subcommand options ] [ services... ]"
              + " Type \"s6 live help\" for details.",
          new Subcommand((call, arguments) -> call.print(LiveHelp.TEXT), "help"),
          new Subcommand(LiveInstall::run, "install"),
          new Subcommand(LiveReload::run, "reload"),
          new Subcommand(LiveDefault::reset, "reset"),
          new Subcommand(LiveChange::restart, "restart"),
          new Subcommand(LiveChange::start, "start"),
          new Subcommand(LiveDefault::startEverything, "start-everything"),
          new Subcommand(LiveStatus::run, "status"),
          new Subcommand(LiveChange::stop, "stop"),
          new Subcommand(LiveStop::everything, "stop-everything"));

  private LiveCommands() {}

  public static String[] words() {
    return GROUP.words();
  }

  public static int run(CommandCall call, byte[][] arguments) {
    return GROUP.run(call, arguments);
  }
}
