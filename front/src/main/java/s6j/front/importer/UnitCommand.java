package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import s6j.front.shell.Execline;
import s6j.front.toml.Place;

/**
 * One command of an Exec line (systemd.service page, Command lines). {@code mayFail}: its failure
 * counts as success; {@code isPrivileged}: it does not run as the User.
 */
record UnitCommand(Place place, boolean mayFail, boolean isPrivileged, List<CommandWord> words) {
  private static final String PREFIXES = "@-:+!|";

  /** Variables that the system's manager sets, without blanks or quotes in them. */
  private static final List<String> NUMBERS =
      List.of("MAINPID", "EXIT_CODE", "EXIT_STATUS", "SERVICE_RESULT");

  /** Signals that end a process: what comes behind them is of no use any more. */
  private static final List<String> ENDING =
      List.of("SIGTERM", "SIGINT", "SIGQUIT", "SIGABRT", "SIGKILL", "15", "2", "3", "6", "9");

  static List<UnitCommand> of(String key, UnitSettings settings, ImportReport report) {
    List<UnitCommand> commands = new ArrayList<>();
    for (Span value : settings.all(key)) {
      List<UnitWords.Item> items = new ArrayList<>();
      for (UnitWords.Item item : settings.words(value)) {
        if (!item.text().equals(";") || item.isQuoted()) items.add(item);
        else {
          add(items, value, report, commands);
          items.clear();
        }
      }
      add(items, value, report, commands);
    }
    return commands;
  }

  private static void add(
      List<UnitWords.Item> items, Span value, ImportReport report, List<UnitCommand> commands) {
    if (items.isEmpty()) {
      report.broken(value.place(), "no command: " + value);
      return;
    }
    UnitWords.Item first = items.get(0);
    int end = 0;
    while (end < first.text().length() && PREFIXES.indexOf(first.text().charAt(end)) >= 0) end++;
    String prefixes = first.text().substring(0, end);
    String program = first.text().substring(end);
    if (program.isEmpty()) {
      report.broken(first.place(), "no command: " + value);
      return;
    }
    List<CommandWord> words = new ArrayList<>();
    boolean isLiteral = prefixes.contains(":");
    boolean isNamed = prefixes.contains("@") && items.size() > 1;
    if (isNamed) words.addAll(named(items.get(1).text()));
    words.add(word(program, isLiteral));
    int from = isNamed ? 2 : 1;
    for (int i = from; i < items.size(); i++)
      words.add(word(items.get(i).text().equals("\\;") ? ";" : items.get(i).text(), isLiteral));
    boolean isPrivileged = prefixes.contains("+") || prefixes.contains("!");
    if (prefixes.contains("|")) words = shell(words);
    commands.add(new UnitCommand(first.place(), prefixes.contains("-"), isPrivileged, words));
  }

  /** The shell cannot give a program another name for itself. */
  private static List<CommandWord> named(String name) {
    List<CommandWord> words = new ArrayList<>();
    String script = Execline.line(List.of("exec", "-a", name)) + " $@";
    for (String word : List.of("execlineb", "-S0", "-c", script)) words.add(CommandWord.of(word));
    return words;
  }

  private static List<CommandWord> shell(List<CommandWord> words) {
    List<CommandWord> shell =
        new ArrayList<>(List.of(CommandWord.of("/bin/sh"), CommandWord.of("-c")));
    shell.add(CommandWord.of(CommandWord.shell(words)));
    return shell;
  }

  /** {@code ${NAME}} anywhere, {@code $NAME} alone, and {@code $$}. */
  private static CommandWord word(String text, boolean isLiteral) {
    if (isLiteral) return CommandWord.of(text);
    if (text.matches("\\$[A-Za-z_][A-Za-z0-9_]*")) return ofVariable(text.substring(1));
    CommandWord word = new CommandWord();
    int at = 0;
    while (at < text.length()) {
      int dollar = text.indexOf('$', at);
      if (dollar < 0 || dollar + 1 == text.length()) break;
      word.text(text.substring(at, dollar));
      at = piece(word, text, dollar);
    }
    return word.text(text.substring(at));
  }

  private static CommandWord ofVariable(String name) {
    return NUMBERS.contains(name) ? new CommandWord().words(name) : new CommandWord().split(name);
  }

  private static int piece(CommandWord word, String text, int dollar) {
    if (text.charAt(dollar + 1) == '$') {
      word.text("$");
      return dollar + 2;
    }
    int end = text.indexOf('}', dollar);
    boolean isName =
        text.charAt(dollar + 1) == '{'
            && end > 0
            && text.substring(dollar + 2, end).matches("[A-Za-z_][A-Za-z0-9_]*");
    if (isName) word.variable(text.substring(dollar + 2, end));
    else word.text("$");
    return isName ? end + 1 : dollar + 1;
  }

  boolean mentions(String variable) {
    return words.stream().anyMatch(word -> word.mentions(variable));
  }

  /** The signal, if all this does is send one to the daemon. */
  Optional<String> signal() {
    int last = words.size() - 1;
    if (last < 1 || last > 3 || !words.get(last).uses("MAINPID")) return Optional.empty();
    List<String> rest = CommandWord.literals(words.subList(0, last)).orElse(List.of("?"));
    if (!rest.get(0).substring(rest.get(0).lastIndexOf('/') + 1).equals("kill"))
      return Optional.empty();
    if (last == 1) return Optional.of("SIGTERM");
    String name = rest.get(last - 1);
    if (last == 2 && !name.startsWith("-") || last == 3 && !rest.get(1).equals("-s"))
      return Optional.empty();
    return signal(name.startsWith("-") ? name.substring(1) : name);
  }

  /** The signal, if all this does is to end the daemon by one. */
  Optional<String> endingSignal() {
    return signal().filter(ENDING::contains);
  }

  /** A signal as the files of a service directory spell it. */
  static Optional<String> signal(String name) {
    if (name.matches("[0-9]{1,2}")) return Optional.of(name);
    String bare = name.startsWith("SIG") ? name.substring(3) : name;
    return bare.matches("[A-Z][A-Z0-9]*([+-][0-9]+)?")
        ? Optional.of("SIG" + bare)
        : Optional.empty();
  }
}
