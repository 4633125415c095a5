package s6j.front.definition;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import s6j.front.toml.Section;
import s6j.front.toml.Toml;

/**
 * Something that must hold, or else the service is skipped: it counts as up, runs nothing, and the
 * reason is kept.
 */
public record Condition(Test test, String operand, boolean negated, Moment moment) {
  /** What is looked at. */
  public enum Test implements Word {
    PATH_EXISTS("there is such a thing"),
    DIRECTORY_EXISTS("there is such a directory"),
    DIRECTORY_NOT_EMPTY("there is such a directory, and something is in it"),
    EXECUTABLE("PATH has the program"),
    VARIABLE("`\"NAME\"` is set and not empty, or `\"NAME=VALUE\"` is so"),
    HOST("this is the machine"),
    USER("this is the user"),
    COMMAND("a shell command succeeds");

    private final String text;

    Test(String text) {
      this.text = text;
    }
  }

  /** When it is looked at. */
  public enum Moment implements Word {
    COMPILE,
    START
  }

  /** What a table says, of which each operand makes a condition. */
  private static final class Said extends Entries {
    Said(s6j.front.toml.Place place) {
      super(TABLE, place);
    }
  }

  private static final Table TABLE = new Table();
  private static final Map<Test, Key<List<String>>> TESTS = new EnumMap<>(Test.class);

  static {
    for (Test test : Test.values()) TESTS.put(test, TABLE.key(test.word(), Type.TEXTS, test.text));
  }

  private static final Key<Boolean> NOT = TABLE.key("not", Type.FLAG, "the opposite is wanted");
  private static final Key<Moment> WHEN =
      TABLE.key(
          "when",
          Type.word(Moment.START),
          "at every start (the default), or once, when it is converted");

  static final Type<List<Condition>> TYPE =
      new Type<>(
          "a table, or several",
          () -> Schema.any(TABLE.schema(), Schema.listOf(TABLE.schema())),
          List.of(),
          Condition::read,
          (out, key, all) -> all.forEach(one -> out.item(key, () -> one.write(out))),
          TABLE.keys());

  private static Optional<List<Condition>> read(Section section, String key) {
    List<Condition> conditions = new ArrayList<>();
    for (Section table : section.sections(key)) conditions.addAll(read(table));
    return Optional.of(conditions);
  }

  private static List<Condition> read(Section table) {
    Said said = new Said(table.table.place());
    TABLE.read(table, said);
    List<Condition> conditions = new ArrayList<>();
    TESTS.forEach(
        (test, key) ->
            said.get(key)
                .forEach(
                    operand ->
                        conditions.add(
                            new Condition(test, operand, said.get(NOT), said.get(WHEN)))));
    if (conditions.isEmpty()) table.bad("condition", "tests nothing", "path-exists = \"/x\"");
    return conditions;
  }

  private void write(TomlText out) {
    out.line(test.word(), Toml.quote(operand));
    if (negated) out.line(NOT.name, "true");
    if (moment != Moment.START) out.line(WHEN.name, Toml.quote(moment.word()));
  }

  /** Tells of operands that make no sense. */
  static void check(List<Condition> conditions, Key<?> key, Section section) {
    for (Condition condition : conditions)
      if (condition.test == Test.VARIABLE
          && !condition.operand.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(=.*)?"))
        section.bad(key.name, "has no name of a variable: " + condition.operand, "");
  }

  /** That a command of shell succeeds, at every start. */
  public static Condition ofCommand(String command) {
    return new Condition(Test.COMMAND, command, false, Moment.START);
  }

  /** What is told when it does not hold. */
  public String reason() {
    String holds = negated ? "not wanted: " : "wanted: ";
    return holds + test.word() + " " + operand;
  }
}
