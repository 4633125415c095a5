package s6j.front.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import s6j.front.definition.Definition;
import s6j.front.definition.Key;
import s6j.front.definition.Keys;
import s6j.front.definition.Logger;
import s6j.front.toml.Name;
import s6j.front.toml.Nearest;

/** Makes of single definitions a set: every name in it exists, and nothing needs itself. */
final class Settlement {
  /** A name in a definition that leads to another. */
  private record Edge(Definition from, Name to, Key<List<Name>> key, Name said) {
    Edge(Definition from, Name to, Key<List<Name>> key) {
      this(from, to, key, to);
    }
  }

  private final Import made;
  private final ImportReport report;

  Settlement(Import made, ImportReport report) {
    this.made = made;
    this.report = report;
  }

  void settle() {
    for (Definition definition : made.all()) settleLogger(definition);
    Set<String> known = known();
    for (Definition definition : made.all()) settleNames(definition, known);
    for (Definition definition : made.all()) settleBundles(definition);
    Optional<Edge> edge = circle();
    while (edge.isPresent()) {
      cut(edge.get());
      edge = circle();
    }
  }

  private void settleLogger(Definition definition) {
    Logger logger = definition.get(Keys.LOGGER);
    if (logger == null || !logger.get(Logger.SERVICE).isEmpty()) return;
    for (String name : List.of(definition.name + "-log", definition.name + "-pipeline")) {
      if (!made.has(name)) continue;
      report.changed(
          definition.name.place(), definition.name + " has no logger: " + name + " is a service");
      definition.clear(Keys.LOGGER);
      return;
    }
  }

  private Set<String> known() {
    Set<String> known = new HashSet<>();
    for (Definition definition : made.all()) {
      String name = definition.name.text();
      boolean isTemplate = name.endsWith("@");
      known.add(isTemplate ? name.substring(0, name.length() - 1) : name);
      if (isTemplate)
        definition.get(Keys.INSTANCES).forEach(instance -> known.add(name + instance));
      // Of another template, with the same instances.
      if (isTemplate) known.add(name + "{{instance}}");
      if (definition.find(Keys.LOGGER).isPresent()) known.add(name + "-log");
      String pipeline = definition.get(Keys.PIPELINE_NAME);
      if (!pipeline.isEmpty()) known.add(pipeline);
      definition.get(Keys.IN).forEach(bundle -> known.add(bundle.text()));
    }
    return known;
  }

  private void settleNames(Definition definition, Set<String> known) {
    for (Key<List<Name>> key : List.of(Keys.NEEDS, Keys.CONTENTS, Keys.ON_FAILURE)) {
      Set<String> seen = new HashSet<>();
      definition.removeIf(key, name -> !seen.add(name.text()));
      for (Name name : definition.get(key)) {
        if (known.contains(name.text())) continue;
        definition.removeIf(key, name::equals);
        String near = Nearest.hint(name.text(), known);
        String hint = near.isEmpty() ? "import it too, or add a service or bundle" : near;
        String relation = key == Keys.ON_FAILURE ? " on-failure " : " needs ";
        report.left(name.place(), definition.name + relation + name + ", which is not there", hint);
      }
    }
    for (Key<List<Name>> key : Keys.RELATIONS) settleRelation(definition, key, known);
  }

  /** Without the other there is nothing to it. */
  private void settleRelation(Definition definition, Key<List<Name>> key, Set<String> known) {
    Set<String> seen = new HashSet<>();
    definition.removeIf(
        key, name -> !seen.add(name.text()) || name.text().equals(definition.name.text()));
    for (Name name : definition.get(key)) {
      if (known.contains(name.text())) continue;
      definition.removeIf(key, name::equals);
      report.tell(
          ImportReport.Rank.REST,
          name.place(),
          definition.name + " " + key.name + " " + name + ", which is not there",
          Nearest.hint(name.text(), known));
    }
  }

  /** Bundles are made by being named, but a service cannot hold others. */
  private void settleBundles(Definition definition) {
    for (Name bundle : definition.get(Keys.IN)) {
      Definition present = made.get(bundle.text());
      if (present == null || present.kind() == Definition.Kind.BUNDLE) continue;
      definition.removeIf(Keys.IN, bundle::equals);
      report.left(
          bundle.place(), definition.name + " is not put into " + bundle, "that is no bundle");
    }
  }

