package s6j.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import s6j.cli.Option;
import s6j.cli.Program;
import s6j.command.CommandPrograms;

/**
 * Shell completion for every program, from its option table: bash's by picocli, zsh's through the
 * same script, fish's written here. What a table cannot know, the names of services, the scripts
 * ask s6-rc and s6-rc-db for.
 */
record Completions(Path share) {
  /** What picocli writes as the only candidate; replaced by a call of {@code services.bash}. */
  private static final String ASK = "@ASK@";

  /** Programs whose operands are a command and names of services. */
  private static final List<String> ASKING = List.of("s6-rc", "s6-rc-db");

  /** The one whose commands have commands. */
  private static final String COMMAND = "s6";

  private static final String LEVELS = "@LEVELS@\n";

  void install() throws IOException {
    Path bash = Files.createDirectories(share.resolve("bash-completion/completions"));
    Path zsh = Files.createDirectories(share.resolve("zsh/site-functions"));
    Path fish = Files.createDirectories(share.resolve("fish/vendor_completions.d"));
    for (Image image : Image.ALL) {
      for (Program program : image.programs().get()) {
        if (!image.directories(program).contains("bin")) continue;
        String script = bash(program);
        for (String name : names(program)) {
          Files.writeString(bash.resolve(name), script);
          Files.writeString(fish.resolve(name + ".fish"), fish(program, name));
        }
        Files.writeString(zsh.resolve("_" + program.name), zsh(program, script));
      }
    }
  }

  private static List<String> names(Program program) {
    return program.shortName == null
        ? List.of(program.name)
        : List.of(program.name, program.shortName);
  }

  static String bash(Program program) throws IOException {
    String script = AutoComplete.bash(program.name, new CommandLine(spec(program)));
    // It is read by a shell, never executed.
    script = script.replaceFirst("^#!.*\n", "");
    String last = " -o default " + program.name + " " + program.name + ".sh " + program.name;
    script = script.replace(last + ".bash", " -o default " + String.join(" ", names(program)));
    if (!asks(program)) return script;
    // Of words that are part of an option's name, as live is, picocli does not know the place.
    if (isCommand(program)) script = script.replaceAll("\n    currIndex=.*", "\n    currIndex=0");
    String words = "local WORD_pos_param_args=";
    String function = isCommand(program) ? "_s6j_command_words " : "_s6j_words ";
    String asked = "$(" + function + String.join(" ", program.commands()) + ")";
    String lines = "local IFS=$'\\n'\n  " + words + "(" + asked + ")\n  IFS=$' \\t\\n'";
    return asking(program, "bash") + script.replace(words + "(\"" + ASK + "\")", lines);
  }

  private static boolean isCommand(Program program) {
    return program.name.equals(COMMAND);
  }

  private static boolean asks(Program program) {
    return isCommand(program) || ASKING.contains(program.name);
  }

  /** What asks for the words, in a shell's language. */
  private static String asking(Program program, String shell) throws IOException {
    if (!isCommand(program)) return new Resource("services." + shell).text();
    StringBuilder levels = new StringBuilder();
    for (String command : program.commands()) {
      String words = String.join(" ", CommandPrograms.words(command));
      if (words.isEmpty()) continue;
      List<String> names = CommandPrograms.names(command).stream().map(name -> name + "/").toList();
      if (shell.equals("bash"))
        levels
            .append("    ")
            .append(String.join(" | ", names))
            .append(") printf '%s\\n' ")
            .append(words)
            .append(" ;;\n");
      else
        levels
            .append("        case ")
            .append(String.join(" ", names))
            .append("\n            printf '%s\\n' ")
            .append(words)
            .append("\n");
    }
    return new Resource("command." + shell).text().replace(LEVELS, levels);
  }

  private static CommandSpec spec(Program program) {
    CommandSpec spec = CommandSpec.create().name(program.name);
    for (Option option : program.options()) spec.addOption(option(option));
    PositionalParamSpec.Builder operands =
        PositionalParamSpec.builder().paramLabel("WORD").index("0..*").arity("0..*");
    operands.type(List.class).auxiliaryTypes(File.class);
    if (asks(program)) operands.completionCandidates(List.of(ASK));
    return spec.addPositional(operands.build());
  }

  private static OptionSpec option(Option option) {
    List<String> names = new ArrayList<>();
    if (option.hasLetter()) names.add("-" + option.letter);
    if (option.longName != null) names.add("--" + option.longName);
    OptionSpec.Builder builder = OptionSpec.builder(names.toArray(String[]::new));
    builder.description(option.description.replace("%", "%%"));
    if (option.value == null) return builder.arity("0").type(boolean.class).build();
    boolean isPath = List.of("DIR", "FILE", "PATH").contains(option.value);
    return builder.arity("1").type(isPath ? File.class : String.class).build();
  }

  /** An alias would come too late for a file that zsh reads as one function. */
  private static String zsh(Program program, String script) {
    return "#compdef "
        + String.join(" ", names(program))
        + "\ncompopt() { : }\n"
        + script.replace("  alias compopt=complete\n", "")
        + "\n_bash_complete -o default -F _complete_"
        + program.name
        + "\n";
  }

  static String fish(Program program, String name) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean asking = asks(program);
    if (asking) text.append(asking(program, "fish"));
    for (Option option : program.options())
      text.append("complete -c ").append(name).append(fish(option)).append('\n');
    if (!asking) return text.toString();
    String words = String.join(" ", program.commands());
    String function = isCommand(program) ? "__s6j_command_words " : "__s6j_words ";
    return text.append("complete -c ")
        .append(name)
        .append(" -f -a '(" + function + words + ")'\n")
        .toString();
  }

  private static String fish(Option option) {
    StringBuilder text = new StringBuilder();
    if (option.hasLetter()) text.append(" -s '").append(option.letter).append('\'');
    if (option.longName != null) text.append(" -l ").append(option.longName);
    if (option.value != null) text.append(" -r");
    String quoted = option.description.replace("\\", "\\\\").replace("'", "\\'");
    return text.append(" -d '").append(quoted).append('\'').toString();
  }
}
