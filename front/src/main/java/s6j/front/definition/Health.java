package s6j.front.definition;

import s6j.front.toml.Place;
import s6j.front.toml.Section;

/** Checks of a service that runs. */
public final class Health extends Entries {
  /** What becomes of a service that is not healthy. */
  public enum Action implements Word {
    RESTART("-r"),
    MARK("-m");

    /** Of s6-svhealth. */
    public final String option;

    Action(String option) {
      this.option = option;
    }
  }

  private static final Table TABLE = new Table();
  private static final Type<Integer> COUNT = Type.whole(1, 1 << 20);
  public static final Key<ScriptValue> COMMAND =
      TABLE.key("command", ScriptValue.TYPE, "exit code 0 is well");
  private static final Probes PROBES = Probes.in(TABLE);
  public static final Key<Long> EVERY =
      TABLE.key("every", Type.SOME_MILLIS, 10_000L, "how often; 10 s").spelled();
  public static final Key<Long> TIMEOUT =
      TABLE
          .key(
              "timeout",
              Type.SOME_MILLIS,
              5000L,
              "then it is killed with all it started, and has failed; 5 s")
          .spelled();
  public static final Key<Integer> FAILURES =
      TABLE
          .key("failures", COUNT, 3, "so many in a row, and the service is unhealthy; 3")
          .spelled();
  public static final Key<Integer> SUCCESSES =
      TABLE.key("successes", COUNT, 1, "so many in a row, and it is healthy again; 1").spelled();
  public static final Key<Long> GRACE =
      TABLE.key("grace", Type.MILLIS, "failures of a younger run do not count; 0").spelled();
  public static final Key<Action> ACTION =
      TABLE.key("action", Type.word(Action.RESTART), "what an unhealthy service gets").spelled();
  public static final Key<String> USER =
      TABLE.key("user", Type.TEXT, "who checks; the supervisor's user if not said");

  static final Type<Health> TYPE = TABLE.type(Health::new, Health::check);

  Health(Place place) {
    super(TABLE, place);
  }

  private static void check(Health health, Section section) {
    if (PROBES.isAlone(health, COMMAND, section) || section.take(COMMAND.name).isPresent()) return;
    section.bad(COMMAND.name, "is missing", "what exits 0 if all is well; or http, tcp or unix");
  }

  /** What exits 0 if all is well; nothing where the table was refused. */
  public ScriptValue script() {
    return PROBES.script(this, COMMAND).orElse(ScriptValue.shell(""));
  }

  public static Health of(ScriptValue command, Place place) {
    Health health = new Health(place);
    health.set(COMMAND, command);
    return health;
  }
}
