package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Health;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.LimitWord;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.ShellWords;
import s6j.front.importer.SourceText;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;
import s6j.front.toml.Place;

/** One service of a compose file. */
final class ComposeService {
  private static final long GRACE = 10_000;
  private static final int WITHIN = 3600;
  private static final long INTERVAL = 30_000;
  private static final int RETRIES = 3;

  /** What is read here; whatever else there is, is told. */
  private static final List<String> READ =
      List.of(
          "command",
          "entrypoint",
          "user",
          "working_dir",
          "environment",
          "env_file",
          "stop_signal",
          "stop_grace_period",
          "healthcheck",
          "restart",
          "ulimits",
          "depends_on",
          "profiles",
          "deploy",
          "scale");

  /** What is about containers, or about people. */
  private static final List<String> OF_CONTAINERS =
      List.of(
          "image",
          "build",
          "ports",
          "expose",
          "volumes",
          "networks",
          "network_mode",
          "container_name",
          "hostname",
          "labels",
          "links",
          "logging",
          "tmpfs",
          "init",
          "tty",
          "stdin_open",
          "platform",
          "pull_policy",
          "extra_hosts",
          "dns",
          "shm_size",
          "configs",
          "secrets",
          "annotations");

  private static final List<String> PROTECTING =
      List.of("read_only", "cap_drop", "security_opt", "mem_limit", "cpus", "pids_limit");

  private static final Map<String, LimitWord> LIMITS = limits();

  private final String name;
  private final YamlValue service;
  private final Path directory;
  private final DollarText values;
  private final ImportSettings settings;
  private final ImportReport report;
  private final Place place;

  ComposeService(
      String name,
      YamlValue service,
      Path directory,
      DollarText values,
      ImportSettings settings,
      ImportReport report) {
    this.name = name;
    this.service = service;
    this.directory = directory;
    this.values = values;
    this.settings = settings;
    this.report = report;
    this.place = service.place();
  }

  private static Map<String, LimitWord> limits() {
    Map<String, LimitWord> limits = new LinkedHashMap<>();
    limits.put("nofile", LimitWord.OPEN_FILES);
    limits.put("nproc", LimitWord.PROCESSES);
    limits.put("as", LimitWord.ADDRESS_SPACE);
    limits.put("rss", LimitWord.RESIDENT);
    limits.put("data", LimitWord.DATA);
    limits.put("stack", LimitWord.STACK);
    limits.put("memlock", LimitWord.LOCKED);
    limits.put("core", LimitWord.CORE);
    limits.put("fsize", LimitWord.FILE_SIZE);
    limits.put("cpu", LimitWord.CPU_SECONDS);
    return limits;
  }

  /** {@code conditions} is what others wait for. */
  void addTo(Import made, Set<String> conditions) throws IOException {
    List<String> words = new ArrayList<>(words("entrypoint"));
    words.addAll(words("command"));
    if (words.isEmpty() || words.get(0).isEmpty()) {
      report.broken(place, name + " has no command: what the image runs is not known", "command");
      return;
    }
    int replicas = replicas();
    boolean isTask = conditions.contains("service_completed_successfully");
    Definition definition = new Definition(name + (replicas > 1 ? "@" : ""), place, Kind.LONGRUN);
    for (int i = 1; replicas > 1 && i <= replicas; i++)
      definition.add(Keys.INSTANCES, String.valueOf(i));
    definition.set(Keys.TYPE, isTask ? Kind.ONESHOT : Kind.LONGRUN);
    definition.set(isTask ? Keys.UP : Keys.RUN, ScriptValue.command(words));
    definition.set(Keys.DIRECTORY, text("working_dir").orElse("/"));
    definition.set(Keys.USER, text("user").orElse(""));
    readVariables(definition);
    readLimits(definition);
    readNeeds(definition);
    if (!isTask) readSupervision(definition, conditions.contains("service_healthy"));
    if (service.get("profiles").isEmpty()) definition.add(Keys.IN, new Name("default", place));
    tellRest();
    made.add(definition);
  }

