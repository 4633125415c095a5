package s6j.front;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code s6j}. */
@Command(
    name = "s6j",
    description = "Services written as one file each, and answers about those that run.",
    subcommands = {NewCommand.class, ConvertCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A first service:",
      "  s6j new web >services/web.toml       a commented example; edit it",
      "  s6j convert -o source services       look at what it becomes",
      "  rc-compile db services               compile it (this converts, too)",
      "  s6j status                           once it runs"
    })
public final class S6j {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "print this help")
  private boolean help;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** Usage errors exit 100, as in all programs of the suite. */
  static CommandLine commandLine() {
    return new CommandLine(new S6j());
  }
}
