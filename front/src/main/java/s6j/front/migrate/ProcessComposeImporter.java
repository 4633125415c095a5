package s6j.front.migrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Health;
import s6j.front.definition.Keys;
import s6j.front.definition.KillWord;
import s6j.front.definition.Logger;
import s6j.front.definition.Readiness;
import s6j.front.definition.Restart;
import s6j.front.definition.ScriptValue;
import s6j.front.definition.TimeoutWord;
import s6j.front.importer.Import;
import s6j.front.importer.ImportReport;
import s6j.front.importer.ImportSettings;
import s6j.front.importer.Importer;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;

/** Files of process-compose: commands for a shell, with needs and probes. */
final class ProcessComposeImporter implements Importer {
  private static final List<String> TOP =
      List.of(
          "version", "processes", "environment", "log_level", "log_location", "shell", "is_strict");

  @Override
  public String kind() {
    return "process-compose";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    Import made = new Import(report);
    for (Path source : sources) {
      Optional<YamlValue> file = YamlValue.read(source, report);
      if (file.isPresent()) new Reading(source, file.get(), made, settings, report).read();
    }
    return made;
  }

  /** One file. */
  private static final class Reading {
    private static final long SECOND = 1000;
    private static final int DEFAULT_SHUTDOWN = 10;
    private static final int DEFAULT_PERIOD = 10;
    private static final int DEFAULT_FAILURES = 3;
    private static final String COMPLETED = "process_completed";

    private static final List<String> READ =
        List.of(
            "command",
            "entrypoint",
            "working_dir",
            "environment",
            "depends_on",
            "availability",
            "shutdown",
            "readiness_probe",
            "liveness_probe",
            "disabled",
            "description",
            "replicas");

    private final Path directory;
    private final YamlValue file;
    private final Import made;
    private final ImportSettings settings;
    private final ImportReport report;
    private final DollarText values;

    Reading(Path source, YamlValue file, Import made, ImportSettings settings, ImportReport report)
        throws IOException {
      this.directory = source.toAbsolutePath().normalize().getParent();
      this.file = file;
      this.made = made;
      this.settings = settings;
      this.report = report;
      this.values = new DollarText(EnvFile.beside(directory, report), true, report);
    }

    void read() {
      Map<String, YamlValue> processes = file.get("processes").map(YamlValue::map).orElse(Map.of());
      if (processes.isEmpty()) report.broken(file.place(), "no processes: in it");
      file.map()
          .forEach(
              (key, value) -> {
                if (!TOP.contains(key))
                  report.left(value.place(), key + ": unknown key", Nearest.hint(key, TOP));
              });
      Set<String> tasks = tasks(processes);
      processes.forEach(
          (name, process) -> {
            report.enter(name);
            readProcess(name, process, tasks.contains(name));
            report.enter("");
          });
    }

    /** Those whose end others wait for. */
    private static Set<String> tasks(Map<String, YamlValue> processes) {
      Set<String> tasks = new TreeSet<>();
      for (YamlValue process : processes.values())
        needs(process)
            .forEach(
                (name, need) -> {
                  String condition = need.get("condition").map(YamlValue::text).orElse("");
                  if (condition.startsWith(COMPLETED)) tasks.add(name);
                });
      return tasks;
    }

    private static Map<String, YamlValue> needs(YamlValue process) {
      return process.get("depends_on").map(YamlValue::map).orElse(Map.of());
    }

    private void readProcess(String name, YamlValue process, boolean isTask) {
      ScriptValue run = run(process).orElse(null);
      if (run == null) {
        report.broken(process.place(), name + " has no command");
        return;
      }
      int replicas = whole(process, "replicas", 1);
      Definition definition =
          new Definition(name + (replicas > 1 ? "@" : ""), process.place(), Kind.LONGRUN);
      for (int i = 1; replicas > 1 && i <= replicas; i++)
        definition.add(Keys.INSTANCES, String.valueOf(i));
      definition.set(Keys.TYPE, isTask ? Kind.ONESHOT : Kind.LONGRUN);
      definition.set(isTask ? Keys.UP : Keys.RUN, run);
      String own = text(process, "working_dir");
      definition.set(Keys.DIRECTORY, directory.resolve(own).normalize().toString());
      definition.set(Keys.DESCRIPTION, text(process, "description").lines().findFirst().orElse(""));
      addVariables(definition, file);
      addVariables(definition, process);
      needs(process)
          .forEach((other, need) -> addNeed(definition, new Name(other, need.place()), need));
      if (!isTask) readSupervision(definition, process);
      boolean isDisabled = process.get("disabled").map(YamlValue::isTrue).orElse(false);
      if (!isDisabled) definition.add(Keys.IN, new Name("default", process.place()));
      tellRest(process);
      made.add(definition);
    }

    /** What has only to be over may have failed. */
    private static void addNeed(Definition definition, Name other, YamlValue need) {
      String condition = need.get("condition").map(YamlValue::text).orElse("");
      boolean mayFail = condition.equals(COMPLETED);
      definition.add(mayFail ? Keys.WANTS : Keys.NEEDS, other);
      if (mayFail) definition.add(Keys.AFTER, other);
    }

    private String text(YamlValue in, String key) {
      return in.get(key).map(value -> values.in(value.text(), value.place())).orElse("");
    }

    private int whole(YamlValue in, String key, int otherwise) {
      String text = in.get(key).map(YamlValue::text).orElse("");
      return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : otherwise;
    }

