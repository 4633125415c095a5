package s6j.front.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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

  private static final String CONTAINER =
      "[ -e /run/.containerenv ] || [ -e /.dockerenv ] || [ -e /run/systemd/container ]"
          + " || tr '\\0' '\\n' </proc/1/environ | grep -q '^container='";

  /** The rest as commands of shell; @ is the operand. */
  private static final Map<String, String> COMMANDS =
      Map.of(
          "FileIsExecutable", "[ -f @ ] && [ -x @ ]",
          "FileNotEmpty", "[ -s @ ]",
          "PathIsSymbolicLink", "[ -L @ ]",
          "PathIsReadWrite", "[ -w @ ]",
          "PathIsMountPoint", "mountpoint -q @",
          "Group", "id -Gn | tr ' ' '\\n' | grep -qxF -e @",
          "Architecture", "[ \"$(uname -m)\" = @ ]",
          "Virtualization", CONTAINER,
          "KernelCommandLine", "grep -qwF -e @ /proc/cmdline");

  private static final Map<String, String> MACHINES =
      Map.of("x86-64", "x86_64", "x86", "i686", "arm64", "aarch64", "arm", "armv7l");

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
    Map<String, List<Condition>> alternatives = new TreeMap<>();
    List<String> names = new ArrayList<>(TESTS.keySet());
    COMMANDS.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    names.add("PathExistsGlob");
    names.sort(null);
    for (String prefix : List.of("Condition", "Assert"))
      for (String name : names)
        for (Span value : unit.all("Unit." + prefix + name)) {
          boolean fails = prefix.equals("Assert") && !isTemplate;
          if (prefix.equals("Assert") && isTemplate)
            report.changed(
                value.place(), "Assert" + name + ": the service is skipped, it does not fail");
          boolean isOneOf = value.text.startsWith("|");
          Condition one = read(name, isOneOf ? value.sub(1).strip() : value);
          if (one != null && isOneOf)
            alternatives.computeIfAbsent(prefix, key -> new ArrayList<>()).add(one);
          else if (one != null) (fails ? assertion : definition).add(Keys.CONDITION, one);
        }
    alternatives.forEach(
        (prefix, some) ->
            (prefix.equals("Assert") && !isTemplate ? assertion : definition)
                .add(Keys.CONDITION, oneOf(some)));
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

  /** Of several one must hold. */
  private static Condition oneOf(List<Condition> some) {
    if (some.size() == 1) return some.get(0);
    List<String> lines = new ArrayList<>();
    for (Condition one : some) lines.add("{ " + ConditionScript.expression(one) + "; }");
    return Condition.ofCommand(String.join(" || ", lines));
  }

  /** A pattern of paths as a word of shell. */
  private static String glob(String pattern) {
    StringBuilder word = new StringBuilder();
    for (char c : pattern.toCharArray())
      word.append("*?[]".indexOf(c) >= 0 ? "" + c : Sh.quote(String.valueOf(c)));
    return word.toString();
  }

  private @Nullable Condition read(String name, Span value) {
    boolean isNegated = value.text.startsWith("!");
    Span rest = (isNegated ? value.sub(1) : value).strip();
    String operand = specifiers.expand(rest.text, rest.place());
    boolean isPath = name.contains("Path") || name.contains("File") || name.contains("Directory");
    if (operand.isEmpty() || isPath && !operand.startsWith("/")) {
      report.broken(value.place(), "Condition" + name + " takes another operand: " + value);
      return null;
    }
    if (name.equals("Environment") && !operand.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(=.*)?")) {
      report.broken(value.place(), "no name of a variable: " + operand);
      return null;
    }
    Condition.Test test = TESTS.getOrDefault(name, Condition.Test.COMMAND);
    String command = COMMANDS.get(name);
    if (name.equals("Virtualization") && !operand.equals("container")) {
      report.left(
          value.place(), "Condition" + name + "=" + value, "a condition with systemd-detect-virt");
      return null;
    }
    if (name.equals("Architecture")) operand = MACHINES.getOrDefault(operand, operand);
    if (name.equals("PathExistsGlob"))
      operand = "for f in " + glob(operand) + "; do [ ! -e \"$f\" ] || exit 0; done; exit 1";
    else if (command != null) operand = command.replace("@", Sh.quote(operand));
    return new Condition(test, operand, isNegated, Condition.Moment.START);
  }
}
