package s6j.front.convert;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.definition.Unit;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;

/** All services and bundles of a set by name, each defined once. */
final class DefinitionSet {
  private final Map<String, Definition> all = new TreeMap<>();
  private final Map<String, Unit> units = new LinkedHashMap<>();

  /** Definitions without a file of their own: the service they were made for. */
  private final Map<String, String> owners = new TreeMap<>();

  private final Map<String, Place> directories;
  private final String logRoot;
  private final Problems problems;

  /** {@code directories} are names that are defined otherwise. */
  DefinitionSet(Map<String, Place> directories, String logRoot, Problems problems) {
    this.directories = directories;
    this.logRoot = logRoot;
    this.problems = problems;
  }

  Collection<Definition> all() {
    return all.values();
  }

  Collection<Unit> units() {
    return units.values();
  }

  @Nullable Definition get(String name) {
    return all.get(name);
  }

  boolean has(String name) {
    return all.containsKey(name);
  }

  boolean isDirectory(String name) {
    return directories.containsKey(name);
  }

  Optional<String> owner(String name) {
    return Optional.ofNullable(owners.get(name));
  }

  /** Adds the service of a unit; whether its name was free. */
  boolean add(Unit unit, Definition definition) {
    if (!add(definition)) return false;
    units.put(unit.name().text(), unit);
    return true;
  }

  boolean add(Definition definition) {
    String name = definition.name.text();
    Definition other = all.get(name);
    Place place = other == null ? directories.get(name) : other.name.place();
    if (place == null) {
      all.put(name, definition);
      return true;
    }
    String maker = owner(name).map(owner -> ", made for " + owner + ",").orElse("");
    problems.add(definition.name.place(), name + maker + " is defined already at " + place);
    return false;
  }

  boolean addMade(Definition definition, Definition owner) {
    owners.putIfAbsent(definition.name.text(), owner.name.text());
    return add(definition);
  }

  void remove(Definition definition) {
    all.remove(definition.name.text());
  }

  /** Gives a service its logger and its configure step. */
  void complete(Definition definition) {
    definition.find(Keys.LOGGER).ifPresent(logger -> attach(definition, logger));
    if (definition.find(Keys.CONFIGURE).isEmpty()) return;
    Definition step = ConfigureStep.of(definition);
    addMade(step, definition);
    definition.add(Keys.NEEDS, new Name(step.name.text(), definition.name.place()));
  }

  private void attach(Definition definition, Logger logger) {
    String other = logger.get(Logger.SERVICE);
    if (other.isEmpty()) {
      Definition service = LogService.of(definition, logger, logRoot);
      addMade(service, definition);
      definition.set(Keys.PRODUCER_FOR, service.name);
    } else {
      definition.set(Keys.PRODUCER_FOR, new Name(other, logger.place(Logger.SERVICE)));
    }
  }

  /** The bundle of a name, made if there is none; null, and told, if the name is taken. */
  @Nullable Definition bundle(Name name, Definition member) {
    Definition present = all.get(name.text());
    if (present == null && isDirectory(name.text())) {
      String text = name + " is a definition directory, which cannot be added to";
      problems.add(name.place(), text, "add " + member.name + " to its contents");
      return null;
    }
    if (present == null) {
      present = new Definition(name.text(), name.place(), Definition.Kind.BUNDLE);
      all.put(name.text(), present);
    }
    if (present.kind() == Definition.Kind.BUNDLE) return present;
    problems.add(name.place(), name + " is a " + present.kind().word() + ", not a bundle");
    return null;
  }

  void addTo(Name bundle, Definition member) {
    Definition present = bundle(bundle, member);
    if (present != null) addOnce(present, Keys.CONTENTS, member.name);
  }

  static void addOnce(Definition to, Key<List<Name>> key, Name name) {
    if (to.get(key).stream().noneMatch(one -> one.text().equals(name.text()))) to.add(key, name);
  }
}
