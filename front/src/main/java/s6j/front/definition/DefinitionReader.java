package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Name;
import s6j.front.toml.Problems;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** Reads the table of a file, templates and modes already applied, into a definition. */
public final class DefinitionReader {
  /** What only the expansion of templates and modes reads. */
  static final List<String> EXPANDED = List.of("instances", "instance", "mode");

  private static final Map<String, Definition.Kind> KINDS = new LinkedHashMap<>();
  private static final Map<String, Leftovers> LEFTOVERS = new LinkedHashMap<>();
  private static final Map<String, Adoption> ADOPTION = new LinkedHashMap<>();
  private static final String SIGNAL = "[A-Z][A-Z0-9+-]*|[0-9]{1,2}";

  static {
    for (Definition.Kind kind : Definition.Kind.values()) KINDS.put(kind.word(), kind);
    for (Leftovers leftovers : Leftovers.values()) LEFTOVERS.put(leftovers.word, leftovers);
    for (Adoption adoption : Adoption.values()) ADOPTION.put(adoption.word, adoption);
  }

  private final Section section;
  private final Definition definition;
  private final Problems problems;

  private DefinitionReader(Value.Table table, Name name, Problems problems) {
    this.section = new Section(table, "", problems);
    this.definition = new Definition(name);
    this.problems = problems;
  }

  public static Definition read(Value.Table table, Name name, Problems problems) {
    return new DefinitionReader(table, name, problems).read();
  }

  private Definition read() {
    for (String key : EXPANDED) section.take(key);
    definition.kind = section.word("type", KINDS, guessed());
    readScripts();
    readRelations();
    readProcess();
    readSupervision();
    readPipeline();
    section.close();
    new DefinitionCheck(definition, section, problems).check();
    return definition;
  }

  /** Without a type, the scripts tell it. */
  private Definition.Kind guessed() {
    Map<String, Value> entries = section.table.entries();
    if (entries.containsKey("up") || entries.containsKey("down")) return Definition.Kind.ONESHOT;
    return entries.containsKey("contents") && !entries.containsKey("run")
        ? Definition.Kind.BUNDLE
        : Definition.Kind.LONGRUN;
  }

  private void readScripts() {
    ScriptReader reader = new ScriptReader(section);
    for (Definition.Role role : Definition.Role.values())
      reader.read(role.key()).ifPresent(script -> definition.scripts.put(role, script));
  }

  private void readRelations() {
    definition.description = oneLine("description");
    definition.needs.addAll(section.names("needs"));
    definition.in.addAll(section.names("in"));
    definition.contents.addAll(section.names("contents"));
    definition.tags.addAll(section.texts("tags"));
    if (section.take("modes").isPresent())
      definition.modes = Optional.of(List.copyOf(section.texts("modes")));
    definition.essential = section.flag("essential");
    definition.recommended = section.flag("recommended");
    definition.conditions.addAll(new ConditionReader(section).read());
  }

  private void readProcess() {
    definition.user = oneLine("user");
    definition.userPlace = section.place("user");
    definition.login = matching("login", "[^:\\s]+", "an account");
    definition.umask = matching("umask", "[0-7]{1,4}", "octal digits, such as \"022\"");
    definition.directory = oneLine("directory");
    definition.environment.putAll(section.map("environment"));
    definition.envFiles.addAll(section.texts("env-files"));
    definition.envDirs.addAll(section.texts("env-dirs"));
    section.section("limits").ifPresent(this::readLimits);
    definition.downSignal = matching("down-signal", SIGNAL, "a signal, such as SIGTERM");
    definition.reloadSignal = matching("reload-signal", SIGNAL, "a signal, such as SIGHUP");
    definition.killGroup = section.flag("kill-group");
    definition.newPidNamespace = section.flag("new-pid-namespace");
    definition.downSignalAlone = section.flag("down-signal-alone");
    definition.adoption = section.word("adopt", ADOPTION, Adoption.BY_TREE);
    definition.leftovers = section.word("leftovers", LEFTOVERS, Leftovers.LEAVE);
    definition.lockFd = (int) section.whole("lock-fd", 0, 3, 1023);
  }

  private String oneLine(String key) {
    String text = section.text(key);
    if (text.indexOf('\n') >= 0) section.bad(key, "must be one line", "");
    return text.replace('\n', ' ');
  }

  private String matching(String key, String pattern, String wanted) {
    String text = section.text(key);
    if (text.isEmpty() || text.matches(pattern)) return text;
    section.bad(key, "is " + text, "must be " + wanted);
    return "";
  }

  private void readLimits(Section limits) {
    for (Limit limit : Limit.values())
      limits.take(limit.key).ifPresent(value -> readLimit(limits, limit, value));
    limits.close();
  }

  private void readLimit(Section limits, Limit limit, Value value) {
    String number = limits.scalar(limit.key, value).replace("unlimited", "=");
    if (number.matches("[0-9]{1,18}|=")) definition.limits.put(limit, number);
    else limits.bad(limit.key, "is no limit: " + number, "a number, or \"unlimited\"");
  }

  private void readSupervision() {
    section.section("timeouts").ifPresent(this::readTimeouts);
    definition.readiness = new ReadinessReader(section).read();
    definition.logger = new LoggerReader(section).read();
    definition.restart = new RestartReader(section).read();
    definition.watch = new WatchReader(section).read();
    definition.health = section.section("health").flatMap(HealthReader::read);
    definition.configure = section.section("configure").map(ConfigureReader::read);
  }

  private void readTimeouts(Section timeouts) {
    for (Timeout timeout : Timeout.values()) {
      long millis = timeouts.millis(timeout.key, -1);
      if (millis >= 0) definition.timeouts.put(timeout, millis);
    }
    timeouts.close();
  }

  private void readPipeline() {
    List<Name> consumer = section.names("producer-for");
    if (consumer.size() > 1) section.bad("producer-for", "takes one name", "");
    definition.producerFor = consumer.stream().findFirst();
    definition.consumerFor.addAll(new ArrayList<>(section.names("consumer-for")));
    definition.pipelineName = section.text("pipeline-name");
  }
}
