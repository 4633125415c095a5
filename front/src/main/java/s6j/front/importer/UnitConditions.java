package s6j.front.importer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import s6j.formats.confine.ConfinedNames;
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
      Map.ofEntries(
          Map.entry("FileIsExecutable", "[ -f @ ] && [ -x @ ]"),
          Map.entry("FileNotEmpty", "[ -s @ ]"),
          Map.entry("PathIsSymbolicLink", "[ -L @ ]"),
          Map.entry("PathIsReadWrite", "[ -w @ ]"),
          Map.entry("PathIsMountPoint", "mountpoint -q @"),
          Map.entry("Group", "id -Gn | tr ' ' '\\n' | grep -qxF -e @"),
          Map.entry("Architecture", "[ \"$(uname -m)\" = @ ]"),
          Map.entry("Virtualization", CONTAINER),
          Map.entry("KernelCommandLine", "grep -qwF -e @ /proc/cmdline"),
          Map.entry("ControlGroupController", "grep -qwF -e @ /sys/fs/cgroup/cgroup.controllers"),
          Map.entry("NeedsUpdate", "[ ! -e @/.updated ] || [ /usr -nt @/.updated ]"),
          Map.entry(
              "Capability",
              "[ $((0x$(sed -n 's/^CapBnd:[[:space:]]*//p' /proc/self/status) >> @ & 1)) = 1 ]"));

  /** Numbers that are compared, and what they are compared with. */
  private static final Map<String, String> MEASURES =
      Map.of(
          "CPUs", "$(nproc)",
          "Memory", "$(($(sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/\\1/p' /proc/meminfo) * 1024))");

  private static final Map<String, String> COMPARISONS =
      Map.of("<", "-lt", "<=", "-le", "=", "-eq", "!=", "-ne", ">=", "-ge", ">", "-gt");

  private static final Pattern COMPARED =
      Pattern.compile("(<|<=|=|!=|>=|>|) *([0-9]{1,9}) *([KMGT]?)");

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
    names.addAll(MEASURES.keySet());
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

  /** The number of a capability, or nothing. */
  private static String capability(String name) {
    int number = ConfinedNames.capabilities().number(name.getBytes(StandardCharsets.UTF_8));
    return number < 0 ? "" : String.valueOf(number);
  }

  /** A comparison of shell, or nothing; without a sign it is {@code >=}. */
  private static String comparison(String name, String operand) {
    Matcher parts = COMPARED.matcher(operand);
    if (!parts.matches()) return "";
    String sign = COMPARISONS.get(parts.group(1).isEmpty() ? ">=" : parts.group(1));
    long number =
        Long.parseLong(parts.group(2))
            << (10 * (" KMGT".indexOf((parts.group(3) + " ").charAt(0))));
    return "[ " + MEASURES.get(name) + " " + sign + " " + number + " ]";
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
    if (name.equals("Capability") || MEASURES.containsKey(name)) {
      operand = name.equals("Capability") ? capability(operand) : comparison(name, operand);
      if (operand.isEmpty()) {
        report.broken(value.place(), "Condition" + name + " takes another operand: " + value);
        return null;
      }
    }
    if (name.equals("Architecture")) operand = MACHINES.getOrDefault(operand, operand);
    if (name.equals("PathExistsGlob"))
      operand = "for f in " + glob(operand) + "; do [ ! -e \"$f\" ] || exit 0; done; exit 1";
    else if (command != null) operand = command.replace("@", Sh.quote(operand));
    return new Condition(test, operand, isNegated, Condition.Moment.START);
  }
}
