package s6j.front.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import s6j.front.definition.Definition;
import s6j.front.definition.Keys;
import s6j.front.definition.Unit;
import s6j.front.toml.Name;
import s6j.front.toml.Place;
import s6j.front.toml.Problems;

/**
 * Makes of the files all services and bundles of the set: loggers, configure steps, bundles that
 * are only named, variants for modes.
 */
final class Expansion {
  private final DefinitionFiles files;
  private final Problems problems;
  private final DefinitionSet set;
  private final TreeSet<String> modes = new TreeSet<>();

  private Expansion(DefinitionFiles files, String logRoot, Problems problems) {
    this.files = files;
    this.problems = problems;
    this.set = new DefinitionSet(files.directories, logRoot, problems);
  }

  static DefinitionSet of(DefinitionFiles files, String logRoot, Problems problems) {
    Expansion expansion = new Expansion(files, logRoot, problems);
    expansion.expand();
    return expansion.set;
  }

  private void expand() {
    files.units.forEach(this::read);
    files.templates.forEach(this::addTemplateBundle);
    for (Definition definition : List.copyOf(set.all())) addToBundles(definition);
    for (String mode : modes) new Variants(set, mode, problems).add();
    for (String mode : modes) addModeBundle(mode);
    Variants.relate(set, modes);
    new LookingAfter(set).add();
    set.all().forEach(this::tellConsumer);
    new Skipping(set, problems).apply();
    new TimerService(set, problems).add();
    new SocketServices(set, problems).add();
    set.all().forEach(this::namePipeline);
    new ReferenceCheck(set, files.directories.keySet(), problems).check();
  }

  private void read(Unit unit) {
    Definition definition = unit.read(problems);
    if (!set.add(unit, definition)) return;
    TreeSet<String> overlaid = unit.overlaidModes(problems);
    modes.addAll(overlaid);
    definition.find(Keys.MODES).ifPresent(modes::addAll);
    for (String mode : overlaid) if (!definition.isIn(mode)) tellUseless(unit, mode);
    set.complete(definition);
  }

  private void tellUseless(Unit unit, String mode) {
    Place place = unit.placeOf(mode);
    String text = "mode." + mode + " is of no use: " + unit.name() + " is not in that mode";
    problems.add(place, text, "add it to modes");
  }

  private void addTemplateBundle(String name, List<Unit> instances) {
    Place place = instances.isEmpty() ? new Place(name, 0, 0) : instances.get(0).name().place();
    Definition bundle = new Definition(name, place, Definition.Kind.BUNDLE);
    instances.forEach(unit -> bundle.add(Keys.CONTENTS, unit.name()));
    set.add(bundle);
  }

  private void addToBundles(Definition definition) {
    for (Name bundle : definition.get(Keys.IN)) set.addTo(bundle, definition);
    for (String tag : definition.get(Keys.TAGS))
      set.addTo(new Name("tag." + tag, definition.name.place()), definition);
  }

  private void addModeBundle(String mode) {
    for (Unit unit : new ArrayList<>(set.units())) {
      Definition base = set.get(unit.name().text());
      if (base.kind() == Definition.Kind.BUNDLE || !base.isIn(mode)) continue;
      Definition variant = set.get(base.name + "." + mode);
      set.addTo(new Name(mode, unit.name().place()), variant == null ? base : variant);
    }
    if (!set.has(mode))
      set.add(new Definition(mode, new Place("mode " + mode, 0, 0), Definition.Kind.BUNDLE));
  }

  /** What a producer says of its consumer is said by that one, too. */
  private void tellConsumer(Definition definition) {
    Name to = definition.find(Keys.PRODUCER_FOR).orElse(null);
    Definition consumer = to == null ? null : set.get(to.text());
    if (consumer != null && consumer.kind() == Definition.Kind.LONGRUN)
      DefinitionSet.addOnce(consumer, Keys.CONSUMER_FOR, definition.name);
  }

  /** A logger of several, as of variants, gets no bundle: it would start them all. */
  private void namePipeline(Definition logger) {
    String owner = set.owner(logger.name.text()).orElse("");
    String pipeline = owner + "-pipeline";
    boolean isLogger = logger.name.text().equals(owner + "-log");
    if (isLogger && logger.get(Keys.CONSUMER_FOR).size() == 1 && !set.has(pipeline))
      logger.set(Keys.PIPELINE_NAME, pipeline);
  }
}
