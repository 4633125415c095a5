package s6j.front.definition;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import s6j.front.toml.Name;
import s6j.front.toml.Toml;

/** Writes a definition as the TOML text that reads back as the same definition. */
public final class DefinitionText {
  private final Definition definition;
  private final StringBuilder text = new StringBuilder();

  private DefinitionText(Definition definition) {
    this.definition = definition;
  }

  /** The content of NAME.toml. */
  public static String of(Definition definition) {
    DefinitionText text = new DefinitionText(definition);
    text.keys();
    text.tables();
    return text.text.toString();
  }

  private void keys() {
    put("description", definition.description);
    line("type", Toml.quote(definition.kind.word()));
    list("instances", definition.instances);
    definition.scripts.forEach((role, script) -> line(role.key(), value(script)));
    list("needs", names(definition.needs));
    list("in", names(definition.in));
    list("contents", names(definition.contents));
    list("tags", definition.tags);
    definition.modes.ifPresent(modes -> line("modes", Toml.list(modes)));
    process();
    flags();
    pipeline();
  }

  private void process() {
    put("user", definition.user);
    put("login", definition.login);
    put("umask", definition.umask);
    put("directory", definition.directory);
    list("env-files", definition.envFiles);
    list("env-dirs", definition.envDirs);
    put("down-signal", definition.downSignal);
    put("reload-signal", definition.reloadSignal);
    definition.watch.ifPresent(this::watch);
    if (definition.lockFd > 0) line("lock-fd", String.valueOf(definition.lockFd));
  }

  private void watch(Watch watch) {
    list("watch", watch.paths());
    put("on-change", watch.answer().word);
    if (watch.quiet() != Watch.DEFAULT_QUIET) line("quiet", String.valueOf(watch.quiet()));
    flag("dependents", watch.allDependents());
    list("dependents", names(watch.dependents()));
  }

  private void health(Health health) {
    header("health");
    line("command", value(health.command()));
    line("every", String.valueOf(health.every()));
    line("timeout", String.valueOf(health.timeout()));
    line("failures", String.valueOf(health.failures()));
    line("successes", String.valueOf(health.successes()));
    line("grace", String.valueOf(health.grace()));
    put("action", health.restarts() ? "restart" : "mark");
    put("user", health.user());
  }

  private void flags() {
    flag("kill-group", definition.killGroup);
    flag("new-pid-namespace", definition.newPidNamespace);
    flag("down-signal-alone", definition.downSignalAlone);
    if (definition.adoption != Adoption.BY_TREE) put("adopt", definition.adoption.word);
    if (definition.leftovers != Leftovers.LEAVE) put("leftovers", definition.leftovers.word);
    flag("essential", definition.essential);
    flag("recommended", definition.recommended);
  }

  private void pipeline() {
    definition.producerFor.ifPresent(name -> put("producer-for", name.text()));
    list("consumer-for", names(definition.consumerFor));
    put("pipeline-name", definition.pipelineName);
  }

  private void tables() {
    definition.readiness.ifPresent(this::readiness);
    definition.logger.ifPresent(this::logger);
    if (!definition.restart.equals(Restart.DEFAULT)) restart(definition.restart);
    table("environment", quoted(definition.environment));
    Map<String, String> limits = new TreeMap<>();
    definition.limits.forEach((limit, value) -> limits.put(limit.key, Toml.quote(value)));
    table("limits", limits);
    Map<String, String> timeouts = new TreeMap<>();
    definition.timeouts.forEach((timeout, millis) -> timeouts.put(timeout.key, millis.toString()));
    table("timeouts", timeouts);
    definition.conditions.forEach(this::condition);
    definition.health.ifPresent(this::health);
    definition.configure.ifPresent(this::configure);
  }

  private void readiness(Readiness readiness) {
    header("readiness");
    if (readiness.way() == Readiness.Way.SD_NOTIFY) line("sd-notify", "true");
    readiness.check().ifPresent(check -> line("check", value(check)));
    line("fd", String.valueOf(readiness.fd()));
    if (readiness.interval() != Readiness.DEFAULT_INTERVAL)
      line("every", String.valueOf(readiness.interval()));
    if (readiness.timeout() != 0) line("timeout", String.valueOf(readiness.timeout()));
    if (readiness.tries() != 0) line("tries", String.valueOf(readiness.tries()));
  }

  private void logger(Logger logger) {
    header("logger");
    put("service", logger.service());
    put("directory", logger.directory());
    put("user", logger.user());
    if (logger.keep() != Logger.DEFAULT_KEEP) line("keep", String.valueOf(logger.keep()));
    if (logger.size() != Logger.DEFAULT_SIZE) line("size", String.valueOf(logger.size()));
    if (!logger.stamp().equals(Logger.DEFAULT_STAMP)) put("stamp", logger.stamp());
    list("script", logger.script());
  }

  private void restart(Restart restart) {
    header("restart");
    put("policy", restart.policy().word);
    put("backoff", restart.backoff());
    if (restart.tally() != 0) line("tally", String.valueOf(restart.tally()));
    if (!restart.giveUpCodes().isEmpty()) line("give-up-codes", restart.giveUpCodes().toString());
    if (restart.deaths() == 0) return;
    line("deaths", String.valueOf(restart.deaths()));
    line("within", Toml.quote(restart.withinSeconds() + "s"));
  }

  private void condition(Condition condition) {
    text.append("\n[[condition]]\n");
    put(condition.test().key, condition.operand());
    flag("not", condition.negated());
    if (condition.moment() != Condition.Moment.START) put("when", condition.moment().word);
  }

  private void configure(Configure configure) {
    header("configure");
    put("changed", configure.changed().word);
    configure.run().ifPresent(run -> line("run", value(run)));
    table("configure.values", quoted(configure.values()));
    for (Configure.Template template : configure.templates()) {
      text.append("\n[[configure.file]]\n");
      put("template", template.source());
      put("target", template.target());
      put("mode", template.mode());
    }
  }

  private static String value(Script script) {
    return switch (script.form()) {
      case SHELL -> Toml.text(script.text());
      case EXECLINE -> "{ execline = " + Toml.quote(script.text()) + " }";
      case COMMAND -> Toml.list(script.words());
    };
  }

  private static List<String> names(List<Name> names) {
    return names.stream().map(Name::text).toList();
  }

  private static Map<String, String> quoted(Map<String, String> values) {
    return values.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, e -> Toml.quote(e.getValue()), (a, b) -> a, TreeMap::new));
  }

  private void header(String name) {
    text.append("\n[").append(name).append("]\n");
  }

  private void table(String name, Map<String, String> values) {
    if (values.isEmpty()) return;
    header(name);
    values.forEach((key, value) -> line(Toml.key(key), value));
  }

  private void put(String key, String value) {
    if (!value.isEmpty()) line(key, Toml.quote(value));
  }

  private void list(String key, List<String> values) {
    if (!values.isEmpty()) line(key, Toml.list(values));
  }

  private void flag(String key, boolean value) {
    if (value) line(key, "true");
  }

  private void line(String key, String value) {
    text.append(key).append(" = ").append(value).append('\n');
  }
}
