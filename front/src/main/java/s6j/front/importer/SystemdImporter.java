package s6j.front.importer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Definition.Kind;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.ScriptValue;
import s6j.front.shell.Sh;
import s6j.front.toml.Name;
import s6j.front.toml.Place;

/** Units of systemd: services become services, targets become bundles. */
public final class SystemdImporter implements Importer {
  @Override
  public String kind() {
    return "systemd";
  }

  @Override
  public Import read(List<Path> sources, ImportSettings settings, ImportReport report)
      throws IOException {
    UnitSet set = new UnitSet(report);
    set.read(sources);
    Reading reading = new Reading(set, settings, report);
    reading.read();
    return reading.made;
  }

  /** One import. */
  private static final class Reading {
    private final UnitSet set;
    private final ImportSettings settings;
    private final ImportReport report;
    private final Import made;
    private final UnitOrder order;
    private final UnitExclusion exclusion;
    private final UnitTriggers triggers;
    private final Map<String, UnitSettings> units = new TreeMap<>();
    private final Map<String, Specifiers> specifiers = new TreeMap<>();

    /** A template that another names, by its own instance. */
    private record Derived(String from, String template, String instance) {}

    private static final String INSTANCE = "{{instance}}";

    /** Templates may name each other. */
    private static final int MOST_STEPS = 8;

    private final List<Derived> derived = new ArrayList<>();

    /** Instances by the name of their template with its @. */
    private final Map<String, Set<String>> instances = new TreeMap<>();

    Reading(UnitSet set, ImportSettings settings, ImportReport report) {
      this.set = set;
      this.settings = settings;
      this.report = report;
      this.made = new Import(report);
      this.order = new UnitOrder(set, made, settings, report);
      this.exclusion = new UnitExclusion(set, made, report);
      this.triggers = new UnitTriggers(set, report);
    }

    void read() {
      for (UnitSet.Unit unit : set.units.values()) {
        report.enter(unit.name());
        if (unit.name().endsWith(UnitSet.SERVICE)) addService(unit);
        else if (unit.name().endsWith(UnitSet.TARGET)) addTarget(unit);
      }
      addTriggers();
      for (Map.Entry<String, UnitSettings> unit : units.entrySet()) {
        report.enter(unit.getKey());
        if (definition(unit.getKey()) != null) addRelations(unit.getKey(), unit.getValue());
      }
      report.enter("links");
      set.links.forEach(this::addLink);
      set.aliases.forEach((alias, name) -> addAlias(alias, name));
      order.settle();
      exclusion.settle();
      settings.instances().forEach(name -> noteInstance(name));
      derive();
      units.forEach(this::tellRest);
      for (Definition definition : made.all())
        if (definition.name.text().endsWith("@")) settle(definition);
      report.enter("tmpfiles");
      TemporaryFiles.of(set.temporaryFiles, report).addTo(made);
      report.enter("");
    }

    private void addTriggers() {
      for (UnitSet.Unit unit : triggers.all()) {
        report.enter(unit.name());
        UnitSettings own = settings(unit, new Specifiers(set.nameOf(unit.name()), report));
        if (set.isAccepting(unit.name())) addEach(set.units.get(set.startedBy(unit.name())), unit);
        triggers.add(unit, own, made);
      }
    }

    /** What is started for each connection is one service, which listens. */
    private void addEach(UnitSet.@Nullable Unit template, UnitSet.Unit socket) {
      if (template == null) return;
      String name = set.nameOf(socket.name());
      Specifiers meanings = new Specifiers(name, report);
      UnitSettings own = new UnitSettings(template.assignments(), meanings, report);
      new UnitService(name, own, meanings, settings, template.place(), report).addTo(made);
    }

    private void tellRest(String unit, UnitSettings own) {
      report.enter(unit);
      own.tellRest(settings);
    }

    private void settle(Definition template) {
      report.enter(made.subject(template.name.text()));
      if (template.kind() == Kind.BUNDLE) settleTarget(template);
      else settleTemplate(template);
    }

    /** Of a target only the instances are anything. */
    private void settleTarget(Definition template) {
      made.remove(template.name.text());
      Set<String> names = instances.getOrDefault(template.name.text(), Set.of());
      if (names.isEmpty())
        report.tell(
            ImportReport.Rank.REST,
            template.name.place(),
            template.name + ".target has no instances",
            "");
      for (String instance : names) {
        Definition bundle = made.make(template.name + instance, template.name.place(), Kind.BUNDLE);
        if (bundle.get(Keys.DESCRIPTION).isEmpty())
          bundle.set(Keys.DESCRIPTION, template.get(Keys.DESCRIPTION).replace(INSTANCE, instance));
        template.get(Keys.CONTENTS).forEach(name -> bundle.add(Keys.CONTENTS, of(name, instance)));
        template.get(Keys.IN).forEach(name -> bundle.add(Keys.IN, of(name, instance)));
      }
    }

