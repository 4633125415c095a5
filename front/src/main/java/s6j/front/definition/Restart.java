package s6j.front.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import s6j.front.toml.Place;
import s6j.front.toml.Section;
import s6j.front.toml.Toml;
import s6j.front.toml.Value;

/** When a longrun that died is started again. */
public final class Restart extends Entries {
  /** After which ends of run it is started again. */
  public enum Policy implements Word {
    ALWAYS,
    ON_FAILURE,
    /** Only when a signal ended it. */
    ON_SIGNAL,
    /** Only after exit code 0, HUP, INT, PIPE or TERM. */
    ON_SUCCESS,
    NEVER
  }

  /** The table in place of the line of restart-backoff. */
  private static final class Backoff extends Entries {
    private static final Table TABLE = new Table();
    private static final Key<Long> FIRST =
        TABLE.key("first", Type.MILLIS, 1000L, "the wait after the first death; 1 s");
    private static final Key<Integer> FACTOR =
        TABLE.key("factor", Type.whole(1, 1000), 2, "each wait is so many times the one before; 2");
    private static final Key<Long> LONGEST =
        TABLE.key("longest", Type.MILLIS, 60000L, "no wait is longer; 60 s");
    private static final Key<Long> RESET =
        TABLE.key("reset", Type.MILLIS, 10000L, "after a run of this length it begins anew; 10 s");
    private static final Type<Backoff> TYPE = TABLE.type(Backoff::new, (backoff, section) -> {});

    Backoff(Place place) {
      super(TABLE, place);
    }

    String line() {
      return get(FIRST) + " " + get(FACTOR) + " " + get(LONGEST) + " " + get(RESET);
    }
  }

  private static final Type<String> LINE =
      Type.matching(
          "`true`, or a line as `\"1000 2 60000 10000\"`",
          "\\d{1,9}( \\d{1,9}){0,3}",
          "is ",
          "FIRST FACTOR LONGEST RESET, times in milliseconds");
  private static final Type<Policy> POLICIES = Type.word(Policy.ALWAYS);
  private static final Type<Integer> DEATHS_SAID = Type.whole(1, 4096);
  private static final Type<List<Integer>> CODES =
      Type.of(
          "exit codes, signals",
          () -> Schema.listOf(Schema.any(Schema.whole(0, 255), Schema.TEXT)),
          List.of(),
          Restart::codes,
          EndOfRun::spelled);
  private static final Table TABLE = new Table();
  public static final Key<Policy> POLICY = TABLE.key("policy", POLICIES, "as above").spelled();

  /** The line of the file restart-backoff, empty for none. */
  public static final Key<String> BACKOFF =
      TABLE.key(
          "backoff",
          new Type<>(
              LINE.takes() + ", or a table",
              () -> Schema.any(Schema.FLAG, LINE.schema().get(), Backoff.TYPE.schema().get()),
              "",
              Restart::backoff,
              LINE.write(),
              Backoff.TABLE.keys()),
          "[`restart-backoff`](programs/s6-supervise.md#restart-backoff)");

  /** The deaths that are remembered, 0 for the default. */
  public static final Key<Integer> TALLY = TABLE.key("tally", DEATHS_SAID, "`max-death-tally`");

  public static final Key<List<Integer>> GIVE_UP_CODES =
      TABLE.key("give-up-codes", CODES, "after which it stays down");

  public static final Key<List<Integer>> RESTART_CODES =
      TABLE.key("restart-codes", CODES, "after which it is started again in any case");

  /** That many failures within some seconds end the restarts; 0 for never. */
  public static final Key<Integer> DEATHS =
      TABLE.key("deaths", DEATHS_SAID, "so many failures `within` a time end it, s6-permafailon");

  public static final Key<Integer> WITHIN =
      TABLE
          .key(
              "within",
              Type.of(
                  "a time",
                  () -> Schema.TIME,
                  60,
                  (section, key) -> section.millis(key).map(millis -> (int) (millis / 1000)),
                  seconds -> Toml.quote(seconds + "s")),
              "the time of `deaths`, in whole seconds; 60 s")
          .with(DEATHS);

  static final Restart USUAL = new Restart(NOWHERE);

  static final Type<Restart> TYPE =
      TABLE.type(
          Restart::new,
          (restart, section) -> {},
          Type.of(
              POLICIES.takes(),
              POLICIES.schema(),
              null,
              (section, key) -> POLICIES.read().apply(section, key).map(Restart::of),
              Restart::toString));

  private Restart(Place place) {
    super(TABLE, place);
  }

  public static Restart of(Policy policy) {
    Restart restart = new Restart(NOWHERE);
    restart.set(POLICY, policy);
    return restart;
  }

  /** With what ends the restarts: exit codes, and a number of deaths within some seconds. */
  public static Restart of(Policy policy, List<Integer> codes, int deaths, int within) {
    Restart restart = of(policy);
    restart.set(GIVE_UP_CODES, codes);
    restart.set(DEATHS, deaths);
    restart.set(WITHIN, within);
    return restart;
  }

  private static Optional<String> backoff(Section restart, String key) {
    Value value = restart.take(key).orElseThrow();
    if (value instanceof Value.Table)
      return Backoff.TYPE.read().apply(restart, key).map(Backoff::line);
    if (value instanceof Value.Flag flag)
      return Optional.of(flag.isSet() ? "1000 2 60000 10000" : "");
    return LINE.read().apply(restart, key);
  }

  private static Optional<List<Integer>> codes(Section table, String key) {
    List<Integer> codes = new ArrayList<>();
    Value value = table.take(key).orElseThrow();
    if (!(value instanceof Value.Items items)) {
      table.wrong(key, value, "an array of exit codes and signals");
      return Optional.empty();
    }
    for (Value item : items.items()) {
      if (item instanceof Value.Whole code && code.number() >= 0 && code.number() <= 255)
        codes.add((int) code.number());
      else if (item instanceof Value.Text signal)
        EndOfRun.ofSignal(signal.text())
            .ifPresentOrElse(
                codes::add, () -> table.bad(key, "has no signal: " + signal.text(), "SIGHUP"));
      else table.wrong(key, item, "exit codes from 0 to 255, and signals");
    }
    return Optional.of(codes);
  }
}
