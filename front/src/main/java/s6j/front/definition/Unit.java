package s6j.front.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;
import s6j.front.toml.Value;

/**
 * What becomes one service: the table of a file, or of an instance of a template. {@code tokens}
 * are what double braces stand for in its strings.
 */
public record Unit(Name name, Value.Table table, Map<String, String> tokens) {
  private static final String MODE = Keys.MODE.name;
  private static final List<Key<?>> BASE_ONLY =
      List.of(Keys.TYPE, Keys.MODES, Keys.MODE, Keys.INSTANCES, Keys.INSTANCE, Keys.IN, Keys.TAGS);

  public static Unit of(Name name, Value.Table table, String directory) {
    Map<String, String> tokens = new LinkedHashMap<>();
    tokens.put("name", name.text());
    tokens.put("directory", directory);
    tokens.put(MODE, "");
    return new Unit(name, table, tokens);
  }

  /** The same for an instance, with what is said for it alone. */
  Unit instance(String instance, int number, Value.Table own) {
    String template = name.text();
    Name full = new Name(template + "@" + instance, name.place());
    Map<String, String> more = new LinkedHashMap<>(tokens);
    more.put("name", full.text());
    more.put("template", template);
    more.put("instance", instance);
    more.put("number", String.valueOf(number));
    return new Unit(full, table.under(own), more);
  }

  /** The same with another table. */
  public Unit of(Value.Table other) {
    return new Unit(name, other, tokens);
  }

  /** What is said, with what the double braces in it stand for. */
  public Value.Table said() {
    return table.mapped(this::replaced);
  }

  public Definition read(Problems problems) {
    return DefinitionReader.read(said(), name, problems);
  }

  private String replaced(String text) {
    if (!text.contains("{{")) return text;
    String result = text;
    for (Map.Entry<String, String> token : tokens.entrySet())
      result = result.replace("{{" + token.getKey() + "}}", token.getValue());
    return result;
  }

  /** The modes for which something else is said. */
  public TreeSet<String> overlaidModes(Problems problems) {
    Value value = table.entries().get(MODE);
    if (value == null) return new TreeSet<>();
    if (value instanceof Value.Table modes) return tablesOf(modes, problems);
    problems.add(value.place(), "mode takes tables, not " + value.kind(), "[mode.production]");
    return new TreeSet<>();
  }

  private static TreeSet<String> tablesOf(Value.Table modes, Problems problems) {
    TreeSet<String> names = new TreeSet<>();
    modes
        .entries()
        .forEach(
            (name, value) -> {
              if (value instanceof Value.Table overlay) checkOverlay(name, overlay, problems);
              if (value instanceof Value.Table) names.add(name);
              else problems.add(value.place(), "mode." + name + " takes a table");
            });
    return names;
  }

  private static void checkOverlay(String mode, Value.Table overlay, Problems problems) {
    for (Key<?> key : BASE_ONLY)
      if (overlay.entries().containsKey(key.name))
        problems.add(
            overlay.entries().get(key.name).place(), key.name + " cannot differ in mode " + mode);
  }

  private Value.Table overlay(String mode) {
    Value.Table none = new Value.Table(Map.of(), table.place());
    Value modes = table.entries().get(MODE);
    if (!(modes instanceof Value.Table tables)) return none;
    return tables.entries().get(mode) instanceof Value.Table overlay ? overlay : none;
  }

  /** Where it is said what differs in a mode. */
  public Place placeOf(String mode) {
    return overlay(mode).place();
  }

  public boolean overlays(String mode, Key<?> key) {
    return overlay(mode).entries().containsKey(key.name);
  }

  /** The service as it is in a mode, under a name of its own. */
  public Unit inMode(String mode) {
    Name variant = new Name(name + "." + mode, name.place());
    Map<String, String> more = new LinkedHashMap<>(tokens);
    more.put("name", variant.text());
    more.put(MODE, mode);
    Value.Table rest = table.without(List.of(MODE)).under(overlay(mode));
    return new Unit(variant, rest, more);
  }
}
