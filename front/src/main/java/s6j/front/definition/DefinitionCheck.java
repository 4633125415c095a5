package s6j.front.definition;

import java.util.List;
import java.util.Map;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** What is right key by key and wrong together. */
final class DefinitionCheck {
  private static final List<String> ONESHOT_ONLY = List.of("up", "down", "reload");
  private static final List<String> LONGRUN_ONLY =
      List.of(
          "run",
          "finish",
          "readiness",
          "logger",
          "restart",
          "watch",
          "on-change",
          "quiet",
          "dependents",
          "health",
          "down-signal",
          "reload-signal",
          "kill-group",
          "new-pid-namespace",
          "down-signal-alone",
          "adopt",
          "leftovers",
          "lock-fd",
          "producer-for",
          "consumer-for",
          "pipeline-name");
  private static final List<String> SERVICE_ONLY =
      List.of(
          "needs",
          "user",
          "login",
          "umask",
          "directory",
          "environment",
          "env-files",
          "env-dirs",
          "limits",
          "timeouts",
          "condition",
          "configure",
          "instances",
          "instance");

  private final Definition definition;
  private final Section section;
  private final Problems problems;

  DefinitionCheck(Definition definition, Section section, Problems problems) {
    this.definition = definition;
    this.section = section;
    this.problems = problems;
  }

  void check() {
    checkName();
    switch (definition.kind) {
      case LONGRUN -> checkService(Definition.Role.RUN, ONESHOT_ONLY);
      case ONESHOT -> checkService(Definition.Role.UP, LONGRUN_ONLY);
      case BUNDLE -> checkBundle();
    }
    checkEnvironment();
    checkDescriptors();
    checkPaths();
    checkConditions();
    checkTimeouts();
  }

  /** Scripts run in directories that nobody thinks of. */
  private void checkPaths() {
    absolute("directory", List.of(definition.directory));
    absolute("env-files", definition.envFiles.stream().map(DefinitionCheck::bare).toList());
    absolute("env-dirs", definition.envDirs.stream().map(DefinitionCheck::bare).toList());
    definition.logger.ifPresent(logger -> absolute("logger", List.of(logger.directory())));
    definition.watch.ifPresent(watch -> absolute("watch", watch.paths()));
    definition.configure.ifPresent(this::checkTemplates);
  }

  private void checkTemplates(Configure configure) {
    for (Configure.Template file : configure.templates())
      absolute("configure", List.of(file.source(), file.target()));
  }

  private static String bare(String path) {
    return path.startsWith("-") ? path.substring(1) : path;
  }

  private void absolute(String key, List<String> paths) {
    for (String path : paths)
      if (!path.isEmpty() && !path.startsWith("/"))
        section.bad(key, "must be an absolute path: " + path, "{{directory}}/" + path);
  }

  private void checkConditions() {
    for (Condition condition : definition.conditions)
      if (condition.test() == Condition.Test.VARIABLE
          && !condition.operand().matches("(?s)[A-Za-z_][A-Za-z0-9_]*(=.*)?"))
        section.bad("condition", "has no name of a variable: " + condition.operand(), "");
  }

  private void checkTimeouts() {
    if (definition.kind == Definition.Kind.LONGRUN) return;
    for (Timeout timeout : List.of(Timeout.KILL, Timeout.FINISH))
      if (definition.timeouts.containsKey(timeout))
        section.bad("timeouts", "of a oneshot are up and down, not " + timeout.key, "");
  }

  private void checkName() {
    String name = definition.name.text();
    Place place = definition.name.place();
    if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\n') >= 0)
      problems.add(place, "no name for a service: " + name.replace('\n', ' '));
    else if (" \t#".indexOf(name.charAt(0)) >= 0)
      problems.add(place, "a name cannot begin with a blank or #: " + name);
    else if (name.startsWith("s6rc-") || name.startsWith("s6-rc-"))
      problems.add(place, "the name " + name + " starts with a reserved prefix");
    else if (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 251)
      problems.add(place, "the name is longer than 251 bytes");
  }

  private void checkService(Definition.Role mandatory, List<String> foreign) {
    refuse(foreign);
    refuse(List.of("contents"));
    if (definition.scripts.containsKey(mandatory)) return;
    if (section.table.entries().containsKey(mandatory.key())) return;
    String text = "a " + definition.kind.word() + " needs " + mandatory.key();
    problems.add(section.table.place(), text, "type is longrun, oneshot or bundle");
  }

  private void checkBundle() {
    refuse(ONESHOT_ONLY);
    refuse(LONGRUN_ONLY);
    refuse(SERVICE_ONLY);
  }

  private void refuse(List<String> keys) {
    for (String key : keys)
      if (section.table.entries().containsKey(key))
        problems.add(section.place(key), "a " + definition.kind.word() + " has no " + key);
  }

  private void checkEnvironment() {
    for (Map.Entry<String, String> variable : definition.environment.entrySet()) {
      if (variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) continue;
      Value.Table table = (Value.Table) section.table.entries().get("environment");
      Place place = table.entries().get(variable.getKey()).place();
      problems.add(place, "no name for a variable: " + variable.getKey());
    }
  }

  private void checkDescriptors() {
    int fd = definition.readiness.map(Readiness::fd).orElse(0);
    if (fd != 0 && fd == definition.lockFd)
      section.bad("lock-fd", "is the descriptor of the readiness, too", "");
  }
}