  private List<Edge> edges(String name, TreeMap<String, List<Edge>> members) {
    List<Edge> edges = new ArrayList<>(members.getOrDefault(name, List.of()));
    Definition definition = made.get(name);
    if (definition == null) definition = template(name);
    if (definition == null) return edges;
    for (Name after : definition.get(Keys.AFTER))
      for (Name each : expanded(after, name, members))
        edges.add(new Edge(definition, each, Keys.AFTER, after));
    for (Name need : definition.get(Keys.NEEDS)) edges.add(new Edge(definition, need, Keys.NEEDS));
    for (Name content : definition.get(Keys.CONTENTS))
      edges.add(new Edge(definition, content, Keys.CONTENTS));
    return edges;
  }

  /** What a name of an order stands for: a bundle is all it holds but the service itself. */
  private List<Name> expanded(Name said, String self, TreeMap<String, List<Edge>> members) {
    List<Name> found = new ArrayList<>();
    List<Name> rest = new ArrayList<>(List.of(said));
    Set<String> seen = new HashSet<>(Set.of(self));
    while (!rest.isEmpty()) {
      Name name = rest.remove(rest.size() - 1);
      if (!seen.add(name.text())) continue;
      Definition definition = made.get(name.text());
      boolean isBundle = definition != null && definition.kind() == Definition.Kind.BUNDLE;
      if (isBundle || members.containsKey(name.text())) {
        if (isBundle) rest.addAll(definition.get(Keys.CONTENTS));
        members.getOrDefault(name.text(), List.of()).forEach(edge -> rest.add(edge.to));
      } else found.add(name);
    }
    return found;
  }

  /** The template of an instance; the bundle of its name stands for all of them. */
  private Definition template(String name) {
    int at = name.indexOf('@');
    return made.get(at < 0 ? name + "@" : name.substring(0, at + 1));
  }

  private TreeMap<String, List<Edge>> members() {
    TreeMap<String, List<Edge>> members = new TreeMap<>();
    for (Definition definition : made.all())
      for (Name bundle : definition.get(Keys.IN))
        members
            .computeIfAbsent(bundle.text(), key -> new ArrayList<>())
            .add(new Edge(definition, new Name(plain(definition), bundle.place()), Keys.IN));
    return members;
  }

  private static String plain(Definition definition) {
    String name = definition.name.text();
    return name.endsWith("@") ? name.substring(0, name.length() - 1) : name;
  }

  private record Step(String name, List<Edge> rest, @Nullable Edge by) {}

  /** The edge to cut of a circle, if there is one. Without recursion: a chain may be long. */
  private Optional<Edge> circle() {
    TreeMap<String, List<Edge>> members = members();
    Set<String> ended = new HashSet<>();
    Set<String> starts = new java.util.TreeSet<>(members.keySet());
    made.all().forEach(definition -> starts.add(plain(definition)));
    for (String start : starts) {
      List<Step> way = new ArrayList<>();
      Set<String> begun = new HashSet<>();
      if (!ended.contains(start)) way.add(new Step(start, edges(start, members), null));
      begun.add(start);
      while (!way.isEmpty()) {
        Step step = way.get(way.size() - 1);
        if (step.rest.isEmpty()) {
          ended.add(step.name);
          begun.remove(step.name);
          way.remove(way.size() - 1);
          continue;
        }
        Edge edge = step.rest.remove(0);
        String next = edge.to.text();
        if (begun.contains(next)) return Optional.of(cuttable(way, edge));
        if (ended.contains(next)) continue;
        begun.add(next);
        way.add(new Step(next, edges(next, members), edge));
      }
    }
    return Optional.empty();
  }

  /** The last order of the circle, or else the last need, or else the edge that closes it. */
  private static Edge cuttable(List<Step> way, Edge closing) {
    for (Key<List<Name>> key : List.of(Keys.AFTER, Keys.NEEDS)) {
      if (closing.key == key) return closing;
      for (int i = way.size() - 1; i >= 0 && !way.get(i).name.equals(closing.to.text()); i--)
        if (way.get(i).by.key == key) return way.get(i).by;
    }
    return closing;
  }

  private void cut(Edge edge) {
    String text =
        edge.from.name + " does not need " + edge.to + " any more: they go round in a circle";
    if (edge.key == Keys.AFTER) {
      edge.from.removeIf(Keys.AFTER, edge.said::equals);
      text = edge.from.name + " is not behind " + edge.said + " any more: order goes in a circle";
    } else if (edge.key == Keys.NEEDS) edge.from.removeIf(Keys.NEEDS, edge.to::equals);
    else if (!edge.from.removeIf(Keys.CONTENTS, edge.to::equals)) edge.from.clear(Keys.IN);
    report.left(edge.to.place(), text, "one of the two must come first");
  }
}
