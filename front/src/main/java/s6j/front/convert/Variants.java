package s6j.front.convert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Unit;
import s6j.front.toml.Name;
import s6j.front.toml.Problems;

/**
 * The services that are others in one mode, and all that need them: each gets a variant under the
 * name SERVICE.MODE, so that a switch of modes stops the one and starts the other.
 */
final class Variants {
  private final DefinitionSet set;
  private final String mode;
  private final Problems problems;
  private final Set<String> touched = new HashSet<>();

  Variants(DefinitionSet set, String mode, Problems problems) {
    this.set = set;
    this.mode = mode;
    this.problems = problems;
  }

  void add() {
    for (Unit unit : set.units())
      if (unit.overlaidModes(new Problems()).contains(mode)) touched.add(unit.name().text());
    if (touched.isEmpty()) return;
    boolean hasGrown = true;
    while (hasGrown) hasGrown = spread();
    Set<Definition> made = new HashSet<>();
    for (Unit unit : set.units()) variant(unit).ifPresent(made::add);
    for (Definition variant : made) {
      variant.get(Keys.NEEDS).forEach(this::addBundle);
      variant.get(Keys.WANTS).forEach(this::addBundle);
    }
  }

  private boolean spread() {
    boolean hasGrown = false;
    for (Definition definition : set.all())
      if (reaches(definition)) hasGrown |= touched.add(definition.name.text());
    return hasGrown;
  }

  private boolean reaches(Definition definition) {
    if (set.owner(definition.name.text()).isPresent()) return false;
    List<Name> names = new ArrayList<>(definition.get(Keys.NEEDS));
    names.addAll(definition.get(Keys.WANTS));
    names.addAll(definition.get(Keys.CONTENTS));
    definition.find(Keys.PRODUCER_FOR).ifPresent(names::add);
    return names.stream().anyMatch(name -> touched.contains(name.text()));
  }

  private Optional<Definition> variant(Unit unit) {
    Definition base = set.get(unit.name().text());
    if (base.kind() == Definition.Kind.BUNDLE || !base.isIn(mode)) return Optional.empty();
    if (!touched.contains(base.name.text())) return Optional.empty();
    Definition variant = unit.inMode(mode).read(problems);
    variant.clear(Keys.IN);
    variant.clear(Keys.TAGS);
    if (!set.addMade(variant, base)) return Optional.empty();
    if (!unit.overlays(mode, Keys.LOGGER) && base.find(Keys.LOGGER).isPresent())
      share(variant, base);
    redirect(variant, Keys.NEEDS);
    redirect(variant, Keys.WANTS);
    set.complete(variant);
    variant
        .find(Keys.PRODUCER_FOR)
        .ifPresent(name -> variant.set(Keys.PRODUCER_FOR, redirected(name)));
    redirect(variant, Keys.CONSUMER_FOR);
    return Optional.of(variant);
  }

  /** The same log goes on, whichever of the two writes. */
  private static void share(Definition variant, Definition base) {
    variant.clear(Keys.LOGGER);
    variant.copy(base, Keys.PRODUCER_FOR);
  }

  /** What is said of a service beyond needs and wants holds of each of its variants. */
  static void relate(DefinitionSet set, Collection<String> modes) {
    for (Definition definition : set.all())
      for (Key<List<Name>> key : List.of(Keys.AFTER, Keys.CONFLICTS, Keys.PART_OF))
        for (Name name : List.copyOf(definition.get(key)))
          for (String mode : modes)
            if (set.owner(name + "." + mode).filter(name.text()::equals).isPresent())
              DefinitionSet.addOnce(definition, key, new Name(name + "." + mode, name.place()));
  }

  private void redirect(Definition variant, Key<List<Name>> key) {
    variant.set(key, variant.get(key).stream().map(this::redirected).toList());
  }

  private Name redirected(Name name) {
    Definition target = set.get(name.text());
    boolean isOther = touched.contains(name.text()) && target != null && target.isIn(mode);
    return isOther ? new Name(name + "." + mode, name.place()) : name;
  }

  /** A bundle that a variant needs has variants in it. */
  private void addBundle(Name name) {
    if (set.has(name.text()) || !name.text().endsWith("." + mode)) return;
    String base = name.text().substring(0, name.text().length() - mode.length() - 1);
    Definition original = set.get(base);
    if (original == null || original.kind() != Definition.Kind.BUNDLE) return;
    Definition bundle = new Definition(name.text(), name.place(), Definition.Kind.BUNDLE);
    set.addMade(bundle, original);
    bundle.copy(original, Keys.CONTENTS);
    redirect(bundle, Keys.CONTENTS);
    bundle.get(Keys.CONTENTS).forEach(this::addBundle);
  }
}
