package s6j.front.definition;

import static s6j.front.definition.Definition.Kind.BUNDLE;
import static s6j.front.definition.Definition.Kind.LONGRUN;
import static s6j.front.definition.Definition.Kind.ONESHOT;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Name;
import s6j.front.toml.Section;
import s6j.front.toml.Toml;

/**
 * The keys of a definition, each declared once, in the order in which they are written back. Those
 * of its tables are declared where the noun is: {@link Logger}, {@link Restart} and so on.
 */
public final class Keys {
  private static final Definition.Kind[] SERVICES = {LONGRUN, ONESHOT};
  private static final String SIGNAL = "[A-Z][A-Z0-9+-]*|[0-9]{1,2}";

  static final Table TABLE = new Table();
  private static final Table NATURE = TABLE.under("What it is", LONGRUN, ONESHOT, BUNDLE);
  private static final Table SCRIPTS = TABLE.under("Scripts", LONGRUN);
  private static final Table PROCESS = TABLE.under("The process", SERVICES);
  private static final Table SUPERVISION = TABLE.under("Supervision (longruns)", LONGRUN);
  private static final Table WATCHING = TABLE.under("Watching", LONGRUN);

  public static final Key<String> DESCRIPTION =
      NATURE.key("description", Type.LINE, "a comment in the scripts");
  public static final Key<Definition.Kind> TYPE =
      NATURE.key("type", Type.word(LONGRUN), "`type`; the scripts tell it").file("type").spelled();
  public static final Key<List<String>> INSTANCES =
      TABLE
          .under("Templates", SERVICES)
          .key("instances", Type.INSTANCES, "a service for each; a number stands for 1, 2, ...");
  public static final Key<Void> SCALE =
      TABLE
          .under("Templates", SERVICES)
          .key(
              "scale",
              Type.early("a number from 0", Schema.whole(0, 10000)),
              "so many of them are in bundles; `s6 scale` starts the others; all");
  public static final Key<ScriptValue> RUN =
      SCRIPTS.key("run", ScriptValue.TYPE, "what a longrun is, in the foreground");
  public static final Key<ScriptValue> FINISH =
      SCRIPTS.key("finish", ScriptValue.TYPE, "what is done after each end of a longrun");
  public static final Key<ScriptValue> UP =
      SCRIPTS.key("up", ScriptValue.TYPE, "what a oneshot does").of(ONESHOT);
  public static final Key<ScriptValue> DOWN =
      SCRIPTS.key("down", ScriptValue.TYPE, "how a oneshot is undone").of(ONESHOT);
  public static final Key<ScriptValue> RELOAD =
      SCRIPTS.key("reload", ScriptValue.TYPE, "what `rc reload` does of a oneshot").of(ONESHOT);
  public static final Key<List<Name>> NEEDS =
      NATURE
          .key("needs", Type.NAMES, "`dependencies.d/`: services or bundles that must be up before")
          .of(SERVICES)
          .file("dependencies.d");
  public static final Key<List<Name>> AFTER =
      NATURE
          .key("after", Type.NAMES, "behind what it starts, if both are to: [order](#order)")
          .of(SERVICES)
          .file("after.d");
  public static final Key<List<Name>> WANTS =
      NATURE
          .key("wants", Type.NAMES, "what is started with it, and may fail")
          .of(SERVICES)
          .file("wants.d");
  public static final Key<List<Name>> CONFLICTS =
      NATURE
          .key("conflicts", Type.NAMES, "what is stopped before it starts, and the other way round")
          .of(SERVICES)
          .file("conflicts.d");
  public static final Key<List<Name>> PART_OF =
      NATURE
          .key("part-of", Type.NAMES, "with what it is stopped and restarted")
          .of(SERVICES)
          .file("part-of.d");

  public static final Key<List<Name>> ON_FAILURE =
      NATURE
          .key("on-failure", Type.NAMES, "what is started when it has failed for good")
          .of(SERVICES);
  public static final Key<List<Name>> TAKES_DOWN =
      NATURE
          .key("takes-down", Type.NAMES, "what is stopped when it has ended for good by itself")
          .of(LONGRUN);
  public static final Key<Boolean> AGAIN =
      NATURE
          .key("again", Type.FLAG, "`flag-again`: each start of a oneshot does it again")
          .of(ONESHOT)
          .file("flag-again");

