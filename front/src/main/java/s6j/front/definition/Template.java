package s6j.front.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.Section;
import s6j.front.toml.Value;

/** The instances of a file NAME@.toml: listed or counted, with tables of their own. */
public final class Template {
  private static final String INSTANCES = Keys.INSTANCES.name;
  private static final String INSTANCE = Keys.INSTANCE.name;
  private static final String SCALE = Keys.SCALE.name;

  /** What makes a service part of something that is started as a whole. */
  private static final List<String> MEMBERSHIP =
      List.of(Keys.IN.name, Keys.TAGS.name, Keys.MODES.name, Keys.MODE.name);

  private static final int MOST = 10000;

  private final Unit unit;
  private final Problems problems;

  public Template(Unit unit, Problems problems) {
    this.unit = unit;
    this.problems = problems;
  }

  /** How many of the instances stand in bundles: the first ones. */
  public int scale() {
    return new Section(unit.table(), "", new Problems())
        .whole(SCALE, 0, MOST)
        .map(Long::intValue)
        .orElse(MOST);
  }

  public List<Unit> instances() {
    Section section = new Section(unit.table(), "", problems);
    Map<String, Value.Table> own = own(section);
    Value.Table rest = unit.table().without(List.of(INSTANCES, INSTANCE, SCALE));
    long scale = section.whole(SCALE, 0, MOST).orElse((long) MOST);
    Unit bare = new Unit(unit.name(), rest, unit.tokens());
    List<Unit> units = new ArrayList<>();
    for (String instance : names(section)) {
      Value.Table nothing = new Value.Table(Map.of(), rest.place());
      Value.Table table = own.remove(instance);
      Unit one = bare.instance(instance, units.size() + 1, table == null ? nothing : table);
      units.add(units.size() < scale ? one : alone(one, section.place(SCALE)));
    }
    if (section.take(SCALE).isPresent() && scale != MOST && scale > units.size())
      section.bad(SCALE, "is more than there are instances: " + units.size(), "");
    own.forEach((name, table) -> problems.add(table.place(), "no such instance: " + name));
    return units;
  }

  /** The same in no bundle, tag or mode, which takes a word for modes alone. */
  private static Unit alone(Unit instance, Place place) {
    Map<String, Value> entries =
        new LinkedHashMap<>(instance.table().without(MEMBERSHIP).entries());
    entries.put(Keys.MODES.name, new Value.Items(List.of(), place));
    return instance.of(new Value.Table(entries, instance.table().place()));
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