    private @Nullable Definition definition(String unit) {
      return made.get(set.nameOf(unit));
    }

    private UnitSettings settings(UnitSet.Unit unit, Specifiers specifiers) {
      UnitSettings own = new UnitSettings(unit.assignments(), specifiers, report);
      units.put(unit.name(), own);
      return own;
    }

    private void addService(UnitSet.Unit unit) {
      if (unit.assignments().isEmpty()) {
        report.tell(
            ImportReport.Rank.REST, unit.place(), unit.name() + " is empty, which masks it", "");
        return;
      }
      String name = set.nameOf(unit.name());
      Specifiers meanings = new Specifiers(name, report);
      specifiers.put(name, meanings);
      UnitSettings own = settings(unit, meanings);
      new UnitService(name, own, meanings, settings, unit.place(), report)
          .startedOnce(triggers.isStartedOnce(unit.name()))
          .withSockets(triggers.isStarted(unit.name(), UnitSet.SOCKET))
          .addTo(made);
    }

    private void addTarget(UnitSet.Unit unit) {
      UnitSettings own = settings(unit, new Specifiers(set.nameOf(unit.name()), report));
      Definition bundle = made.make(set.nameOf(unit.name()), unit.place(), Kind.BUNDLE);
      bundle.set(Keys.DESCRIPTION, own.text("Unit.Description", ""));
      for (String key : List.of("Requires", "Wants", "BindsTo", "Requisite", "Upholds"))
        for (UnitWords.Item item : own.words("Unit." + key))
          name(item.text(), item.place()).ifPresent(member -> bundle.add(Keys.CONTENTS, member));
    }

    /** What a unit is called here; told and empty if it is of no kind that is carried over. */
    private java.util.Optional<Name> name(String unit, Place place) {
      String name = set.has(unit) ? set.nameOf(unit) : "";
      if (name.isEmpty()) {
        report.left(place, "needs " + unit, "only services and targets are carried over");
        return java.util.Optional.empty();
      }
      noteBare(name);
      return java.util.Optional.of(new Name(name, place));
    }

    private void noteInstance(String name) {
      int at = name.indexOf('@');
      if (at < 0 || at == name.length() - 1 || made.has(name)) return;
      noteBare(name.endsWith(UnitSet.SERVICE) ? set.nameOf(name) : name);
    }

    /** Of a name without the suffix of units: an instance may be called like a unit itself. */
    private void noteBare(String bare) {
      int at = bare.indexOf('@');
      if (at < 0 || at == bare.length() - 1 || made.has(bare)) return;
      String template = bare.substring(0, at + 1);
      String instance = bare.substring(at + 1);
      if (instance.contains(INSTANCE))
        derived.add(new Derived(set.nameOf(report.subject()), template, instance));
      else instances.computeIfAbsent(template, key -> new TreeSet<>()).add(instance);
    }

    /** What a template names with its own instance has an instance for each that it has. */
    private void derive() {
      boolean hasGrown = true;
      for (int i = 0; hasGrown && i < MOST_STEPS; i++) {
        hasGrown = false;
        for (Derived one : derived)
          for (String instance : List.copyOf(instances.getOrDefault(one.from, Set.of())))
            hasGrown |=
                instances
                    .computeIfAbsent(one.template, key -> new TreeSet<>())
                    .add(one.instance.replace(INSTANCE, instance));
      }
    }

