package s6j.front;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import s6j.front.ask.GraphCommand;
import s6j.front.convert.ConvertCommand;
import s6j.front.convert.ExplainCommand;
import s6j.front.convert.NewCommand;
import s6j.front.migrate.ImportCommand;
import s6j.web.ServeCommand;

/** The command {@code s6j}. */
@Command(
    name = "s6j",
    versionProvider = FrontVersion.class,
    description = "Services written as one file each, or brought over from other systems.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A first service:",
      "  s6j new services/web                 a commented example; edit it",
      "  s6j convert --print services         look at what it becomes",
      "  rc-compile db services               compile it (this converts, too)",
      "  s6 status                            once it runs",
      "  s6 doctor                            when something is odd",
      "",
      "s6j COMMAND --help has options and examples. The programs of the suite do the work; this"
          + " needs a Java runtime, they do not."
    })
public final class S6j implements Runnable {
  /** The commands, as the help has them. */
  private static final List<String> COMMANDS =
      List.of("new", "import", "convert", "explain", "graph", "serve");

  private static final int USAGE = 100;
  private static final int SYSTEM = 111;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "print this help")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "print the version")
  private boolean version;

  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * What reads such arguments. Declarations take their time to be read: it knows the one command
   * that is named, and all of them only where none is.
   */
  static CommandLine commandLine(String... arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    CommandLine line = commandLineOfNone();
    if (COMMANDS.contains(first)) return line.addSubcommand(command(first));
    if (first.equals("--version")) return line;
    for (String name : COMMANDS) line.addSubcommand(command(name));
    return line;
  }

  private static Object command(String name) {
    return switch (name) {
      case "new" -> new NewCommand();
      case "import" -> new ImportCommand();
      case "convert" -> new ConvertCommand();
      case "explain" -> new ExplainCommand();
      case "graph" -> new GraphCommand();
      case "serve" -> new ServeCommand();
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Usage errors exit 100 and failed calls 111, as in all programs of the suite. */
  private static CommandLine commandLineOfNone() {
    return new CommandLine(new S6j())
        .setParameterExceptionHandler(S6j::tellUsage)
        .setExecutionExceptionHandler((exception, line, parsed) -> tellFailure(exception, line));
  }

  private static int tellUsage(CommandLine.ParameterException exception, String[] arguments) {
    CommandLine line = exception.getCommandLine();
    line.getErr().println("s6j: " + exception.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, line.getErr());
    line.getErr().println("try: " + line.getCommandSpec().qualifiedName() + " --help");
    return USAGE;
  }

  private static int tellFailure(Exception exception, CommandLine line) throws Exception {
    if (!(exception instanceof IOException)) throw exception;
    String missing = exception instanceof NoSuchFileException ? ": no such file" : "";
    line.getErr().println("s6j: " + exception.getMessage() + missing);
    return SYSTEM;
  }

  /** Without a command: what there is. */
  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }
}