  private int replicas() {
    Optional<YamlValue> deployed = service.get("deploy").flatMap(deploy -> deploy.get("replicas"));
    String number = deployed.or(() -> service.get("scale")).map(YamlValue::text).orElse("1");
    return number.matches("[0-9]{1,4}") ? Integer.parseInt(number) : 1;
  }

  private Optional<String> text(String key) {
    return service.get(key).map(value -> values.in(value.text(), value.place()));
  }

  /** A list of words, or a text that is split as a shell would, without being one. */
  private List<String> words(String key) {
    YamlValue value = service.get(key).orElse(null);
    if (value == null || value.isNull()) return List.of();
    if (value.isList())
      return value.list().stream().map(word -> values.in(word.text(), word.place())).toList();
    byte[] text =
        values.in(value.text(), value.place()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    List<String> words = new ArrayList<>();
    SourceText.of(value.place().file(), text, report)
        .ifPresent(
            source ->
                ShellWords.of(source.span(0, source.text.length()), report)
                    .forEach(word -> words.add(word.text)));
    return words;
  }

  /** What the service says is stronger than its files. */
  private void readVariables(Definition definition) throws IOException {
    for (YamlValue file : files()) {
      String path = file.isMap() ? file.get("path").map(YamlValue::text).orElse("") : file.text();
      Path at = directory.resolve(values.in(path, file.place()));
      boolean isOptional = file.get("required").map(value -> !value.isTrue()).orElse(false);
      if (Files.exists(at)) definition.putAll(Keys.ENVIRONMENT, EnvFile.read(at, report));
      else if (!isOptional) report.broken(file.place(), "no such file: " + at);
    }
    YamlValue own = service.get("environment").orElse(null);
    if (own == null) return;
    own.variables()
        .forEach(
            (variable, value) -> {
              if (value.isPresent())
                definition.put(Keys.ENVIRONMENT, variable, values.in(value.get(), own.place()));
              else report.left(own.place(), variable + ": the value of whoever starts it", "");
            });
  }

  private List<YamlValue> files() {
    YamlValue files = service.get("env_file").orElse(null);
    if (files == null) return List.of();
    return files.isList() ? files.list() : List.of(files);
  }

  private void readLimits(Definition definition) {
    Map<String, YamlValue> limits = service.get("ulimits").map(YamlValue::map).orElse(Map.of());
    limits.forEach(
        (key, value) -> {
          LimitWord limit = LIMITS.get(key);
          String soft =
              number(
                  value.isMap() ? value.get("soft").map(YamlValue::text).orElse("") : value.text());
          String hard =
              number(
                  value.isMap() ? value.get("hard").map(YamlValue::text).orElse("") : value.text());
          if (limit == null || soft.isEmpty() || hard.isEmpty())
            report.left(value.place(), "ulimits " + key, Nearest.hint(key, LIMITS.keySet()));
          else definition.put(Keys.LIMITS, limit, soft + ":" + hard);
        });
  }

  private static String number(String text) {
    if (text.equals("-1") || text.equals("unlimited")) return "=";
    return text.matches("[0-9]{1,18}") ? text : "";
  }

  private void readNeeds(Definition definition) {
    YamlValue needs = service.get("depends_on").orElse(null);
    if (needs == null) return;
    for (YamlValue need : needs.list())
      definition.add(Keys.NEEDS, new Name(need.text(), need.place()));
    needs
        .map()
        .forEach(
            (other, need) -> {
              boolean isOptional = need.get("required").map(value -> !value.isTrue()).orElse(false);
              Name name = new Name(other, need.place());
              definition.add(isOptional ? Keys.WANTS : Keys.NEEDS, name);
              if (isOptional) definition.add(Keys.AFTER, name);
              if (need.get("restart").map(YamlValue::isTrue).orElse(false))
                definition.add(Keys.PART_OF, name);
            });
  }

  private void readSupervision(Definition definition, boolean isAwaited) {
    String signal = text("stop_signal").orElse("SIGTERM");
    if (!signal.startsWith("SIG") && !signal.matches("[0-9]+")) signal = "SIG" + signal;
    if (!signal.equals("SIGTERM")) definition.set(Keys.DOWN_SIGNAL, signal);
    definition.put(Keys.TIMEOUTS, TimeoutWord.KILL, time("stop_grace_period", service, GRACE));
    definition.set(Keys.KILL, KillWord.MIXED);
    definition.set(Keys.RESTART, restart());
    if (settings.logs()) definition.set(Keys.LOGGER, new Logger(place));
    service.get("healthcheck").ifPresent(check -> readHealth(definition, check, isAwaited));
  }

  private Restart restart() {
    String word = text("restart").orElse("no");
    if (word.equals("always") || word.equals("unless-stopped"))
      return Restart.of(Restart.Policy.ALWAYS);
    if (!word.startsWith("on-failure")) return Restart.of(Restart.Policy.NEVER);
    String most = word.substring(word.indexOf(':') + 1);
    int deaths = most.matches("[0-9]{1,3}") ? Math.max(1, Integer.parseInt(most)) : 0;
    return Restart.of(Restart.Policy.ON_FAILURE, List.of(), deaths, WITHIN);
  }

  private long time(String key, YamlValue in, long otherwise) {
    YamlValue value = in.get(key).orElse(null);
    if (value == null) return otherwise;
    Optional<Long> millis = ContainerTime.millis(values.in(value.text(), value.place()));
    if (millis.isEmpty()) report.broken(value.place(), key + " is no time: " + value, "1m30s");
    return millis.orElse(otherwise);
  }

  private void readHealth(Definition definition, YamlValue check, boolean isAwaited) {
    ScriptValue script = check(check).orElse(null);
    if (script == null || check.get("disable").map(YamlValue::isTrue).orElse(false)) return;
    long every = Math.max(1, time("interval", check, INTERVAL));
    String retries = check.get("retries").map(YamlValue::text).orElse("");
    int tries = retries.matches("[0-9]{1,4}") ? Math.max(1, Integer.parseInt(retries)) : RETRIES;
    long begin = time("start_period", check, 0);
    if (isAwaited) {
      Readiness ready = Readiness.check(script);
      ready.set(Readiness.EVERY, every);
      ready.set(Readiness.TRIES, (int) (tries + begin / every));
      definition.set(Keys.READINESS, ready);
    }
    Health health = Health.of(script, place);
    health.set(Health.EVERY, every);
    health.set(Health.TIMEOUT, Math.max(1, time("timeout", check, INTERVAL)));
    health.set(Health.FAILURES, tries);
    health.set(Health.GRACE, begin);
    health.set(Health.ACTION, Health.Action.MARK);
    definition.set(Keys.HEALTH, health);
  }

  private Optional<ScriptValue> check(YamlValue check) {
    YamlValue test = check.get("test").orElse(null);
    if (test == null) return Optional.empty();
    if (test.isText())
      return Optional.of(ScriptValue.shell(values.in(test.text(), test.place()) + "\n"));
    List<String> words =
        test.list().stream().map(word -> values.in(word.text(), word.place())).toList();
    if (words.size() < 2) return Optional.empty();
    if (words.get(0).equals("CMD"))
      return Optional.of(ScriptValue.command(words.subList(1, words.size())));
    if (words.get(0).equals("CMD-SHELL"))
      return Optional.of(ScriptValue.shell(words.get(1) + "\n"));
    report.broken(test.place(), "a test begins with CMD, CMD-SHELL or NONE");
    return Optional.empty();
  }

  private void tellRest() {
    service
        .map()
        .forEach(
            (key, value) -> {
              if (key.startsWith("x-") || READ.contains(key)) return;
              if (PROTECTING.contains(key)) report.weaker(value.place(), key + "=" + value, "");
              else if (OF_CONTAINERS.contains(key))
                report.left(value.place(), key, "on the machine itself there is none");
              else report.left(value.place(), key + ": unknown key", Nearest.hint(key, READ));
            });
  }
}
