package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import s6j.front.convert.ConditionScript;
import s6j.front.definition.Condition;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
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

  /** An assertion is a oneshot of its own that the service needs: it fails where that is wrong. */
  void read(Definition definition, Import made) {
    boolean isTemplate = definition.name.text().endsWith("@");
    Definition assertion =
        new Definition(
            definition.name + "-assert", definition.name.place(), Definition.Kind.ONESHOT);
    List<Span> alternatives = new ArrayList<>();
    List<String> names = new ArrayList<>(TESTS.keySet());
    COMMANDS.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    names.sort(null);
    for (String prefix : List.of("Condition", "Assert"))
      for (String name : names)
        for (Span value : unit.all("Unit." + prefix + name)) {
          boolean fails = prefix.equals("Assert") && !isTemplate;
          if (prefix.equals("Assert") && isTemplate)
            report.changed(
                value.place(), "Assert" + name + ": the service is skipped, it does not fail");
          if (value.text.startsWith("|")) alternatives.add(value);
          else add(name, value, fails ? assertion : definition);
        }
    tellAlternatives(alternatives);
    if (!assertion.get(Keys.CONDITION).isEmpty()) addAssertion(definition, assertion, made);
  }

  private static void addAssertion(Definition definition, Definition assertion, Import made) {
    List<String> lines = new ArrayList<>();
    for (Condition condition : assertion.get(Keys.CONDITION))
      lines.add(
          ConditionScript.expression(condition)
              + " || { echo "
              + Sh.quote(condition.reason())
              + " >&2; exit 1; }");
    assertion.clear(Keys.CONDITION);
    assertion.set(Keys.DESCRIPTION, "what must hold of " + definition.name);
    assertion.set(Keys.UP, ScriptValue.shell(String.join("\n", lines) + "\n"));
    assertion.set(Keys.AGAIN, true);
    definition.add(Keys.NEEDS, assertion.name);
    made.add(assertion);
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
