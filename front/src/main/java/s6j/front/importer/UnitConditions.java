package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import s6j.front.definition.Condition;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.shell.Sh;

/** Conditions of a unit (systemd.unit page, Conditions and Asserts). */
final class UnitConditions {
  private static final Map<String, Condition.Test> TESTS =
      Map.of(
          "PathExists", Condition.Test.PATH_EXISTS,
          "PathIsDirectory", Condition.Test.DIRECTORY_EXISTS,
          "DirectoryNotEmpty", Condition.Test.DIRECTORY_NOT_EMPTY,
          "FileIsExecutable", Condition.Test.COMMAND,
          "Host", Condition.Test.HOST,
          "User", Condition.Test.USER,
          "Environment", Condition.Test.VARIABLE);

  /** The rest as commands of shell; @ is the operand. */
  private static final Map<String, String> COMMANDS =
      Map.of(
          "FileIsExecutable", "[ -f @ ] && [ -x @ ]",
          "FileNotEmpty", "[ -s @ ]",
          "PathIsSymbolicLink", "[ -L @ ]",
          "PathIsReadWrite", "[ -w @ ]",
          "PathIsMountPoint", "mountpoint -q @",
          "KernelCommandLine", "grep -qwF -e @ /proc/cmdline");

  private final UnitSettings unit;
  private final Specifiers specifiers;
  private final ImportReport report;

  UnitConditions(UnitSettings unit, Specifiers specifiers, ImportReport report) {
    this.unit = unit;
    this.specifiers = specifiers;
    this.report = report;
  }

  void read(Definition definition) {
    List<Span> alternatives = new ArrayList<>();
    List<String> names = new ArrayList<>(TESTS.keySet());
    COMMANDS.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    names.sort(null);
    for (String prefix : List.of("Condition", "Assert"))
      for (String name : names)
        for (Span value : unit.all("Unit." + prefix + name)) {
          if (prefix.equals("Assert"))
            report.changed(
                value.place(), "Assert" + name + ": the service is skipped, it does not fail");
          if (value.text.startsWith("|")) alternatives.add(value);
          else add(name, value, definition);
        }
    tellAlternatives(alternatives);
  }

  private void tellAlternatives(List<Span> alternatives) {
    for (Span value : alternatives)
      report.left(
          value.place(), "condition " + value, "of several with | one must hold: a command");
  }

  private void add(String name, Span value, Definition definition) {
    boolean isNegated = value.text.startsWith("!");
    Span rest = (isNegated ? value.sub(1) : value).strip();
    String operand = specifiers.expand(rest.text, rest.place());
    boolean isPath = name.contains("Path") || name.contains("File") || name.contains("Directory");
    if (operand.isEmpty() || isPath && !operand.startsWith("/")) {
      report.broken(value.place(), "Condition" + name + " takes another operand: " + value);
      return;
    }
    if (name.equals("Environment") && !operand.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(=.*)?")) {
      report.broken(value.place(), "no name of a variable: " + operand);
      return;
    }
    Condition.Test test = TESTS.getOrDefault(name, Condition.Test.COMMAND);
    String command = COMMANDS.get(name);
    if (command != null) operand = command.replace("@", Sh.quote(operand));
    definition.add(Keys.CONDITION, new Condition(test, operand, isNegated, Condition.Moment.START));
  }
}