  /** Every key that says what services are to each other beyond needs. */
  public static final List<Key<List<Name>>> RELATIONS = List.of(AFTER, WANTS, CONFLICTS, PART_OF);

  public static final Key<List<Name>> IN =
      NATURE.key("in", Type.NAMES, "bundles that hold it; one that has no file comes into being");
  public static final Key<List<Name>> CONTENTS =
      NATURE.key("contents", Type.NAMES, "`contents.d/` of a bundle").of(BUNDLE).file("contents.d");
  public static final Key<List<String>> TAGS =
      NATURE.key("tags", Type.texts("words"), "membership in the bundle `tag.WORD`");

  /** Not said: it is part of all of them. */
  public static final Key<List<String>> MODES =
      NATURE.key(
          "modes",
          Type.texts("words"),
          null,
          "the [modes](#modes) it is part of; all if not said, none if empty");

  public static final Key<String> USER =
      PROCESS.key(
          "user", Type.LINE, "s6-setuidgid: an account, or `USER:GROUP` in names or numbers");
  public static final Key<String> LOGIN =
      PROCESS.key(
          "login",
          Type.matching("an account", "[^:\\s]+", "is ", "must be an account"),
          "whose HOME, USER, LOGNAME and SHELL are set before `environment`");
  public static final Key<String> UMASK =
      PROCESS.key(
          "umask",
          Type.matching(
              "octal digits", "[0-7]{1,4}", "is ", "must be octal digits, such as \"022\""),
          "the umask");
  public static final Key<Boolean> IGNORE_SIGPIPE =
      PROCESS.key(
          "ignore-sigpipe",
          Type.FLAG,
          "a pipe that nobody reads is an error for it, and does not end it: systemd's default");
  public static final Key<String> DIRECTORY =
      PROCESS.key("directory", Type.LINE, "`cd`").absolute(path -> List.of(path));

  /** A leading {@code -} says that it may be missing. */
  public static final Key<List<String>> ENV_FILES =
      PROCESS.key("env-files", Type.texts("files"), "lines `NAME=VALUE`").absolute(Keys::bare);

  /** A leading {@code -} says that it may be missing. */
  public static final Key<List<String>> ENV_DIRS =
      PROCESS
          .key("env-dirs", Type.texts("directories"), "s6-envdir: of one file a variable")
          .absolute(Keys::bare);

  public static final Key<String> DOWN_SIGNAL =
      SUPERVISION.key("down-signal", signal("SIGTERM"), "the same").file("down-signal");
  public static final Key<String> RELOAD_SIGNAL =
      SUPERVISION.key("reload-signal", signal("SIGHUP"), "the same").file("reload-signal");
  public static final Key<List<String>> WATCH =
      WATCHING
          .key("watch", Type.texts("files or directories"), "of whose changes the service is told")
          .absolute(paths -> paths);
  private static final String EXAMPLE = "watch = [\"/etc/file\"]";
  public static final Key<Watch.Answer> ON_CHANGE =
      WATCHING
          .key("on-change", Type.word(Watch.Answer.RESTART), "what it gets")
          .needs(WATCH, EXAMPLE)
          .with(WATCH);
  public static final Key<Long> QUIET =
      WATCHING
          .key("quiet", Type.MILLIS, 1000L, "once nothing has changed for so long; 1 s")
          .needs(WATCH, EXAMPLE);
  public static final Key<Watch.Dependents> DEPENDENTS =
      WATCHING
          .key("dependents", Watch.DEPENDENTS, "all longruns that need it, or these, get the same")
          .needs(WATCH, EXAMPLE);

  /** Descriptor on which run holds its lock, 0 for none. */
  public static final Key<Integer> LOCK_FD =
      SUPERVISION.key("lock-fd", Type.whole(3, 1023), "the same").file("lock-fd");

  public static final Key<Boolean> KILL_GROUP =
      SUPERVISION.key("kill-group", Type.FLAG, "`flag-timeout-killpg`").file("flag-timeout-killpg");
  public static final Key<KillWord> KILL =
      SUPERVISION.key(
          "kill", Type.word(KillWord.PROCESS), "[what ends with it](#what-ends-with-a-service)");