    private void addRelations(String unit, UnitSettings own) {
      Definition definition = definition(unit);
      boolean isTrigger = UnitSet.isTrigger(unit);
      if (definition.kind() != Kind.BUNDLE && !isTrigger) {
        for (String key : List.of("Requires", "Requisite", "BindsTo"))
          for (UnitWords.Item item : own.words("Unit." + key)) need(definition, key, item, own);
        for (String key : List.of("Wants", "Upholds"))
          for (UnitWords.Item item : own.words("Unit." + key)) want(definition, key, item);
        for (UnitWords.Item item : own.words("Unit.OnFailure"))
          name(item.text(), item.place())
              .ifPresent(other -> definition.add(Keys.ON_FAILURE, other));
        order.add(definition, own);
        exclusion.add(definition, own);
      }
      for (String key : List.of("WantedBy", "RequiredBy", "UpheldBy"))
        for (UnitWords.Item item : own.words("Install." + key))
          name(item.text(), item.place())
              .ifPresent(
                  by -> {
                    if (isTrigger) definition.add(Keys.IN, by);
                    else putInto(by, definition, !key.equals("RequiredBy"));
                  });
      for (UnitWords.Item item : own.words("Install.Alias"))
        addAlias(item.text(), new Name(unit, item.place()));
      for (UnitWords.Item item : own.words("Install.DefaultInstance"))
        if (definition.name.text().endsWith("@")) noteInstance(definition.name + item.text());
    }

    private void need(Definition definition, String key, UnitWords.Item item, UnitSettings own) {
      if (UnitSet.isTrigger(item.text())) {
        if (set.nameOf(item.text()).equals(definition.name.text())) return;
        report.left(item.place(), key + "=" + item.text(), "put it into a bundle");
        return;
      }
      if (name(item.text(), item.place()).isEmpty()) return;
      String text = key + "=" + item.text();
      Definition other = definition(item.text());
      boolean isDaemon = other != null && other.kind() == Kind.LONGRUN;
      if (key.equals("Requisite") && isDaemon && addRequisite(definition, item)) return;
      boolean isBehind =
          own.words("Unit.Before").stream().anyMatch(one -> one.text().equals(item.text()));
      definition.add(
          isBehind ? Keys.WANTS : Keys.NEEDS, new Name(set.nameOf(item.text()), item.place()));
      if (isBehind) report.changed(item.place(), text + " and Before: as weak as Wants");
      else if (key.equals("Requisite")) report.changed(item.place(), text + ": is started, too");
      else if (key.equals("BindsTo") && !isDaemon)
        report.changed(item.place(), text + ": does not stop when the other dies by itself");
      else if (key.equals("BindsTo")) other.add(Keys.TAKES_DOWN, own(definition, item.place()));
    }

    private static Name own(Definition definition, Place place) {
      return new Name(definition.name.text(), place);
    }

    /** It starts only if the other is up already: a oneshot that it needs looks. */
    private boolean addRequisite(Definition definition, UnitWords.Item item) {
      String other = set.nameOf(item.text());
      if (definition.name.text().endsWith("@") || other.contains("{{")) return false;
      Name name = new Name(definition.name + "-requisite", item.place());
      Definition look = made.get(name.text());
      if (look == null) {
        look = new Definition(name.text(), item.place(), Kind.ONESHOT);
        look.set(Keys.DESCRIPTION, "what must be up already for " + definition.name);
        look.set(Keys.AGAIN, true);
        made.add(look);
        definition.add(Keys.NEEDS, name);
      }
      String line =
          "[ \"$(s6-svstat -o up ../%s)\" = true ] || { echo %s is not up >&2; exit 1; }\n"
              .formatted(Sh.quote(other), Sh.quote(other));
      String before = look.find(Keys.UP).map(ScriptValue::text).orElse("");
      look.set(Keys.UP, ScriptValue.shell(before + line));
      look.add(Keys.AFTER, new Name(other, item.place()));
      definition.add(Keys.PART_OF, new Name(other, item.place()));
      return true;
    }

    private void want(Definition definition, String key, UnitWords.Item item) {
      if (UnitSet.isTrigger(item.text())) {
        if (set.nameOf(item.text()).equals(definition.name.text())) return;
        report.left(item.place(), key + "=" + item.text(), "put it into a bundle");
        return;
      }
      if (name(item.text(), item.place()).isEmpty()) return;
      definition.add(Keys.WANTS, new Name(set.nameOf(item.text()), item.place()));
      if (key.equals("Upholds"))
        report.changed(item.place(), "Upholds=" + item.text() + ": started with it, and not again");
    }

    private void putInto(Name by, Definition definition, boolean isWanted) {
      Definition owner = made.get(by.text());
      if (owner != null && owner.kind() != Kind.BUNDLE)
        owner.add(isWanted ? Keys.WANTS : Keys.NEEDS, new Name(definition.name.text(), by.place()));
      else {
        definition.add(Keys.IN, by);
        Definition hooks = made.get(definition.name + "-hooks");
        if (hooks != null && !hooks.get(Keys.IN).contains(by)) hooks.add(Keys.IN, by);
      }
    }

