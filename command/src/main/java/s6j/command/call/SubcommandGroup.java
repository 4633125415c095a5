package s6j.command.call;

import s6j.cli.Line;
import s6j.cli.Program;

/** The commands of a level, of which the first operand names one. It has no options of its own. */
public final class SubcommandGroup {
  private static final Program NO_OPTIONS = Subcommand.options("s6");

  private final String usage;
  private final Subcommand[] commands;

  public SubcommandGroup(String usage, Subcommand... commands) {
    this.usage = usage;
    this.commands = commands;
  }

  public Subcommand[] commands() {
    return commands;
  }

  /** The first name of each. */
  public String[] words() {
    String[] words = new String[commands.length];
    for (int i = 0; i < words.length; i++) words[i] = commands[i].names()[0];
    return words;
  }

  public int run(CommandCall call, byte[][] arguments) {
    Line line = NO_OPTIONS.read(arguments, call.messages, 0);
    return line.refused() ? line.exitCode() : choose(call, line.operands(0));
  }

  /** Runs the command that the first word names. */
  public int choose(CommandCall call, byte[][] words) {
    if (words.length == 0) return call.messages.usage(usage);
    for (Subcommand command : commands)
      if (command.isCalled(words[0])) return command.run(call, words);
    return call.messages.usage(usage);
  }
}
