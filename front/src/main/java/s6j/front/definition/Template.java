package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.front.toml.Problems;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** The instances of a file NAME@.toml: listed or counted, with tables of their own. */
public final class Template {
  private static final String INSTANCES = Keys.INSTANCES.name;
  private static final String INSTANCE = Keys.INSTANCE.name;
  private static final int MOST = 10000;

  private final Unit unit;
  private final Problems problems;

  public Template(Unit unit, Problems problems) {
    this.unit = unit;
    this.problems = problems;
  }

  public List<Unit> instances() {
    Section section = new Section(unit.table(), "", problems);
    Map<String, Value.Table> own = own(section);
    Value.Table rest = unit.table().without(List.of(INSTANCES, INSTANCE));
    Unit bare = new Unit(unit.name(), rest, unit.tokens());
    List<Unit> units = new ArrayList<>();
    for (String instance : names(section)) {
      Value.Table nothing = new Value.Table(Map.of(), rest.place());
      Value.Table table = own.remove(instance);
      units.add(bare.instance(instance, units.size() + 1, table == null ? nothing : table));
    }
    own.forEach((name, table) -> problems.add(table.place(), "no such instance: " + name));
    return units;
  }

  private static Map<String, Value.Table> own(Section section) {
    Map<String, Value.Table> own = new LinkedHashMap<>();
    section
        .section(INSTANCE)
        .ifPresent(
            tables ->
                tables.all(
                    (name, value) -> {
                      if (value instanceof Value.Table table) own.put(name, table);
                      else tables.wrong(name, value, "a table");
                    }));
    return own;
  }

  private List<String> names(Section section) {
    Value value = section.take(INSTANCES).orElse(null);
    if (value instanceof Value.Whole) return counted(section);
    List<String> names = section.texts(INSTANCES);
    if (value == null)
      problems.add(section.table.place(), "a template needs instances", "a list or a number");
    if (names.stream().distinct().count() < names.size())
      section.bad(INSTANCES, "names one twice", "");
    return names.stream().distinct().toList();
  }

  private static List<String> counted(Section section) {
    List<String> names = new ArrayList<>();
    long count = section.whole(INSTANCES, 0, MOST).orElse(0L);
    for (int i = 1; i <= count; i++) names.add(String.valueOf(i));
    return names;
  }
}
