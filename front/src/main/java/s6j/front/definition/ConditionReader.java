package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.front.toml.Section;

/** Reads the key condition: a table, or an array of tables. */
final class ConditionReader {
  private static final Map<String, Condition.Moment> MOMENTS = new LinkedHashMap<>();

  static {
    for (Condition.Moment moment : Condition.Moment.values()) MOMENTS.put(moment.word, moment);
  }

  private final Section section;

  ConditionReader(Section section) {
    this.section = section;
  }

  List<Condition> read() {
    List<Condition> conditions = new ArrayList<>();
    for (Section table : section.sections("condition")) conditions.addAll(read(table));
    return conditions;
  }

  private static List<Condition> read(Section table) {
    boolean isNegated = table.flag("not");
    Condition.Moment moment = table.word("when", MOMENTS, Condition.Moment.START);
    List<Condition> conditions = new ArrayList<>();
    for (Condition.Test test : Condition.Test.values())
      for (String operand : table.texts(test.key))
        conditions.add(new Condition(test, operand, isNegated, moment));
    table.close();
    if (conditions.isEmpty()) table.bad("condition", "tests nothing", "path-exists = \"/x\"");
    return conditions;
  }
}
