package s6j.command.process;

import s6j.command.call.CommandCall;
import s6j.command.call.Subcommand;
import s6j.command.call.SubcommandGroup;

/** The commands of {@code s6 process}. */
public final class ProcessCommands {
  private static final SubcommandGroup GROUP =
      new SubcommandGroup(
          "s6 process [ process options ] subcommand [ subcommand options ] services..."
              + " Type \"s6 process help\" for details.",
          new Subcommand((call, arguments) -> call.print(ProcessHelp.TEXT), "help"),
          new Subcommand(ProcessKill::run, "kill"),
          new Subcommand(ProcessRestart::run, "restart"),
          new Subcommand(ProcessStart::start, "start"),
          new Subcommand(ProcessStatus::run, "status"),
          new Subcommand(ProcessStart::stop, "stop"));

  private ProcessCommands() {}

  public static String[] words() {
    return GROUP.words();
  }

  public static int run(CommandCall call, byte[][] arguments) {
    return GROUP.run(call, arguments);
  }
}