  /** Not said: as long as is usual for the word. */
  public static final Key<Long> KILL_GRACE =
      SUPERVISION.key(
          "kill-grace",
          Type.MILLIS,
          null,
          "what those who are left have from TERM to KILL; 5 s of a tree");

  public static final Key<Boolean> FOLLOW =
      SUPERVISION.key(
          "follow", Type.FLAG, "run goes into the background: what it leaves is the service");
  public static final Key<Boolean> NEW_PID_NAMESPACE =
      SUPERVISION.key("new-pid-namespace", Type.FLAG, "`flag-newpidns`").file("flag-newpidns");

  /** The down signal without the CONT behind it. */
  public static final Key<Boolean> DOWN_SIGNAL_ALONE =
      SUPERVISION
          .key(
              "down-signal-alone",
              Type.FLAG,
              "[`flag-no-cont`](programs/s6-supervise.md#flag-no-cont)")
          .file("flag-no-cont");

  public static final Key<AdoptionWord> ADOPT =
      SUPERVISION.key(
          "adopt",
          Type.word(AdoptionWord.BY_TREE),
          "[`flag-adopt`, `flag-no-adopt`](programs/s6-supervise.md)");
  public static final Key<Long> RUN_AT_MOST =
      SUPERVISION.key(
          "run-at-most",
          Type.SOME_MILLIS,
          "then it gets its down signal, and has failed, whatever its exit code");
  public static final Key<Leftovers> LEFTOVERS =
      SUPERVISION.key(
          "leftovers", Type.word(Leftovers.LEAVE), "what becomes of processes that outlive run");
  public static final Key<Boolean> ESSENTIAL =
      NATURE.key("essential", Type.FLAG, "`flag-essential`").file("flag-essential");
  public static final Key<Boolean> RECOMMENDED =
      NATURE.key("recommended", Type.FLAG, "`flag-recommended`").file("flag-recommended");
  public static final Key<Name> PRODUCER_FOR =
      SUPERVISION
          .key(
              "producer-for",
              Type.of(
                  "a name",
                  () -> Schema.TEXTS,
                  null,
                  Keys::oneName,
                  name -> Toml.quote(name.text())),
              "the same, for pipelines said by hand")
          .file("producer-for");
  public static final Key<List<Name>> CONSUMER_FOR =
      SUPERVISION.key("consumer-for", Type.NAMES, "the same, for pipelines said by hand");
  public static final Key<String> PIPELINE_NAME =
      SUPERVISION
          .key("pipeline-name", Type.TEXT, "the same, for pipelines said by hand")
          .file("pipeline-name");

  /** Another word for a readiness, and nothing once it is read. */
  static final Key<Readiness.Protocol> NOTIFY =
      SUPERVISION.key(
          "notify",
          Type.word(Readiness.Protocol.NONE),
          "`readiness = \"sd-notify\"`: all that is said to `NOTIFY_SOCKET`");