    private Optional<ScriptValue> run(YamlValue process) {
      String command = text(process, "command");
      if (!command.isBlank()) return Optional.of(ScriptValue.shell(command.strip() + "\n"));
      List<String> words = process.get("entrypoint").map(YamlValue::texts).orElse(List.of());
      return words.isEmpty() ? Optional.empty() : Optional.of(ScriptValue.command(words));
    }

    private void addVariables(Definition definition, YamlValue in) {
      in.get("environment")
          .ifPresent(
              own ->
                  own.variables()
                      .forEach(
                          (variable, value) ->
                              definition.put(
                                  Keys.ENVIRONMENT,
                                  variable,
                                  values.in(value.orElse(""), own.place()))));
    }

    private void readSupervision(Definition definition, YamlValue process) {
      definition.set(Keys.RESTART, restart(process));
      definition.set(Keys.KILL, KillWord.TREE);
      YamlValue shutdown = process.get("shutdown").orElse(null);
      int seconds = DEFAULT_SHUTDOWN;
      if (shutdown != null) {
        String signal = shutdown.get("signal").map(YamlValue::text).orElse("15");
        if (!signal.equals("15")) definition.set(Keys.DOWN_SIGNAL, signal);
        seconds = whole(shutdown, "timeout_seconds", DEFAULT_SHUTDOWN);
        shutdown
            .get("command")
            .ifPresent(
                command ->
                    report.left(command.place(), "shutdown command", "down-signal, or a oneshot"));
      }
      definition.put(Keys.TIMEOUTS, TimeoutWord.KILL, seconds * SECOND);
      if (settings.logs()) definition.set(Keys.LOGGER, new Logger(process.place()));
      process.get("readiness_probe").ifPresent(probe -> readReadiness(definition, probe));
      process.get("liveness_probe").ifPresent(probe -> readLiveness(definition, probe));
    }

    private Restart restart(YamlValue process) {
      YamlValue availability = process.get("availability").orElse(null);
      if (availability == null) return Restart.of(Restart.Policy.NEVER);
      String word = availability.get("restart").map(YamlValue::text).orElse("no");
      if (word.equals("exit_on_failure"))
        report.left(availability.place(), "restart: exit_on_failure", "nothing ends with it");
      Restart.Policy policy =
          switch (word) {
            case "always" -> Restart.Policy.ALWAYS;
            case "on_failure" -> Restart.Policy.ON_FAILURE;
            default -> Restart.Policy.NEVER;
          };
      long pause = whole(availability, "backoff_seconds", 1) * SECOND;
      int most = whole(availability, "max_restarts", 0);
      boolean isCounted = policy != Restart.Policy.NEVER && most > 0;
      Restart restart = Restart.of(policy, List.of(), isCounted ? most : 0, 3600);
      if (policy != Restart.Policy.NEVER && pause > SECOND)
        restart.set(Restart.BACKOFF, pause + " 1 " + pause + " 999999999");
      return restart;
    }

    private Optional<ScriptValue> check(YamlValue probe) {
      YamlValue exec = probe.get("exec").orElse(null);
      YamlValue http = probe.get("http_get").orElse(null);
      if (exec == null && http != null) return get(http);
      if (exec == null) {
        report.left(probe.place(), "a probe that is no command", "a command, or s6-probe");
        return Optional.empty();
      }
      return Optional.of(ScriptValue.shell(text(exec, "command").strip() + "\n"));
    }

    /** Asked by s6-probe, which knows numbers and localhost, and no https. */
    private Optional<ScriptValue> get(YamlValue http) {
      String host = text(http, "host");
      String port = text(http, "port");
      String path = text(http, "path");
      String address = (host.isEmpty() ? "127.0.0.1" : host) + (port.isEmpty() ? "" : ":" + port);
      String url = "http://" + address + (path.startsWith("/") ? "" : "/") + path;
      boolean isNumeric = host.matches("([0-9.]+|localhost|\\[[0-9A-Fa-f:]+])?");
      if (isNumeric && text(http, "scheme").matches("(http)?"))
        return Optional.of(ScriptValue.command(List.of("s6-probe", "http", url)));
      report.left(http.place(), "http_get of " + address, "a command, such as curl -f");
      return Optional.empty();
    }

    private void readReadiness(Definition definition, YamlValue probe) {
      check(probe)
          .ifPresent(
              script -> {
                Readiness ready = Readiness.check(script);
                ready.set(Readiness.EVERY, whole(probe, "period_seconds", DEFAULT_PERIOD) * SECOND);
                ready.set(Readiness.TRIES, whole(probe, "failure_threshold", DEFAULT_FAILURES));
                definition.set(Keys.READINESS, ready);
              });
    }

    private void readLiveness(Definition definition, YamlValue probe) {
      check(probe)
          .ifPresent(
              script -> {
                Health health = Health.of(script, probe.place());
                health.set(
                    Health.EVERY,
                    Math.max(1, whole(probe, "period_seconds", DEFAULT_PERIOD)) * SECOND);
                health.set(
                    Health.TIMEOUT, Math.max(1, whole(probe, "timeout_seconds", 1)) * SECOND);
                health.set(
                    Health.FAILURES,
                    Math.max(1, whole(probe, "failure_threshold", DEFAULT_FAILURES)));
                health.set(Health.GRACE, whole(probe, "initial_delay_seconds", 0) * SECOND);
                definition.set(Keys.HEALTH, health);
              });
    }

    private void tellRest(YamlValue process) {
      process
          .map()
          .forEach(
              (key, value) -> {
                if (!READ.contains(key)) report.left(value.place(), key, Nearest.hint(key, READ));
              });
    }
  }
}
