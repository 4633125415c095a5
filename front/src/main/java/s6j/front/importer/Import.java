package s6j.front.importer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/** The definitions made so far, by name, each once, with what they were made of. */
public final class Import {
  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final Map<String, String> subjects = new LinkedHashMap<>();
  private final ImportReport report;

  public Import(ImportReport report) {
    this.report = report;
  }

  /** Adds a definition; whether its name was free. */
  public boolean add(Definition definition) {
    Definition other = definitions.putIfAbsent(definition.name.text(), definition);
    if (other == null) subjects.put(definition.name.text(), report.subject());
    if (other == null) return true;
    report.broken(
        definition.name.place(),
        "there is a " + definition.name + " already, from " + other.name.place());
    return false;
  }

  /** The definition of a name, made if there is none. */
  public Definition make(String name, Place place, Definition.Kind kind) {
    subjects.putIfAbsent(name, report.subject());
    return definitions.computeIfAbsent(name, key -> new Definition(key, place, kind));
  }

  /** Puts a service into a bundle, which is made if there is none. */
  void addTo(String bundle, Definition member) {
    Place place = member.name.place();
    make(bundle, place, Definition.Kind.BUNDLE).add(Keys.CONTENTS, new Name(plain(member), place));
  }

  private static String plain(Definition member) {
    String name = member.name.text();
    return name.endsWith("@") ? name.substring(0, name.length() - 1) : name;
  }

  public boolean has(String name) {
    return definitions.containsKey(name);
  }

  public @Nullable Definition get(String name) {
    return definitions.get(name);
  }

  /** What a definition was made of, as the report calls it. */
  String subject(String name) {
    return subjects.getOrDefault(name, "");
  }

  void remove(String name) {
    definitions.remove(name);
  }

  void removeRefused() {
    definitions.keySet().removeIf(name -> report.isRefused(subject(name)));
  }

  public List<Definition> all() {
    return new ArrayList<>(definitions.values());
  }
}