  public static final Key<Readiness> READINESS =
      SUPERVISION.key(
          "readiness", Readiness.TYPE, "a number: run writes a newline to this `notification-fd`");
  public static final Key<Logger> LOGGER =
      SUPERVISION
          .key("logger", Logger.TYPE, "a service `NAME-log` that reads from it and runs s6-log")
          .absolute(logger -> List.of(logger.get(Logger.DIRECTORY)));
  public static final Key<Restart> RESTART =
      SUPERVISION.key("restart", Restart.TYPE, Restart.USUAL, "when it is started again; `always`");
  public static final Key<Map<String, String>> ENVIRONMENT =
      PROCESS.key("environment", Type.MAP, "`export`").check(Keys::checkVariables);
  public static final Key<Confinement> CONFINE =
      PROCESS.key(
          "confine",
          Confinement.TYPE,
          "[s6-confine](programs/s6-confine.md): what it cannot see or do");
  public static final Key<Directories> DIRECTORIES =
      PROCESS.key(
          "directories",
          Directories.TYPE,
          "[of its own](#directories-and-credentials), made before");
  public static final Key<Credentials> CREDENTIALS =
      PROCESS.key(
          "credentials",
          Credentials.TYPE,
          "secrets, as files of CREDENTIALS_DIRECTORY, which it alone can read");
  public static final Key<Map<LimitWord, String>> LIMITS =
      PROCESS.key(
          "limits",
          Type.each(LimitWord.class, LimitWord.TYPE),
          "s6-softlimit; unlimited: the hard limit; HARD: what it may raise it to");
  public static final Key<Map<TimeoutWord, Long>> TIMEOUTS =
      SUPERVISION
          .key("timeouts", Type.each(TimeoutWord.class, Type.MILLIS), "`timeout-up` and so on")
          .of(SERVICES);
  public static final Key<List<Condition>> CONDITION =
      TABLE
          .under("Conditions", SERVICES)
          .key("condition", Condition.TYPE, "what must hold, or the service is skipped")
          .check(Condition::check);
  public static final Key<Health> HEALTH =
      TABLE.under("Health", LONGRUN).key("health", Health.TYPE, "a longrun `NAME-health`");
  public static final Key<Timer> TIMER =
      TABLE
          .under("Timers", SERVICES)
          .key("timer", Timer.TYPE, "when it is started by itself, by a longrun `timerd`");
  public static final Key<Listen> LISTEN =
      TABLE
          .under("Sockets", LONGRUN)
          .key("listen", Listen.TYPE, "a longrun `NAME-sockets` that keeps them open");
  public static final Key<Configure> CONFIGURE =
      TABLE
          .under("Files made before the start", SERVICES)
          .key("configure", Configure.TYPE, "a oneshot `NAME-configure`")
          .absolute(Configure::paths);
  static final Key<Void> INSTANCE =
      TABLE
          .under("Templates", SERVICES)
          .key("instance", Type.OVERLAYS, "what is different for one of the instances");
  static final Key<Void> MODE =
      TABLE
          .under("Modes", LONGRUN, ONESHOT, BUNDLE)
          .key("mode", Type.OVERLAYS, "what is different in a mode");

  private static final Table OVERRIDES = TABLE.under("Overrides", LONGRUN, ONESHOT, BUNDLE);
  public static final Key<Void> INCLUDE =
      OVERRIDES.key(
          "include", Type.early("files", Schema.TEXTS), "files that this one is laid over");
  public static final Key<Void> UNSET =
      OVERRIDES.key(
          "unset",
          Type.early("keys", Schema.TEXTS),
          "what those below say of these keys, such as `environment.PORT`, is forgotten");
  public static final Key<Void> APPEND =
      OVERRIDES.key(
          "append",
          Type.early("a table", "{$ref: '#'}"),
          "what is added to lists, in place of setting them anew");

  private Keys() {}

  /** Whether definitions have a key of this name. */
  public static boolean has(String name) {
    return names().contains(name);
  }

  public static List<String> names() {
    return TABLE.keys().stream().map(key -> key.name).toList();
  }

  /** Whether one string stands for a list of one, for a key in tables of these names. */
  public static boolean takesTexts(List<String> path) {
    List<Key<?>> keys = TABLE.keys();
    String schema = "";
    for (int i = 0; i < path.size(); i++) {
      boolean isOverlay = path.get(i).equals(MODE.name) || path.get(i).equals(INSTANCE.name);
      if (isOverlay && keys == TABLE.keys() && i + 2 < path.size()) {
        i++;
        continue;
      }
      String name = path.get(i);
      Key<?> key = keys.stream().filter(one -> one.name.equals(name)).findFirst().orElse(null);
      if (key == null) return false;
      schema = key.type.schema().get();
      keys = key.type.keys();
    }
    return schema.equals(Schema.TEXTS);
  }

  private static Type<String> signal(String example) {
    return Type.matching("a signal", SIGNAL, "is ", "must be a signal, such as " + example);
  }

  private static List<String> bare(List<String> paths) {
    return paths.stream().map(path -> path.startsWith("-") ? path.substring(1) : path).toList();
  }

  private static Optional<Name> oneName(Section section, String key) {
    List<Name> names = section.names(key);
    if (names.size() > 1) section.bad(key, "takes one name", "");
    return names.stream().findFirst();
  }

  private static void checkVariables(Map<String, String> variables, Key<?> key, Section section) {
    Section table = section.section(key.name).orElseThrow();
    for (String name : variables.keySet())
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]*"))
        table.tell(name, "no name for a variable: " + name);
  }

  /** All of them. */
  public static List<Key<?>> all() {
    return TABLE.keys();
  }
}