    private void addLink(UnitSet.Link link) {
      String from = set.nameOf(link.from());
      String to = set.nameOf(link.to().text());
      if (from.isEmpty() || to.isEmpty()) {
        report.left(
            link.to().place(),
            link.from() + " wants " + link.to(),
            "only services and targets are carried over");
        return;
      }
      noteInstance(to);
      Definition owner = made.make(from, link.to().place(), Kind.BUNDLE);
      Name name = new Name(to, link.to().place());
      if (owner.kind() == Kind.BUNDLE) owner.add(Keys.CONTENTS, name);
      else owner.add(link.isWanted() ? Keys.WANTS : Keys.NEEDS, name);
    }

    /** A bundle of one is another name of it. */
    private void addAlias(String alias, Name target) {
      String name = set.nameOf(alias);
      String other = set.nameOf(target.text());
      if (name.isEmpty() || other.isEmpty() || name.equals(other)) return;
      if (other.endsWith("@") && name.startsWith(other)) {
        noteInstance(name);
        return;
      }
      if (other.endsWith("@") || name.endsWith("@") || made.has(name)) {
        report.left(
            target.place(), alias + ", another name of " + target, "a bundle of one, by hand");
        return;
      }
      made.make(name, target.place(), Kind.BUNDLE)
          .add(Keys.CONTENTS, new Name(other, target.place()));
    }

    /** Whoever takes a template down takes its instances down. */
    private void settleTaken(Definition template, Set<String> names) {
      for (Definition other : made.all()) {
        if (!other.removeIf(Keys.TAKES_DOWN, name -> name.text().equals(template.name.text())))
          continue;
        for (String instance : names)
          other.add(Keys.TAKES_DOWN, new Name(template.name + instance, template.name.place()));
      }
    }

    private void settleTemplate(Definition definition) {
      Set<String> names = instances.getOrDefault(definition.name.text(), Set.of());
      settleTaken(definition, names);
      if (names.isEmpty()) {
        made.remove(definition.name.text());
        report.tell(
            ImportReport.Rank.REST,
            definition.name.place(),
            definition.name + " has no instances",
            "name them with --instance " + definition.name + "NAME");
        return;
      }
      String bare = definition.name.text().substring(0, definition.name.text().length() - 1);
      boolean isTaken = made.has(bare) || set.units.containsKey(bare + UnitSet.TARGET);
      Specifiers own = specifiers.get(definition.name.text());
      boolean isPlain = own == null || !own.wantsInstance;
      if (!isTaken && (isPlain || names.stream().noneMatch(name -> name.matches(".*[-\\\\].*"))))
        definition.addAll(Keys.INSTANCES, new ArrayList<>(names));
      else spread(definition, names, isTaken ? "" : bare);
    }

    /** Each instance by itself, where a template would not do. */
    private void spread(Definition template, Set<String> names, String bundle) {
      made.remove(template.name.text());
      UnitSet.Unit unit = set.units.get(template.name + UnitSet.SERVICE);
      if (unit == null) return;
      for (String instance : names) {
        String name = template.name + instance;
        // All there is to tell was told of the template.
        ImportReport quiet = new ImportReport();
        Import one = new Import(quiet);
        Specifiers meanings = new Specifiers(name, quiet);
        UnitSettings own = new UnitSettings(unit.assignments(), meanings, quiet);
        new UnitService(name, own, meanings, settings, unit.place(), quiet)
            .startedOnce(triggers.isStartedOnce(unit.name()))
            .addTo(one);
        for (Definition definition : one.all()) {
          if (definition.name.text().equals(name)) definition.copy(template, Keys.TIMER);
          template.get(Keys.NEEDS).forEach(need -> definition.add(Keys.NEEDS, of(need, instance)));
          if (definition.name.text().equals(name)) relate(definition, template, instance);
          template.get(Keys.IN).forEach(by -> definition.add(Keys.IN, of(by, instance)));
          if (made.add(definition) && !bundle.isEmpty()) made.addTo(bundle, definition);
        }
      }
    }

    private static void relate(Definition definition, Definition template, String instance) {
      List<Key<List<Name>>> keys = new ArrayList<>(Keys.RELATIONS);
      keys.add(Keys.ON_FAILURE);
      for (Key<List<Name>> key : keys)
        template.get(key).forEach(other -> definition.add(key, of(other, instance)));
    }

    private static Name of(Name name, String instance) {
      return new Name(name.text().replace(INSTANCE, instance), name.place());
    }
  }
}
